import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { PagedTable } from '../read/read.js';
import { STOPS, type Stop } from './load-kernel.js';
import type { PageTools } from './open-pages.js';
import { openPageColumn, type PageColumn } from './page-column.js';

/** The rows of a Parquet file on their way through the kernel's memory, by their numbers from 0 in the file. */
export interface PlacedRows {
  /** The row that comes next. */
  next(): number;
  /** Goes to a row, backwards too; pages in between are not decoded. */
  goTo(row: number): void;
  /** Brings the pages of the next rows into memory. @returns how many rows are there, before some page or the group ends; 0 where a page can't be taken */
  bring(): number;
  /** Lets the kernel walk over so many of the rows that are there. `passedRows` of it are then to be passed. */
  walk(walkSpans: (count: number) => number, count: number): Stop;
  pass(rows: number): void;
  /** The row that comes so many after the next one, put together from its stored values as readParquet does. */
  rowAt(ahead: number): Row | Reject;
}

/** @param rowLimitBytes larger rows are rejects */
export function placeRows(
  { kernel, areas, fields }: PageTools,
  { table, rowLimitBytes }: { readonly table: PagedTable; readonly rowLimitBytes: number },
): PlacedRows {
  const { exports } = kernel;
  // as the kernel has them: the text, then the keys
  const order = [fields.text, ...fields.keys].map((name) => table.columns.findIndex((column) => column.name === name));
  /** Group of the next row, its number, and the rows before it. */
  let number = 0;
  let firstRow = 0;
  let row = 0;
  let columns: readonly PageColumn[] | undefined;
  /** Row of the group that the columns are at. */
  let at = 0;
  exports.describeSpans(fields.keys.length);

  const findGroup = (): void => {
    if (row < firstRow + at) {
      columns = undefined;
      at = 0;
    }
    if (row < firstRow) number = firstRow = 0;
    for (let group = table.groups[number]; group !== undefined && row >= firstRow + group.rows; group = table.groups[++number]) {
      firstRow += group.rows;
      columns = undefined;
      at = 0;
    }
  };

  return {
    next: () => row,
    goTo(to) {
      row = to;
    },
    bring() {
      findGroup();
      const group = table.groups[number];
      if (group === undefined) return 0;
      try {
        columns ??= table.columns.map((_, place) => openPageColumn(kernel, areas, { table, group, place }));
        for (const column of columns) column.skip(row - firstRow - at);
        at = row - firstRow;
        return columns.reduce((least, column) => Math.min(least, column.left()), group.rows - at);
      } catch {
        return 0;
      }
    },
    walk(walkSpans, count) {
      const places = new Uint32Array(exports.memory.buffer, exports.columnsAt(), order.length);
      order.forEach((place, nth) => (places[nth] = columns?.[place]?.spanAt() ?? 0));
      exports.beginScan(0);
      return STOPS[walkSpans(count)] ?? 'unusual';
    },
    pass(rows) {
      for (const column of columns ?? []) column.pass(rows);
      row += rows;
      at += rows;
    },
    rowAt(ahead) {
      const stored = (columns ?? []).map((column) => column.stored(ahead));
      return table.row(stored, { group: number + 1, place: at + ahead + 1, firstRow, rowLimitBytes });
    },
  };
}
