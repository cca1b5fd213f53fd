import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { fillDeal } from '../deal-tables.js';
import { loadKernel, type Kernel } from '../load-kernel.js';
import { setJson } from '../json-form.js';
import type { FormOrder } from '../row-form.js';
import { setTable } from '../table-shape.js';
import { openBoard, type Board } from './board.js';
import { createBuffers } from './buffers.js';
import { buffersOf, type Order, type WorkerSetup } from './messages.js';
import { OVERLAP_BYTES, openWalker, type ChunkWalker } from './walk-chunk.js';

/** Longest part of a row before a chunk that a worker takes. */
const CARRY_BYTES = 1024 * 1024;

/** A thread's program: obeys, walks over chunks as long as there are some to take, and sleeps until the bell rings. */
async function work(setup: WorkerSetup, port: MessagePort): Promise<void> {
  const { hashing, chunkBytes, threads, worker } = setup;
  const kernel = await loadKernel(hashing, chunkBytes + Math.max(CARRY_BYTES, OVERLAP_BYTES));
  const bell = new Int32Array(setup.bell);
  const buffers = createBuffers();
  let setCount = 0;
  let board: Board | undefined;
  let walker: ChunkWalker | undefined;
  let reading = -1;

  const obey = (order: Order): void => {
    switch (order.kind) {
      case 'labels':
        return defineLabels(kernel, order.key, order.labelSet);
      case 'forget-labels':
        return kernel.exports.clearLabels();
      case 'plan':
        setCount = order.plan.labelsJson.length;
        return fillDeal(kernel.exports, order.plan);
      case 'buffers':
        return buffers.takeBack(order.buffers);
      case 'source':
        walker?.close();
        walker = undefined;
        ({ reading } = order.source);
        board = openBoard(order.source.board, worker, threads);
        setForm(kernel, order.source.form);
        walker = attempt(() => openWalker(order.source, { kernel, buffers, chunkBytes, setCount }));
    }
  };
  const obeyAll = (): void => {
    for (let order = receive(port); order !== undefined; order = receive(port)) obey(order);
  };

  for (;;) {
    const rung = Atomics.load(bell, 0);
    obeyAll();
    for (let chunk = board?.claimAhead() ?? -1; chunk >= 0; chunk = board?.claimAhead() ?? -1) {
      const walked = attempt(() => walker?.walk(chunk));
      port.postMessage(walked ?? { reading, chunk }, walked === undefined ? [] : buffersOf(walked));
      obeyAll();
    }
    Atomics.wait(bell, 0, rung);
  }
}

function setForm(kernel: Kernel, form: FormOrder): void {
  if (form.kind === 'table') setTable(kernel.exports, form.shape);
  else setJson(kernel, form.fields, form.kind);
}

function receive(port: MessagePort): Order | undefined {
  const message: unknown = receiveMessageOnPort(port)?.message;
  return isOrder(message) ? message : undefined;
}

/** Main sends nothing else. */
function isOrder(message: unknown): message is Order {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

function isSetup(data: unknown): data is WorkerSetup {
  return typeof data === 'object' && data !== null && 'bell' in data;
}

/** What can't be read here can't be read by main either, who then says so. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function defineLabels({ exports, window }: Kernel, key: Uint8Array, labelSet: number): void {
  new Uint8Array(exports.memory.buffer, window, key.length).set(key);
  exports.defineLabels(window, key.length, labelSet);
}

const data: unknown = workerData;
if (parentPort !== null && isSetup(data)) await work(data, parentPort);
