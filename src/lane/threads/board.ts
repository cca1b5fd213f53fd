/** Where main and workers see who takes which chunk of a source. Lies in shared memory; every access is atomic. */
export interface Board {
  /** Worker: takes a chunk ahead of main's, -1 where there is none to take now. */
  claimAhead(): number;
  /** Main: comes to a chunk. @returns whether it is main's; else the worker whose it is gives it */
  reach(chunk: number): boolean;
  /** The worker that took a chunk, from 0; -1 where none did. */
  workerOf(chunk: number): number;
  /** Nobody takes any more. */
  stop(): void;
}

/** Chunks a worker may be ahead of main: what they found waits in memory, a few MiB each. */
const MOST_AHEAD = 8;
const CURSOR = 0;
const STATES = 1;
const FREE = 0;
const MAIN = -1;

/** Memory for the board of a source with so many chunks. None can be taken until main comes to one. */
export function boardMemory(chunks: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer((STATES + chunks) * 4);
  new Int32Array(memory)[CURSOR] = chunks;
  return memory;
}

/**
 * @param memory   of boardMemory
 * @param worker   who asks, from 0
 * @param threads  main and workers together
 */
export function openBoard(memory: SharedArrayBuffer, worker: number, threads: number): Board {
  const numbers = new Int32Array(memory);
  const chunks = numbers.length - STATES;
  const take = (chunk: number, as: number): boolean => Atomics.compareExchange(numbers, STATES + chunk, FREE, as) === FREE;
  return {
    claimAhead() {
      const first = Atomics.load(numbers, CURSOR) + 1;
      const end = Math.min(first + MOST_AHEAD, chunks);
      // every threads-th chunk is left for main, as long as there are others
      for (let chunk = first; chunk < end; chunk++) if (chunk % threads !== 0 && take(chunk, worker + 1)) return chunk;
      for (let chunk = first + 1; chunk < end; chunk++) if (chunk % threads === 0 && take(chunk, worker + 1)) return chunk;
      return -1;
    },
    reach(chunk) {
      Atomics.store(numbers, CURSOR, chunk);
      return chunk >= chunks || take(chunk, MAIN);
    },
    workerOf: (chunk) => Math.max(-1, Atomics.load(numbers, STATES + chunk) - 1),
    stop: () => void Atomics.store(numbers, CURSOR, chunks),
  };
}
