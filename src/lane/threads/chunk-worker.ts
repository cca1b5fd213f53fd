import { fillDeal } from '../deal-tables.js';
import { setJson } from '../json-form.js';
import { loadKernel, type Kernel } from '../load-kernel.js';
import type { FormOrder, PagesOrder } from '../row-form.js';
import { setTable } from '../table-shape.js';
import { openBoard, type Board } from './board.js';
import { createBuffers } from './buffers.js';
import type { GivenUp, Order, SourceOrder, WalkedChunk, WorkerSetup } from './messages.js';
import { OVERLAP_BYTES, openWalker, type ChunkWalker } from './walk-chunk.js';
import type { PagesOpener } from './walk-pages.js';

/** What a thread does, whoever tells it: obeys, takes chunks ahead of main, walks over them. */
export interface ChunkWorker {
  /** One order after the other. */
  obey(order: Order): Promise<void>;
  /** Takes a chunk, -1 where there is none to take now, or where one before it failed. */
  claim(): number;
  /** @returns what is to be sent to main */
  walk(chunk: number): WalkedChunk | GivenUp;
}

/** Longest part of a row before a chunk that a worker takes. */
const CARRY_BYTES = 1024 * 1024;

/** @throws LabelmillError INTERNAL where the package is not whole */
export async function createChunkWorker({ hashing, chunkBytes, threads, worker }: WorkerSetup): Promise<ChunkWorker> {
  const kernel = await loadKernel(hashing, chunkBytes + Math.max(CARRY_BYTES, OVERLAP_BYTES));
  const buffers = createBuffers();
  let setCount = 0;
  let pages: PagesOpener | undefined;
  let board: Board | undefined;
  let walker: ChunkWalker | undefined;
  let reading = -1;
  /** What the kernel holds after a failure is of a chunk that main will walk over. */
  let isBroken = false;

  const open = async (order: SourceOrder): Promise<ChunkWalker | undefined> => {
    const { form } = order;
    if (form.kind !== 'pages') {
      setForm(kernel, form);
      return openWalker(order, { kernel, buffers, chunkBytes, setCount });
    }
    // most runs have no Parquet: it is loaded where it is needed
    pages ??= (await import('./walk-pages.js')).createPagesOpener(kernel);
    return pages(order, form, { kernel, buffers, setCount });
  };

  return {
    async obey(order) {
      switch (order.kind) {
        case 'labels':
          defineLabels(kernel, order.key, order.labelSet);
          return;
        case 'forget-labels':
          kernel.exports.clearLabels();
          return;
        case 'plan':
          setCount = order.plan.labelsJson.length;
          fillDeal(kernel.exports, order.plan);
          return;
        case 'buffers':
          buffers.takeBack(order.buffers);
          return;
        case 'source':
          walker?.close();
          walker = undefined;
          ({ reading } = order.source);
          board = openBoard(order.source.board, worker, threads);
          // what can't be read here can't be read by main either, who then says so
          walker = await open(order.source).catch(() => undefined);
      }
    },
    claim: () => (isBroken ? -1 : (board?.claimAhead() ?? -1)),
    walk(chunk) {
      try {
        return walker?.walk(chunk) ?? { reading, chunk };
      } catch {
        isBroken = true;
        return { reading, chunk };
      }
    },
  };
}

function setForm(kernel: Kernel, form: Exclude<FormOrder, PagesOrder>): void {
  if (form.kind === 'table') setTable(kernel.exports, form.shape);
  else setJson(kernel, form.fields, form.kind);
}

function defineLabels({ exports, window }: Kernel, key: Uint8Array, labelSet: number): void {
  new Uint8Array(exports.memory.buffer, window, key.length).set(key);
  exports.defineLabels(window, key.length, labelSet);
}
