import { setImmediate } from 'node:timers/promises';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import {
  limitsOf,
  openPagedTable,
  readBytes,
  throwIfAborted,
  type PagedGroup,
  type PagedTable,
  type Source,
  type SourceSummary,
} from '../read/read.js';
import type { LaneJob } from './lane-job.js';
import { STOPS, type Kernel, type Stop } from './load-kernel.js';
import type { PageAreas } from './page-areas.js';
import { openPageColumn, type PageColumn } from './page-column.js';
import { readByRows, readRest } from './read-by-rows.js';
import type { TablePass } from './read-table.js';

/** Columns with labels at most: MOST_KEYS in kernel/csv.ts. */
const MOST_KEYS = 64;
/** Bytes hashed at a time. */
const HASHED_BYTES = 1024 * 1024;

interface PagesWork {
  readonly kernel: Kernel;
  readonly areas: PageAreas;
  readonly fields: { readonly text: string; readonly keys: readonly string[] };
  readonly pass: TablePass;
}

interface OpenedWork extends PagesWork {
  readonly table: PagedTable;
}

/**
 * Reads a Parquet file to its end: pages are decoded into the kernel's memory, where a row is a place and a size for each of its
 * columns, and the kernel walks over the rows it understands. Each row it does not is put together from its stored values, as
 * readParquet does. Where a page is damaged, too large or written in a way that is not taken here, the rest of the file goes by
 * rows from there on: so every reject, place and error is the row lane's. Memory: a page and a dictionary per column.
 * @throws LabelmillError what readSource throws
 */
export async function readPages(job: LaneJob, source: Source, work: PagesWork): Promise<SourceSummary> {
  const { pass } = work;
  const table = await openTable(job, source, work);
  if (table === undefined) return readByRows(job, source, pass.row);
  try {
    // for their digest alone, so that one block is enough
    const block = Buffer.allocUnsafeSlow(HASHED_BYTES);
    const bytes = await readBytes(source, {
      chunkSizeBytes: HASHED_BYTES,
      ...(job.blockBytes === undefined ? {} : { digestBlockBytes: job.blockBytes }),
      allocate: () => block,
      ...(job.signal === undefined ? {} : { signal: job.signal }),
      ...(job.onBytes === undefined ? {} : { onBytes: job.onBytes }),
    });
    while ((await bytes.chunks.next()).done !== true);
    const rows = await walkGroups(job, source, { ...work, table });
    const all = table.groups.reduce((sum, group) => sum + group.rows, 0);
    if (rows < all) return await readRest(job, source, { skip: rows, take: pass.row });
    await bytes.confirm();
    return {
      name: source.name,
      format: 'parquet',
      bytes: bytes.size(),
      digest: bytes.digest(),
      rows,
      blankLines: 0,
    };
  } finally {
    table.close();
  }
}

/** @returns undefined where the file, or the fields in it, must be read by rows */
async function openTable(job: LaneJob, source: Source, { kernel, areas, fields }: PagesWork): Promise<PagedTable | undefined> {
  const { text, keys } = fields;
  const { name, content } = source;
  if (content.kind !== 'file' || keys.length > MOST_KEYS) return undefined;
  const wanted = new Set([text, ...keys]);
  const read = job.shapeOf(source).fields;
  if (read?.length !== wanted.size || !read.every((name) => wanted.has(name))) return undefined;
  const allocate = (size: number): Buffer => {
    const start = areas.stored.hold(size);
    return Buffer.from(kernel.exports.memory.buffer, start, size);
  };
  // what goes wrong here goes wrong again by rows, and is told
  const table = await openPagedTable({ name, path: content.path }, [...wanted], allocate).catch(() => undefined);
  if (table === undefined || table.columns.some((column) => column.name === text && column.isText)) return table;
  table.close();
  return undefined;
}

/** @returns rows taken: fewer than there are where a page can't be taken */
async function walkGroups(job: LaneJob, source: Source, work: OpenedWork): Promise<number> {
  const { table, kernel, fields } = work;
  kernel.exports.describeSpans(fields.keys.length);
  let firstRow = 0;
  for (const [at, group] of table.groups.entries()) {
    const walk = createGroupWalk(job, source, work, { group, number: at + 1, firstRow });
    while (walk.rows() < group.rows) {
      throwIfAborted(source.name, job.signal);
      if (!walk.next()) return firstRow + walk.rows();
      // all of this is synchronous: let signals and timers have their turn
      await setImmediate();
    }
    firstRow += group.rows;
  }
  return firstRow;
}

interface GroupWalk {
  /** Rows taken so far. */
  rows(): number;
  /** Takes the rows up to the end of some column's page. @returns whether there is such a page */
  next(): boolean;
}

function createGroupWalk(
  job: LaneJob,
  source: Source,
  { kernel, areas, fields, pass, table }: OpenedWork,
  { group, number, firstRow }: { readonly group: PagedGroup; readonly number: number; readonly firstRow: number },
): GroupWalk {
  const { exports } = kernel;
  const { rowLimitBytes } = limitsOf(job.limits);
  // as the kernel has them: the text, then the keys
  const order = [fields.text, ...fields.keys].map((name) => table.columns.findIndex((column) => column.name === name));
  let columns: readonly PageColumn[] | undefined;
  let row = 0;

  /** Rows before some column's page ends; 0 where a page can't be taken. */
  const findRows = (): number => {
    try {
      columns ??= table.columns.map((_, place) => openPageColumn(kernel, areas, { table, group, place }));
      return columns.reduce((least, column) => Math.min(least, column.left()), group.rows - row);
    } catch {
      return 0;
    }
  };

  const skip = (count: number): void => {
    for (const column of columns ?? []) column.pass(count);
    row += count;
  };

  const rowAt = (ahead: number): Row | Reject => {
    const stored = (columns ?? []).map((column) => column.stored(ahead));
    return table.row(stored, { group: number, place: row + ahead + 1, firstRow, rowLimitBytes });
  };

  const walk = (count: number): Stop => {
    const places = new Uint32Array(exports.memory.buffer, exports.columnsAt(), order.length);
    order.forEach((place, at) => (places[at] = columns?.[place]?.spanAt() ?? 0));
    exports.beginScan(0);
    const stop = STOPS[pass.walkSpans(count)] ?? 'unusual';
    pass.take();
    return stop;
  };

  const takeRepeated = (ahead: number): void => {
    const origin = { source: source.name, row: firstRow + row + ahead + 1, line: 0, byte: -1 };
    pass.repeated(origin, () => {
      const { raw } = rowAt(ahead);
      return typeof raw === 'string' ? raw : raw();
    });
  };

  const takeUnusual = (definesLabels: boolean): void => {
    const labelSet = pass.row(rowAt(0));
    // where the table is full, each row with such labels comes here
    if (definesLabels && labelSet >= 0) exports.defineLabels(exports.spanKeyAt(), exports.spanKeySize.value, labelSet);
    skip(1);
  };

  return {
    rows: () => row,
    next() {
      const end = row + findRows();
      if (end === row) return false;
      while (row < end) {
        const stop = walk(end - row);
        const passed = exports.passedRows.value;
        if (stop === 'repeated') takeRepeated(passed - 1);
        skip(passed);
        if (stop === 'unusual' || stop === 'unknown-labels') takeUnusual(stop === 'unknown-labels');
      }
      return true;
    },
  };
}
