import { wordAt } from '../core/number-at.js';
import type { ShuffleKernel } from './load-kernel.js';

/** Rank (high, low), copies and size of the line with its `\n`, four little-endian numbers of 32 bits, stand before a line. */
export const RECORD_HEADER_BYTES = 16;
/** Leading bits of a rank by which runs are read back in pieces: 10. */
export const PREFIXES = 1024;
/** Leading bits of a rank by which records are kept in one file or another: 3. */
export const SHELVES = 8;
const PAGE_BYTES = 65536;
/** Bytes that the kernel may touch behind a record it copies. */
const SLACK_BYTES = 64;
/** Bytes handed over at a time. */
const OUTPUT_BYTES = 256 * 1024;
const LINE_FEED = 10;

/** Records in the memory of the shuffle's kernel. */
export interface Records {
  add(high: number, low: number, line: string): void;
  /** Adds records as bytes. */
  addMany(records: Uint8Array): void;
  /** Makes room for records, which `fill` writes. */
  addBytes(sizeBytes: number, fill: (target: Uint8Array) => void): void;
  readonly sizeBytes: number;
  /** The lines in order, in pieces of about 256 KiB; each is valid until the next is asked for. */
  lines(): Iterable<{ readonly bytes: Uint8Array; readonly count: number }>;
  /**
   * The records in order, equal ones as one, in such pieces, none with records of two shelves; at the end, where in them the
   * ranks of each prefix begin.
   */
  run(put: (records: Uint8Array, shelf: number) => void): Uint32Array;
  /** Forgets the records and keeps the memory. */
  clear(): void;
}

/** An empty store. Grows by half. Memory: the records, and 25 bytes each while they are sorted. */
export function createRecords(kernel: ShuffleKernel): Records {
  const start = kernel.firstFree();
  let memory = Buffer.from(kernel.memory.buffer);
  let used = 0;

  /** Sees to it that the memory holds so many bytes from `start` on. */
  const reach = (sizeBytes: number): void => {
    const missing = start + sizeBytes + SLACK_BYTES - memory.length;
    if (missing <= 0) return;
    kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
    memory = Buffer.from(kernel.memory.buffer);
  };
  const makeRoom = (sizeBytes: number): void => {
    if (start + used + sizeBytes + SLACK_BYTES > memory.length) reach(Math.ceil((used + sizeBytes) * 1.5));
  };
  /** Sorts, and returns where the output may begin. */
  const sort = (): number => {
    const work = align(used);
    const workBytes = kernel.workBytes(start, used);
    reach(work + workBytes);
    kernel.sort(start, used, start + work);
    return align(work + workBytes);
  };
  /** Calls `gather` until it has been through all records. It gets a place and a room for its output, and returns the next place. */
  function* gathered(output: number, gather: (from: number, out: number, room: number) => number): Iterable<Uint8Array> {
    let room = OUTPUT_BYTES;
    for (let from = 0; from < kernel.count.value;) {
      reach(output + room);
      from = gather(from, start + output, room);
      const written = kernel.written.value;
      if (written > 0) yield memory.subarray(start + output, start + output + written);
      else room *= 2; // a line larger than the room
    }
  }

  return {
    get sizeBytes() {
      return used;
    },
    add(high, low, line) {
      // A UTF-16 unit takes three bytes at most.
      makeRoom(RECORD_HEADER_BYTES + line.length * 3 + 1);
      const at = start + used;
      const size = memory.write(line, at + RECORD_HEADER_BYTES) + 1;
      memory.writeUInt32LE(high, at);
      memory.writeUInt32LE(low, at + 4);
      memory.writeUInt32LE(1, at + 8);
      memory.writeUInt32LE(size, at + 12);
      memory[at + RECORD_HEADER_BYTES + size - 1] = LINE_FEED;
      used += RECORD_HEADER_BYTES + size;
    },
    addMany(records) {
      makeRoom(records.length);
      memory.set(records, start + used);
      used += records.length;
    },
    addBytes(sizeBytes, fill) {
      makeRoom(sizeBytes);
      fill(memory.subarray(start + used, start + used + sizeBytes));
      used += sizeBytes;
    },
    *lines() {
      let copy = 0;
      const pieces = gathered(sort(), (from, out, room) => {
        const next = kernel.gatherLines(from, copy, out, room);
        copy = kernel.copiesWritten.value;
        return next;
      });
      for (const bytes of pieces) yield { bytes, count: kernel.lines.value };
    },
    run(put) {
      const table = sort();
      reach(table + (PREFIXES + 1) * 4);
      kernel.beginRun(start + table);
      for (const piece of gathered(align(table + (PREFIXES + 1) * 4), kernel.gatherRun)) put(piece, wordAt(piece, 3) >>> 5);
      return new Uint32Array(kernel.memory.buffer, start + table, PREFIXES + 1).slice();
    },
    clear() {
      used = 0;
    },
  };
}

function align(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 16) * 16 + SLACK_BYTES;
}
