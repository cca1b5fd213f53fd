import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { STOPS, type Kernel, type Stop } from '../load-kernel.js';
import type { Buffers } from './buffers.js';
import { createGatherer, type Gatherer } from './gather.js';
import type { SourceOrder, WalkedChunk } from './messages.js';

/** Bytes before a chunk in which its first row is looked for, where that is not known; a longer row is main's. */
export const OVERLAP_BYTES = 64 * 1024;
const LINE_FEED = 10;

/** A source open for chunks, in any order. */
export interface ChunkWalker {
  /** @returns the chunk as far as the kernel comes without help; undefined where its first row can't be told */
  walk(chunk: number): WalkedChunk | undefined;
  close(): void;
}

export interface WalkerSetup {
  readonly kernel: Kernel;
  readonly buffers: Buffers;
  readonly chunkBytes: number;
  /** Sets of labels that are written; 0 in pass 1. */
  readonly setCount: number;
}

/**
 * The rows that end in a chunk. A chunk's first row follows the last line feed before it, which is a guess where the table has quotes: main
 * holds it against the end of the chunk before. 1 MiB takes about 1 ms in pass 1, 2 ms in pass 2.
 */
export function openWalker(order: SourceOrder, { kernel, buffers, chunkBytes, setCount }: WalkerSetup): ChunkWalker {
  const { exports } = kernel;
  const window = Buffer.from(exports.memory.buffer, kernel.window, kernel.windowBytes);
  const file = openSync(order.path, 'r');

  return {
    walk(chunk) {
      const nominal = chunk * chunkBytes;
      const known = order.starts?.[chunk];
      const from = known ?? Math.max(0, nominal - OVERLAP_BYTES);
      const before = nominal - from;
      // NaN where main was in the midst of a row
      if (!(before + chunkBytes <= window.length)) return undefined;
      const size = readFully(file, window.subarray(0, before + chunkBytes), from);
      const start = known === undefined ? window.subarray(0, before).lastIndexOf(LINE_FEED) + 1 : 0;
      if (size <= before || (known === undefined && start === 0)) return undefined;
      const digest = BigInt.asUintN(64, exports.xxh64(kernel.window + before, size - before, 0n));
      const walked = walkRows({ kernel, buffers }, order, { from, start, size, setCount });
      if (!isUtf8(window.subarray(start, walked.end - from))) return undefined;
      return { reading: order.reading, chunk, start: from + start, digest, ...walked };
    },
    close: () => closeSync(file),
  };
}

function readFully(file: number, target: Uint8Array, position: number): number {
  let size = 0;
  for (let count = -1; count !== 0 && size < target.length; size += count) {
    count = readSync(file, target, size, target.length - size, position + size);
  }
  return size;
}

interface Stretch {
  /** Place in the file of the window's first byte. */
  readonly from: number;
  /** Place in the window of the first row. */
  readonly start: number;
  /** Bytes in the window. */
  readonly size: number;
  readonly setCount: number;
}

type Walked = Pick<WalkedChunk, 'end' | 'rows' | 'lines' | 'blankLines' | 'isWhole' | 'found'>;

function walkRows({ kernel, buffers }: Tools, { pass }: SourceOrder, { from, start, size, setCount }: Stretch): Walked {
  const { exports } = kernel;
  const walk = pass === 'deal' ? exports.dealRows : exports.scanRows;
  const gatherer = createGatherer({ kernel, buffers, pass, setCount });
  let at = start;
  let rows = 0;
  let lines = 0;
  let blankLines = 0;
  let stop: Stop = 'full';
  while (stop === 'full' || stop === 'repeated') {
    exports.beginScan(at);
    stop = STOPS[walk(kernel.window, size)] ?? 'unusual';
    at = exports.position.value;
    rows += exports.rows.value;
    lines += exports.lines.value;
    blankLines += exports.blanks.value;
    gatherer.add(stop);
    if (stop === 'repeated') gatherer.repeated(describeRepeated(kernel, { from, rows, lines }));
  }
  return { end: from + at, rows, lines, blankLines, isWhole: stop === 'needs-more', found: gatherer.found() };
}

type Tools = Pick<WalkerSetup, 'kernel' | 'buffers'>;

function describeRepeated(
  kernel: Kernel,
  passed: { readonly from: number; readonly rows: number; readonly lines: number },
): Parameters<Gatherer['repeated']>[0] {
  const { repeatedFrom, repeatedTo, repeatedLines, memory } = kernel.exports;
  return {
    row: passed.rows,
    line: passed.lines - repeatedLines.value,
    byte: passed.from + repeatedFrom.value,
    raw: new Uint8Array(memory.buffer, kernel.window + repeatedFrom.value, repeatedTo.value - repeatedFrom.value),
  };
}
