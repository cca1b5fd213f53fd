import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { sortRecords } from './sort-records.js';

/**
 * What pass 1 keeps of every example: its selection rank and the number of its label set, 12 bytes (16 with a group), in
 * 256 partitions by the rank's first byte. Partition after partition in order is all examples in rank order, so nothing
 * larger than one partition is ever sorted, and above the budget partitions wait on disk.
 */
export interface Entries {
  readonly size: number;
  /** Numbers per entry: rank high, rank low, label set, and the group where there are groups. */
  readonly stride: 3 | 4;
  add(high: number, low: number, labelSet: number, group?: number): void;
  /** Adds many at once, three numbers each: rank high, rank low, label set. Not where there are groups. About 12 ns each. */
  addMany(entries: Uint32Array): void;
  /** All entries in rank order, a sorted partition at a time, each valid until the next; may be walked again. */
  partitions(): Iterable<Uint32Array>;
  /** Frees memory and disk. */
  free(): void;
}

export interface EntriesOptions {
  readonly hasGroups: boolean;
  /** Bytes in memory before partitions go to disk. */
  readonly memoryBudget: number;
  /** Folder for the disk file. */
  readonly directory: string;
}

const PARTITIONS = 256;
/** Entries added to a partition before it gets its next piece: 12 KiB, so at most 3 MiB stand unused. */
const PIECE = 1024;
/** Pieces allocated together: an allocation of its own for each took as long as filling it. */
const SLAB_PIECES = 128;

/** An empty index. Adding costs about 10 ns, a walk about 30 ns an entry the first time (it sorts) and 5 ns after. */
export function createEntries(options: EntriesOptions): Entries {
  const stride = options.hasGroups ? 4 : 3;
  const pieces: Uint32Array[][] = Array.from({ length: PARTITIONS }, () => []);
  /** The piece of each partition that is being filled, and how far. */
  const open: (Uint32Array | undefined)[] = Array.from({ length: PARTITIONS }, () => undefined);
  const filled = new Uint32Array(PARTITIONS);
  const sorted: (readonly Uint32Array[] | undefined)[] = [];
  /** Pieces whose content is on disk, to be filled again: what they would leave to the garbage collector is as large as the budget. */
  const spare: Uint32Array[] = [];
  let slab = new Uint32Array(0);
  let slabUsed = 0;
  let inMemory = 0;
  let size = 0;
  let disk: DiskPieces | undefined;

  const spill = (): void => {
    disk ??= createDiskPieces(join(options.directory, '.entries'));
    for (let partition = 0; partition < PARTITIONS; partition++) {
      spare.push(...(pieces[partition] ?? []));
      for (const piece of takePieces(partition)) disk.append(partition, piece);
    }
    inMemory = 0;
  };
  const newPiece = (): Uint32Array => {
    const length = PIECE * stride;
    if (slabUsed + length > slab.length) {
      slab = new Uint32Array(SLAB_PIECES * length);
      slabUsed = 0;
    }
    slabUsed += length;
    return slab.subarray(slabUsed - length, slabUsed);
  };
  const pieceWithRoom = (partition: number): Uint32Array => {
    const last = open[partition];
    if (last !== undefined && filled[partition] !== last.length) return last;
    const piece = spare.pop() ?? newPiece();
    pieces[partition]?.push(piece);
    open[partition] = piece;
    filled[partition] = 0;
    inMemory += piece.byteLength;
    return piece;
  };
  const takePieces = (partition: number): Uint32Array[] => {
    const taken = pieces[partition] ?? [];
    const last = taken.pop();
    if (last !== undefined) taken.push(last.subarray(0, filled[partition]));
    pieces[partition] = [];
    open[partition] = undefined;
    filled[partition] = 0;
    return taken;
  };

  return {
    stride,
    get size() {
      return size;
    },
    add(high, low, labelSet, group = 0) {
      const partition = high >>> 24;
      const piece = pieceWithRoom(partition);
      const at = filled[partition] ?? 0;
      piece[at] = high;
      piece[at + 1] = low;
      piece[at + 2] = labelSet;
      if (stride === 4) piece[at + 3] = group;
      filled[partition] = at + stride;
      size++;
      if (inMemory > options.memoryBudget) spill();
    },
    addMany(entries) {
      if (stride !== 3) throw new RangeError('entries with groups are added one by one');
      for (let from = 0; from < entries.length; from += 3) {
        const high = entries[from] ?? 0;
        const partition = high >>> 24;
        let piece = open[partition];
        let at = filled[partition] ?? 0;
        if (piece === undefined || at === piece.length) {
          piece = pieceWithRoom(partition);
          at = filled[partition] ?? 0;
        }
        piece[at] = high;
        piece[at + 1] = entries[from + 1] ?? 0;
        piece[at + 2] = entries[from + 2] ?? 0;
        filled[partition] = at + 3;
      }
      size += entries.length / 3;
      if (inMemory > options.memoryBudget) spill();
    },
    *partitions() {
      if (disk !== undefined) {
        spill();
        spare.length = 0;
      }
      // one array serves all partitions: what they would leave to the garbage collector is several times the largest
      let scratch = new Uint32Array(0);
      let copy = new Uint32Array(0);
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const done = sorted[partition];
        const parts = disk === undefined ? (done ?? takePieces(partition)) : [];
        const length = disk?.length(partition) ?? parts.reduce((sum, part) => sum + part.length, 0);
        if (scratch.length < length) {
          scratch = new Uint32Array(length);
          copy = new Uint32Array(length);
        }
        const records = scratch.subarray(0, length);
        if (disk === undefined) gather(parts, records);
        else disk.read(partition, records);
        if (done === undefined) {
          sortRecords(records, stride, copy);
          scatter(records, parts);
          if (disk === undefined) sorted[partition] = parts;
        }
        yield records;
      }
    },
    free() {
      sorted.length = 0;
      pieces.forEach((list) => (list.length = 0));
      open.fill(undefined);
      spare.length = 0;
      slab = new Uint32Array(0);
      slabUsed = 0;
      disk?.remove();
      disk = undefined;
    },
  };
}

function gather(parts: readonly Uint32Array[], whole: Uint32Array): void {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
}

function scatter(whole: Uint32Array, parts: readonly Uint32Array[]): void {
  let at = 0;
  for (const part of parts) {
    part.set(whole.subarray(at, at + part.length));
    at += part.length;
  }
}

interface DiskPieces {
  append(partition: number, piece: Uint32Array): void;
  /** Numbers of a partition. */
  length(partition: number): number;
  read(partition: number, whole: Uint32Array): void;
  remove(): void;
}

function createDiskPieces(path: string): DiskPieces {
  const file = attempt(path, () => openSync(path, 'w+'));
  const segments: { offset: number; length: number }[][] = Array.from({ length: PARTITIONS }, () => []);
  let end = 0;
  return {
    append(partition, piece) {
      const bytes = new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
      for (let done = 0; done < bytes.length;) {
        done += attempt(path, () => writeSync(file, bytes, done, bytes.length - done, end + done));
      }
      segments[partition]?.push({ offset: end, length: bytes.length });
      end += bytes.length;
    },
    length: (partition) => (segments[partition] ?? []).reduce((length, segment) => length + segment.length, 0) / 4,
    read(partition, whole) {
      const list = segments[partition] ?? [];
      const bytes = new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
      let at = 0;
      for (const { offset, length } of list) {
        for (let done = 0; done < length;) {
          const count = attempt(path, () => readSync(file, bytes, at + done, length - done, offset + done));
          if (count === 0) throw new LabelmillError('INTERNAL', `the index file ${path} ends early`, { path });
          done += count;
        }
        at += length;
      }
    },
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new LabelmillError(
      'OUTPUT_UNWRITABLE',
      `cannot use the index file ${path}: ${reasonOf(error)}; free space beside the output`,
      { path },
      error,
    );
  }
}
