import { Worker } from 'node:worker_threads';
import type { DealNumbers } from '../deal-tables.js';
import type { Hashing } from '../lane-job.js';
import type { FormOrder } from '../row-form.js';
import { WORKER_PROGRAM } from '../worker-program.js';
import { boardMemory, openBoard } from './board.js';
import { buffersOf, type GivenUp, type Order, type SourceOrder, type WalkedChunk, type WorkerSetup } from './messages.js';

/** Threads that walk over chunks ahead of main. What they can't do, main does, so that a run never depends on them. */
export interface Crew {
  /** Labels that main learned: the bytes of their cells, and their label set. */
  define(key: Uint8Array, labelSet: number): void;
  forgetLabels(): void;
  plan(plan: DealNumbers): void;
  read(source: ReadSource): CrewReading;
  close(): void;
}

export interface ReadSource {
  readonly path: string;
  readonly form: FormOrder;
  readonly pass: 'scan' | 'deal';
  readonly chunks: number;
  /** Where rows begin in each chunk, as pass 1 found it, NaN where it did not; or as the footer says. */
  readonly starts: Float64Array | undefined;
}

export interface CrewReading {
  /** Main is done with the first chunk: workers may take others. `take` says so too. */
  begin(): void;
  /**
   * Main comes to a chunk; each is asked for once, in order.
   * @returns what a worker found, if one took it and its rows begin where main knows they do; else main must walk over it
   */
  take(chunk: number, start: number): Promise<WalkedChunk | undefined>;
  /** Main has taken what a chunk holds: its memory goes back to the worker. */
  giveBack(walked: WalkedChunk): void;
  end(): void;
}

export interface CrewSetup {
  /** Main and workers together, at least 2. */
  readonly threads: number;
  readonly hashing: Hashing;
  readonly chunkBytes: number;
  /** What ends the waiting for a worker. */
  readonly signal: AbortSignal | undefined;
}

/** Starts the workers, which takes them about 40 ms beside main. Each takes about 35 MiB. */
export function startCrew({ threads, hashing, chunkBytes, signal }: CrewSetup): Crew {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const found = new Map<number, WalkedChunk | GivenUp>();
  let reading = 0;
  let waiting: (() => void) | undefined;
  const wake = (): void => {
    waiting?.();
    waiting = undefined;
  };
  signal?.addEventListener('abort', wake);
  const ring = (): void => {
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  };
  const alive = new Map<number, Worker>();
  for (let number = 0; number < threads - 1; number++) {
    const setup: WorkerSetup = { worker: number, threads, hashing, chunkBytes, bell: sharedOf(bell) };
    const worker = new Worker(WORKER_PROGRAM, { workerData: setup });
    const leave = (): void => {
      alive.delete(number);
      wake();
    };
    worker.on('message', (message: WalkedChunk | GivenUp) => {
      if (message.reading === reading) found.set(message.chunk, message);
      wake();
    });
    worker.on('error', leave);
    worker.on('exit', leave);
    alive.set(number, worker);
  }
  const tell = (order: Order): void => {
    for (const worker of alive.values()) worker.postMessage(order);
    ring();
  };

  return {
    define: (key, labelSet) => tell({ kind: 'labels', key, labelSet }),
    forgetLabels: () => tell({ kind: 'forget-labels' }),
    plan: (plan) => tell({ kind: 'plan', plan }),
    read({ path, form, pass, chunks, starts }) {
      found.clear();
      const memory = boardMemory(chunks);
      const board = openBoard(memory, -1, threads);
      const source: SourceOrder = { reading: ++reading, path, form, pass, board: memory, starts };
      tell({ kind: 'source', source });
      return {
        begin() {
          board.reach(0);
          ring();
        },
        async take(chunk, start) {
          const isMine = board.reach(chunk);
          ring();
          if (isMine) return undefined;
          while (!found.has(chunk) && alive.has(board.workerOf(chunk)) && signal?.aborted !== true)
            await new Promise<void>((resolve) => (waiting = resolve));
          const walked = found.get(chunk);
          found.delete(chunk);
          return walked !== undefined && 'found' in walked && walked.start === start ? walked : undefined;
        },
        giveBack(walked) {
          const buffers = buffersOf(walked);
          const order: Order = { kind: 'buffers', buffers };
          alive.get(board.workerOf(walked.chunk))?.postMessage(order, buffers);
        },
        end() {
          board.stop();
          ring();
        },
      };
    },
    close() {
      signal?.removeEventListener('abort', wake);
      for (const worker of alive.values()) void worker.terminate();
      alive.clear();
    },
  };
}

function sharedOf({ buffer }: Int32Array): SharedArrayBuffer {
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new TypeError('the bell is not shared');
}
