import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { explainErrors, NODE_DISK, type Disk } from './disk.js';
import { mergeRuns, turn, TURN_BYTES } from './merge.js';
import { createRecords, type Columns, type Records } from './records.js';
import { createRunFile, type Run, type RunFile } from './runs.js';

const DEFAULT_MEMORY_BYTES = 32 * 1024 * 1024;
/** Lines are numbered by 32 bits within memory; 1 GiB stays well below. */
const MOST_MEMORY_BYTES = 1024 * 1024 * 1024;
/** Runs merged at once. With 32 MiB each reads 32 KiB at a time, and 32 GiB are sorted without a second round. */
const FAN_IN = 1024;
const LEAST_BUFFER_BYTES = 4096;

export interface ShuffleOptions {
  /** Folder for the temporary file, which is made when memory does not hold all. Its name starts with a dot. */
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
  /**
   * Hands all lines over in order of (rank, UTF-8 bytes of the line), each with its `\n`, then frees everything. A line handed
   * over is valid until `emit` returns. The event loop gets a turn every 4 MiB; what `emit` throws ends the drain.
   * @throws LabelmillError OUTPUT_UNWRITABLE
   */
  drain(emit: (line: Uint8Array) => void): Promise<void>;
  /** Frees everything without handing it over. May be called at any time, more than once. */
  close(): void;
}

/**
 * An external merge sort: lines gather in memory; when that is full they are sorted and appended to a temporary file as a
 * run, in which equal lines of equal rank become one with a count; at the end the runs are merged. So memory is bounded
 * whatever the ranks are, and a text that repeats a million times takes one record per run.
 * Memory: `memoryBytes` and a quarter MiB. Measured for lines of 107 bytes, reading and
 * writing included: 1.4 µs per line in memory and 1.5 µs through the disk.
 */
export function createShuffle(options: ShuffleOptions): Shuffle {
  const memoryBytes = Math.min(options.memoryBytes ?? DEFAULT_MEMORY_BYTES, MOST_MEMORY_BYTES);
  const disk = options.disk ?? explainErrors(NODE_DISK);
  let records: Records | undefined = createRecords();
  let file: RunFile | undefined;
  let runs: Run[] = [];

  const spill = (full: Records): void => {
    file ??= createRunFile(join(options.directory, `.shuffle-${randomBytes(6).toString('hex')}`), disk);
    runs.push(writeRun(full, file));
    full.clear();
  };
  const close = (): void => {
    const open = file;
    records = undefined;
    file = undefined;
    runs = [];
    open?.remove();
  };

  return {
    add(high, low, line) {
      if (records === undefined) throw new RangeError('the shuffle is closed');
      if (records.count > 0 && records.sizeBytes + line.length > memoryBytes) spill(records);
      records.add(high, low, line);
    },
    async drain(emit) {
      if (records === undefined) throw new RangeError('the shuffle is closed');
      try {
        if (file === undefined) {
          await drainMemory(records, emit);
          return;
        }
        spill(records);
        records = undefined; // its memory now serves the merge
        await drainRuns(file, runs, memoryBytes, emit);
      } finally {
        close();
      }
    },
    close,
  };
}

async function drainMemory(records: Records, emit: (line: Uint8Array) => void): Promise<void> {
  const { start, end, bytes } = records.columns();
  let emitted = 0;
  for (const record of records.sorted()) {
    const line = bytes.subarray(start[record], end[record]);
    emit(line);
    emitted += line.length;
    if (emitted < TURN_BYTES) continue;
    emitted = 0;
    await turn();
  }
}

async function drainRuns(
  file: RunFile,
  runs: readonly Run[],
  memoryBytes: number,
  emit: (line: Uint8Array) => void,
): Promise<void> {
  let waiting = runs;
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
    for (let copy = 0; copy < copies; copy++) emit(line);
  });
}

/** Writes the records in order, copies as one. */
function writeRun(records: Records, file: RunFile): Run {
  const columns = records.columns();
  const { high, low, start, end, bytes } = columns;
  const order = records.sorted();
  for (let place = 0; place < order.length;) {
    const record = order[place] ?? 0;
    let copies = 1;
    while (place + copies < order.length && areEqual(columns, record, order[place + copies] ?? 0)) copies++;
    file.put({
      high: high[record] ?? 0,
      low: low[record] ?? 0,
      copies,
      buffer: bytes,
      start: start[record] ?? 0,
      end: end[record] ?? 0,
    });
    place += copies;
  }
  return file.endRun();
}

function areEqual({ high, low, start, end, bytes }: Columns, a: number, b: number): boolean {
  if (high[a] !== high[b] || low[a] !== low[b]) return false;
  return bytes.compare(bytes, start[b], end[b], start[a], end[a]) === 0;
}
