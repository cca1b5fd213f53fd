import { createCellReader } from './readers/csv-cells.js';
import { createRowScanner, type RowSpan } from './readers/csv-rows.js';
import type { TableLayout } from './reader.js';

/** How well a layout fits the beginning of a table. */
export interface LayoutFit {
  readonly layout: TableLayout;
  /** Cells of the first row. */
  readonly width: number;
  readonly rows: number;
  /** Rows that have as many cells as the first, of all rows. */
  readonly share: number;
  /** Rows with quotes where they belong, and rows where not. */
  readonly quoted: number;
  readonly misquoted: number;
  /** Lines and cell counts of the rows, faulty ones with 0 cells. */
  readonly shape: readonly { readonly line: number; readonly cells: number }[];
  /** Cells of the first rows from a place in `shape` on. */
  readonly cellsOf: (from: number, count: number) => readonly (readonly string[])[];
}

/** Rows with more cells are not looked into. */
const CELL_LIMIT = 1000;

/**
 * Reads the beginning of a table by a layout.
 * @param sample its first bytes
 * @param isAll  they are all there is, so that the last row is whole
 */
export function measureLayout(sample: Buffer, isAll: boolean, layout: TableLayout): LayoutFit {
  const scanner = createRowScanner({ layout, rowLimitBytes: Infinity, firstByte: 0 });
  const scan = scanner.next(sample, isAll);
  const rows = scan.spans.filter((span) => span.kind !== 'blank');
  const width = rows[0]?.cells ?? 0;
  const cut = scan.unclosed === undefined ? 0 : 1;
  const fits = (span: RowSpan): boolean => span.kind === 'row' && span.cells === width;
  return {
    layout,
    width,
    rows: rows.length,
    share: rows.length === 0 ? 0 : rows.filter(fits).length / (rows.length + cut),
    quoted: rows.filter((span) => fits(span) && span.hasQuotes).length,
    misquoted: rows.filter((span) => !fits(span) && span.hasQuotes).length + cut,
    shape: rows.map((span) => ({ line: span.line, cells: span.kind === 'row' ? span.cells : 0 })),
    cellsOf(from, count) {
      const spans = rows.slice(from, from + count).filter((span) => span.kind === 'row' && span.cells <= CELL_LIMIT);
      return spans.map(createCellReader({ ...scan, spans }, layout, CELL_LIMIT));
    },
  };
}
