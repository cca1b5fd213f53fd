import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { wordAt } from '../core/number-at.js';
import { explainErrors, NODE_DISK, type Disk } from './disk.js';
import { loadShuffleKernel } from './load-kernel.js';
import { mergeRuns, turn, TURN_BYTES } from './merge.js';
import { createRecords, PREFIXES, RECORD_HEADER_BYTES, SHELVES, type Records } from './records.js';
import { createRunFile, type Run, type RunFile } from './runs.js';

const DEFAULT_MEMORY_BYTES = 32 * 1024 * 1024;
/** Places in the kernel's memory are numbered by 32 bits; 1 GiB stays well below. */
const MOST_MEMORY_BYTES = 1024 * 1024 * 1024;
/** Runs merged at once. With 32 MiB each reads 32 KiB at a time, and 32 GiB are sorted without a second round. */
const FAN_IN = 1024;
const LEAST_BUFFER_BYTES = 4096;
/** A prefix may take so many times the memory, up to 32 MiB, before it is merged line by line. */
const PREFIX_ALLOWANCE = 8;
const MOST_PREFIX_BYTES = 32 * 1024 * 1024;

export interface ShuffleOptions {
  /** Folder for temporary files, which are made when memory does not hold all. Their names start with a dot. */
  readonly directory: string;
  /** Memory for lines. Default 32 MiB. The order does not depend on it. */
  readonly memoryBytes?: number;
  /** What every change to the disk goes through. For tests. */
  readonly disk?: Disk;
}

/** Brings lines into the order of their ranks. */
export interface Shuffle {
  /**
   * Takes a line (without `\n`) under its order rank, two unsigned 32-bit halves.
   * @throws LabelmillError OUTPUT_UNWRITABLE
   */
  add(high: number, low: number, line: string): void;
  /** Takes many lines as records: rank (high, low), 1, size of the line with its `\n`; then the line. They are copied. */
  addMany(records: Uint8Array): void;
  /**
   * Hands all lines over in order of (rank, UTF-8 bytes of the line), many at once, each with its `\n`, then frees everything.
   * What is handed over is valid until `emit` returns. The event loop gets a turn every 4 MiB; what `emit` throws ends the drain.
   * @throws LabelmillError OUTPUT_UNWRITABLE
   */
  drain(emit: Emit): Promise<void>;
  /** Frees everything without handing it over. May be called at any time, more than once. */
  close(): void;
}

export type Emit = (lines: Uint8Array, count: number) => void;

/** The part of a sorted run that a shelf keeps, and where in the whole run the ranks of each prefix begin. */
interface IndexedRun {
  readonly run: Run;
  readonly starts: Uint32Array;
}

/**
 * What is on disk of an eighth of the ranks. It is removed once it is read back, so that the system can take its memory for
 * the lines that come of it.
 */
interface Shelf {
  readonly file: RunFile;
  readonly runs: IndexedRun[];
}

/**
 * Loads what shuffles are made of. A shuffle gathers lines in memory; when that is full they are sorted and appended to
 * temporary files as a run, in which equal lines of equal rank become one with a count. Ranks are spread evenly, so at the end
 * all runs are read back prefix by prefix, each time as much as memory holds, and sorted again. A prefix that memory
 * does not hold (few texts, many copies) is merged instead. So memory is bounded whatever the ranks are, and a text that
 * repeats a million times takes one record per run.
 * Memory: `memoryBytes` for records, 25 bytes for each of them while they are sorted, and a quarter MiB.
 */
export async function createShuffler(): Promise<(options: ShuffleOptions) => Shuffle> {
  const newKernel = await loadShuffleKernel();
  return (options) => createShuffle(options, createRecords(newKernel()));
}

function createShuffle(options: ShuffleOptions, empty: Records): Shuffle {
  const memoryBytes = Math.min(options.memoryBytes ?? DEFAULT_MEMORY_BYTES, MOST_MEMORY_BYTES);
  const disk = options.disk ?? explainErrors(NODE_DISK);
  let records: Records | undefined = empty;
  const shelves = new Map<number, Shelf>();

  const newShelf = (place: number): Shelf => {
    const path = join(options.directory, `.shuffle-${randomBytes(6).toString('hex')}`);
    const shelf = { file: createRunFile(path, disk), runs: [] };
    shelves.set(place, shelf);
    return shelf;
  };
  const spill = (full: Records): void => {
    const starts = full.run((piece, place) => (shelves.get(place) ?? newShelf(place)).file.append(piece));
    for (const { file, runs } of shelves.values()) runs.push({ run: file.endRun(), starts });
    full.clear();
  };
  const recordsFor = (sizeBytes: number): Records => {
    if (records === undefined) throw new RangeError('the shuffle is closed');
    if (records.sizeBytes > 0 && records.sizeBytes + sizeBytes > memoryBytes) spill(records);
    return records;
  };
  const close = (): void => {
    const open = [...shelves.values()];
    records = undefined;
    shelves.clear();
    for (const { file } of open) file.remove();
  };

  return {
    add: (high, low, line) => recordsFor(RECORD_HEADER_BYTES + line.length).add(high, low, line),
    addMany: (many) => recordsFor(many.length).addMany(many),
    async drain(emit) {
      if (records === undefined) throw new RangeError('the shuffle is closed');
      try {
        if (shelves.size === 0) await drainMemory(records, emit);
        else {
          spill(records);
          for (let place = 0; place < SHELVES; place++) {
            const shelf = shelves.get(place);
            if (shelf === undefined) continue;
            await drainShelf({ ...shelf, place, records, memoryBytes }, emit);
            shelves.delete(place);
            shelf.file.remove();
          }
        }
      } finally {
        close();
      }
    },
    close,
  };
}

async function drainMemory(records: Records, emit: Emit): Promise<void> {
  let emitted = 0;
  for (const { bytes, count } of records.lines()) {
    emit(bytes, count);
    emitted += bytes.length;
    if (emitted < TURN_BYTES) continue;
    emitted = 0;
    await turn();
  }
}

interface Spilled extends Shelf {
  /** Which eighth of the ranks. */
  readonly place: number;
  readonly records: Records;
  readonly memoryBytes: number;
}

/** Hands over as many prefixes at a time as memory holds. */
async function drainShelf({ file, runs, place, records, memoryBytes }: Spilled, emit: Emit): Promise<void> {
  const first = (place * PREFIXES) / SHELVES;
  const end = first + PREFIXES / SHELVES;
  for (let from = first; from < end;) {
    let to = from + 1;
    let sizeBytes = sizeOf(runs, from, to);
    for (; to < end; to++) {
      const larger = sizeBytes + sizeOf(runs, to, to + 1);
      if (larger > memoryBytes) break;
      sizeBytes = larger;
    }
    const parts = runs.map((run) => partOf(run, { first, from, to })).filter((part) => part.to > part.from);
    if (sizeBytes > Math.max(memoryBytes, Math.min(memoryBytes * PREFIX_ALLOWANCE, MOST_PREFIX_BYTES)))
      await mergeParts({ file, parts, memoryBytes }, emit);
    else {
      records.clear();
      for (const part of parts) records.addBytes(part.to - part.from, (target) => file.readInto(target, part));
      await drainMemory(records, emit);
      await turn();
    }
    from = to;
  }
}

/** The ranks of some prefixes, `first` being the first prefix of the shelf. */
interface Prefixes {
  readonly first: number;
  readonly from: number;
  readonly to: number;
}

function partOf({ run, starts }: IndexedRun, { first, from, to }: Prefixes): Run {
  const start = run.from - wordAt(starts, first);
  return { from: start + wordAt(starts, from), to: start + wordAt(starts, to) };
}

function sizeOf(runs: readonly IndexedRun[], from: number, to: number): number {
  return runs.reduce((sum, { starts }) => sum + wordAt(starts, to) - wordAt(starts, from), 0);
}

interface Merging {
  readonly file: RunFile;
  readonly parts: readonly Run[];
  readonly memoryBytes: number;
}

async function mergeParts({ file, parts, memoryBytes }: Merging, emit: Emit): Promise<void> {
  let waiting = parts;
  const open = (group: readonly Run[]) => {
    const bufferBytes = Math.max(LEAST_BUFFER_BYTES, Math.floor(memoryBytes / group.length));
    return group.map((run) => file.read(run, bufferBytes));
  };
  while (waiting.length > FAN_IN) {
    await mergeRuns(open(waiting.slice(0, FAN_IN)), (record) => file.put(record));
    waiting = [...waiting.slice(FAN_IN), file.endRun()];
  }
  await mergeRuns(open(waiting), ({ buffer, start, end, copies }) => {
    const line = buffer.subarray(start, end);
    for (let copy = 0; copy < copies; copy++) emit(line, 1);
  });
}
