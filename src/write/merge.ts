import type { RunReader } from './runs.js';

/** Bytes handed over before the event loop gets a turn, so that a signal can stop the run. A few milliseconds of work. */
export const TURN_BYTES = 4 * 1024 * 1024;

/**
 * Hands the records of sorted runs over in order of rank and then of bytes.
 * Time O(records × log runs): a binary heap of the runs' first records. Equal records may come in any order, since nothing
 * tells them apart.
 */
export async function mergeRuns(readers: readonly RunReader[], emit: (record: RunReader) => void): Promise<void> {
  const heap = readers.filter((reader) => reader.advance());
  for (let place = (heap.length >> 1) - 1; place >= 0; place--) sink(heap, place);
  let emitted = 0;
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    emit(top);
    emitted += (top.end - top.start) * top.copies;
    if (!top.advance()) {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    }
    sink(heap, 0);
    if (emitted >= TURN_BYTES) {
      emitted = 0;
      await turn();
    }
  }
}

/** Lets the event loop go round once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves the reader at a place down until none below it comes first. */
function sink(heap: RunReader[], from: number): void {
  const moving = heap[from];
  if (moving === undefined) return;
  let place = from;
  for (;;) {
    const left = heap[2 * place + 1];
    if (left === undefined) break;
    const right = heap[2 * place + 2];
    const goesRight = right !== undefined && isBefore(right, left);
    const child = goesRight ? right : left;
    if (!isBefore(child, moving)) break;
    heap[place] = child;
    place = 2 * place + (goesRight ? 2 : 1);
  }
  heap[place] = moving;
}

function isBefore(a: RunReader, b: RunReader): boolean {
  if (a.high !== b.high) return a.high < b.high;
  if (a.low !== b.low) return a.low < b.low;
  return a.buffer.compare(b.buffer, b.start, b.end - 1, a.start, a.end - 1) < 0;
}
