import { setImmediate } from 'node:timers/promises';
import { limitsOf, readBytes, throwIfAborted, type PagedTable, type Source, type SourceSummary } from '../read/read.js';
import type { LaneJob } from './lane-job.js';
import { openPages, type PageTools } from './open-pages.js';
import { placeRows, type PlacedRows } from './place-rows.js';
import { readByRows, readRest } from './read-by-rows.js';
import { startsOf } from './stretches.js';
import type { TablePass } from './table-pass.js';
import type { CrewReading } from './threads/crew.js';

/** Bytes hashed at a time. */
const HASHED_BYTES = 1024 * 1024;

interface PagesWork extends PageTools {
  readonly blockBytes: number;
  readonly pass: TablePass;
  readonly ahead: PagesAhead | undefined;
}

/** Threads that walk ahead. */
export interface PagesAhead {
  /** Called where the file is open; they begin once main is done with the first stretch. @param starts see startsOf */
  readonly start: (starts: Float64Array) => CrewReading | undefined;
  /** Labels that were learned. */
  readonly define: (key: Uint8Array, labelSet: number) => void;
}

/**
 * Reads a Parquet file to its end: pages are decoded into the kernel's memory, where a row is a place and a size for each of its
 * columns, and the kernel walks over the rows it understands. Each row it does not is put together from its stored values, as
 * readParquet does. Where a page is damaged, too large or written in a way that is not taken here, the rest of the file goes by
 * rows from there on: so every reject, place and error is the row lane's. Stretches that another thread walked over are gone past.
 * Memory: a page and a dictionary per column.
 * @throws LabelmillError what readSource throws
 */
export async function readPages(job: LaneJob, source: Source, work: PagesWork): Promise<SourceSummary> {
  const table = await openTable(job, source, work);
  if (table === undefined) return readByRows(job, source, work.pass.row);
  const starts = startsOf(table.groups, work.blockBytes);
  const reading = work.ahead?.start(starts);
  try {
    const rows = placeRows(work, { table, rowLimitBytes: limitsOf(job.limits).rowLimitBytes });
    const walk = createWalk(job, source, work, rows);
    // the first stretch teaches the labels; threads go on from there while the file is hashed
    const isTaken = await walk(starts[1] ?? 0);
    reading?.begin();
    const bytes = await hash(job, source, work.blockBytes);
    if (!isTaken || !(await walkRest({ walk, rows, starts, reading, pass: work.pass }))) {
      return await readRest(job, source, { skip: rows.next(), take: work.pass.row });
    }
    await bytes.confirm();
    return {
      name: source.name,
      format: 'parquet',
      bytes: bytes.size(),
      digest: bytes.digest(),
      rows: rows.next(),
      blankLines: 0,
    };
  } finally {
    reading?.end();
    table.close();
  }
}

/** @returns undefined where the file, or the fields in it, must be read by rows */
async function openTable(job: LaneJob, source: Source, tools: PageTools): Promise<PagedTable | undefined> {
  const { text, keys } = tools.fields;
  const { name, content } = source;
  if (content.kind !== 'file') return undefined;
  const wanted = new Set([text, ...keys]);
  const read = job.shapeOf(source).fields;
  if (read?.length !== wanted.size || !read.every((name) => wanted.has(name))) return undefined;
  return openPages({ name, path: content.path }, tools);
}

/** Reads the bytes of a file for their digest. */
async function hash(job: LaneJob, source: Source, blockBytes: number): Promise<Awaited<ReturnType<typeof readBytes>>> {
  // one block is enough, as nobody keeps it
  const block = Buffer.allocUnsafeSlow(HASHED_BYTES);
  const bytes = await readBytes(source, {
    chunkSizeBytes: HASHED_BYTES,
    digestBlockBytes: blockBytes,
    allocate: () => block,
    ...(job.signal === undefined ? {} : { signal: job.signal }),
    ...(job.onBytes === undefined ? {} : { onBytes: job.onBytes }),
  });
  while ((await bytes.chunks.next()).done !== true);
  return bytes;
}

/** Takes the rows up to one. @returns false where a page can't be taken */
type Walk = (end: number) => Promise<boolean>;

function createWalk(job: LaneJob, source: Source, { kernel: { exports }, pass, ahead }: PagesWork, rows: PlacedRows): Walk {
  const takeRepeated = (place: number): void => {
    const origin = { source: source.name, row: rows.next() + place + 1, line: 0, byte: -1 };
    pass.repeated(origin, () => {
      const { raw } = rows.rowAt(place);
      return typeof raw === 'string' ? raw : raw();
    });
  };

  const takeUnusual = (definesLabels: boolean): void => {
    const labelSet = pass.row(rows.rowAt(0));
    if (definesLabels && labelSet >= 0) {
      const [at, size] = [exports.spanKeyAt(), exports.spanKeySize.value];
      // where the table is full, each row with such labels comes here
      const isKnown = exports.defineLabels(at, size, labelSet) !== 0;
      if (isKnown) ahead?.define(new Uint8Array(exports.memory.buffer, at, size).slice(), labelSet);
    }
    rows.pass(1);
  };

  /** @param end where the rows that are there end */
  const take = (end: number): void => {
    while (rows.next() < end) {
      const stop = rows.walk(pass.walkSpans, end - rows.next());
      pass.take();
      const passed = exports.passedRows.value;
      if (stop === 'repeated') takeRepeated(passed - 1);
      rows.pass(passed);
      if (stop === 'unusual' || stop === 'unknown-labels') takeUnusual(stop === 'unknown-labels');
    }
  };

  return async (end) => {
    while (rows.next() < end) {
      throwIfAborted(source.name, job.signal);
      const there = rows.bring();
      if (there === 0) return false;
      take(Math.min(end, rows.next() + there));
      // all of this is synchronous: let signals, timers and other threads have their turn
      await setImmediate();
    }
    return true;
  };
}

interface Rest {
  readonly walk: Walk;
  readonly rows: PlacedRows;
  readonly starts: Float64Array;
  readonly reading: CrewReading | undefined;
  readonly pass: TablePass;
}

/** Goes over all stretches but the first. @returns false where a page can't be taken */
async function walkRest({ walk, rows, starts, reading, pass }: Rest): Promise<boolean> {
  for (let chunk = 1; chunk < starts.length - 1; chunk++) {
    const walked = await reading?.take(chunk, rows.next());
    if (reading !== undefined && walked !== undefined) {
      pass.accept(walked, { rows: rows.next(), line: 0 });
      reading.giveBack(walked);
      rows.goTo(walked.end);
    }
    if (!(await walk(starts[chunk + 1] ?? 0))) return false;
  }
  return true;
}
