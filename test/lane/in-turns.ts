import { boardMemory, openBoard, type Board } from '../../src/lane/threads/board.js';
import { createChunkWorker } from '../../src/lane/threads/chunk-worker.js';
import type { startCrew } from '../../src/lane/threads/crew.js';
import { buffersOf, type GivenUp, type Order, type WalkedChunk } from '../../src/lane/threads/messages.js';

export interface Turns {
  /** Chunks the worker walks over each time that main comes to one, before main takes it: one after the other, then from the first on. */
  readonly each: readonly number[];
  /** Told of each chunk that main accepts. */
  readonly onTaken?: (walked: WalkedChunk) => void;
}

/** Hires a worker that works in this thread and when it is told to, so that each run is the same. */
export function hireInTurns({ each, onTaken }: Turns): typeof startCrew {
  return ({ hashing, chunkBytes }) => {
    const threads = 2;
    const bell = new SharedArrayBuffer(4);
    const worker = createChunkWorker({ worker: 0, threads, hashing, chunkBytes, bell });
    const found = new Map<number, WalkedChunk | GivenUp>();
    let turn = 0;
    let reading = 0;
    let done: Promise<unknown> = worker;
    const tell = (order: Order): void => {
      const sent = structuredClone(order);
      done = done.then(async () => (await worker).obey(sent));
    };
    const work = async (): Promise<void> => {
      const { claim, walk } = await worker;
      for (let left = each[turn++ % each.length] ?? 0; left > 0; left--) {
        const chunk = claim();
        if (chunk < 0) return;
        const walked = walk(chunk);
        found.set(chunk, 'found' in walked ? structuredClone(walked, { transfer: buffersOf(walked) }) : walked);
      }
    };
    return {
      define: (key, labelSet) => tell({ kind: 'labels', key, labelSet }),
      forgetLabels: () => tell({ kind: 'forget-labels' }),
      plan: (plan) => tell({ kind: 'plan', plan }),
      read({ path, form, pass, chunks, starts }) {
        found.clear();
        const memory = boardMemory(chunks);
        const board: Board = openBoard(memory, -1, threads);
        // shared memory is not copied
        const source = { reading: ++reading, path, form, pass, board: memory, starts };
        done = done.then(async () => (await worker).obey({ kind: 'source', source }));
        return {
          begin: () => void board.reach(0),
          async take(chunk, start) {
            await done;
            await work();
            if (board.reach(chunk)) return undefined;
            const walked = found.get(chunk);
            if (walked === undefined || !('found' in walked) || walked.start !== start) return undefined;
            onTaken?.(walked);
            return walked;
          },
          giveBack: (walked) => tell({ kind: 'buffers', buffers: buffersOf(walked) }),
          end: () => board.stop(),
        };
      },
      close: () => undefined,
    };
  };
}
