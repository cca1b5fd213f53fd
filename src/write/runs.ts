import fs from 'node:fs';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Disk } from './disk.js';
import { writeFully } from './write-fully.js';

/** Where a sorted run of records lies in the file. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** A record: rank (two u32), copies (u32), length of the line with its `\n` (u32), all little-endian; then the line. */
const HEADER_BYTES = 16;
const BUFFER_BYTES = 256 * 1024;

/** A record of a run under the reader's eye. The fields hold until the next `advance`. */
export interface RunReader {
  high: number;
  low: number;
  copies: number;
  buffer: Buffer;
  /** The line, `\n` included, is `buffer[start .. end)`. */
  start: number;
  end: number;
  /** Goes to the next record; false at the end. */
  advance(): boolean;
}

export interface RunFile {
  /** Adds a record to the run that is being written. */
  put(record: Readonly<Omit<RunReader, 'advance'>>): void;
  /** Adds whole records as bytes. */
  append(records: Uint8Array): void;
  /** Ends the run that is being written. */
  endRun(): Run;
  /** Reads a run from its start through a buffer of about so many bytes, and more where a record is larger. */
  read(run: Run, bufferBytes: number): RunReader;
  /** Reads a part of the file whole. */
  readInto(target: Uint8Array, part: Run): void;
  /** Closes and removes the file. */
  remove(): void;
}

/**
 * A temporary file of sorted runs, one after another.
 * @throws LabelmillError OUTPUT_UNWRITABLE, here and when writing
 */
export function createRunFile(path: string, disk: Disk): RunFile {
  const handle = disk.open(path, 'wx+');
  let buffer = Buffer.alloc(0);
  let used = 0;
  let written = 0;
  let runStart = 0;

  const flush = (): void => {
    writeFully(disk, handle, buffer.subarray(0, used));
    written += used;
    used = 0;
  };

  return {
    put({ high, low, copies, buffer: from, start, end }) {
      const needed = HEADER_BYTES + end - start;
      if (used + needed > buffer.length) flush();
      if (needed > buffer.length) buffer = Buffer.allocUnsafeSlow(Math.max(needed, BUFFER_BYTES));
      buffer.writeUInt32LE(high, used);
      buffer.writeUInt32LE(low, used + 4);
      buffer.writeUInt32LE(copies, used + 8);
      buffer.writeUInt32LE(end - start, used + 12);
      from.copy(buffer, used + HEADER_BYTES, start, end);
      used += needed;
    },
    append(records) {
      flush();
      writeFully(disk, handle, records);
      written += records.length;
    },
    endRun() {
      flush();
      const run = { from: runStart, to: written };
      runStart = written;
      return run;
    },
    read: (run, bufferBytes) => createRunReader(run, bufferBytes, (target, position) => readSome(handle, path, target, position)),
    readInto(target, { from, to }) {
      for (let position = from; position < to;) {
        position += readSome(handle, path, target.subarray(position - from, to - from), position);
      }
    },
    remove() {
      disk.close(handle);
      disk.unlink(path);
    },
  };
}

/** Reads bytes from a position of the file, at least one. */
type Read = (target: Uint8Array, position: number) => number;

function createRunReader(run: Run, bufferBytes: number, read: Read): RunReader {
  let position = run.from;
  let next = 0;
  let filled = 0;
  const reader: RunReader = {
    high: 0,
    low: 0,
    copies: 0,
    buffer: Buffer.allocUnsafeSlow(bufferBytes),
    start: 0,
    end: 0,
    advance,
  };

  /** Makes `bytes` bytes from `next` on available. */
  function need(bytes: number): void {
    if (filled - next >= bytes) return;
    const kept = reader.buffer.subarray(next, filled);
    const target = bytes > reader.buffer.length ? Buffer.allocUnsafeSlow(bytes) : reader.buffer;
    target.set(kept);
    reader.buffer = target;
    filled -= next;
    next = 0;
    while (filled < bytes) {
      const wanted = Math.min(target.length - filled, run.to - position);
      const count = read(target.subarray(filled, filled + wanted), position);
      filled += count;
      position += count;
    }
  }

  function advance(): boolean {
    if (next === filled && position === run.to) return false;
    need(HEADER_BYTES);
    const length = reader.buffer.readUInt32LE(next + 12);
    need(HEADER_BYTES + length);
    const { buffer } = reader;
    reader.high = buffer.readUInt32LE(next);
    reader.low = buffer.readUInt32LE(next + 4);
    reader.copies = buffer.readUInt32LE(next + 8);
    reader.start = next + HEADER_BYTES;
    reader.end = reader.start + length;
    next = reader.end;
    return true;
  }
  return reader;
}

function readSome(handle: number, path: string, target: Uint8Array, position: number): number {
  let count: number;
  try {
    count = fs.readSync(handle, target, 0, target.length, position);
  } catch (error) {
    const message = `cannot read back ${path} (${reasonOf(error)}): check the disk, then run again`;
    throw new LabelmillError('OUTPUT_UNWRITABLE', message, { path, reason: reasonOf(error) }, error);
  }
  if (count > 0) return count;
  throw new LabelmillError(
    'OUTPUT_UNWRITABLE',
    `${path} is shorter than what was written to it: check the disk, then run again`,
    { path },
  );
}
