import { parse } from 'csv-parse/sync';
import { LabelmillError } from '../../core/errors.js';
import type { TableLayout } from '../reader.js';
import type { RowScan, RowSpan } from './csv-rows.js';
import { splitCells } from './split-cells.js';

/**
 * Gives the cells of one row after the other. Rows that quote a cell go through csv-parse, all of a window in one call (it
 * takes 4 µs a row); in the others a delimiter is a delimiter, so they are split (0.3 µs). What csv-parse has no option for,
 * escapes outside of quotes and spaces before them, is split here.
 * @param cellLimit rows with more cells are left out: the function must not be called for them
 * @returns a function to be called for each other span of kind `row`, in order
 */
export function createCellReader(scan: RowScan, layout: TableLayout, cellLimit: number): (span: RowSpan) => readonly string[] {
  const { window } = scan;
  const { delimiter, skipInitialSpace } = layout;
  const isQuoted = (span: RowSpan): boolean => span.hasQuotes && !span.hasEscapes && !skipInitialSpace;
  const quoted = scan.spans.filter((span) => span.kind === 'row' && span.cells <= cellLimit && isQuoted(span));
  const parsed = quoted.length === 0 ? [] : parseQuoted(window, quoted, layout);
  if (parsed.length !== quoted.length) {
    const message = `csv-parse finds ${parsed.length} rows where ${quoted.length} begin (from byte ${scan.firstByte}); please report it`;
    throw new LabelmillError('INTERNAL', message, { firstByte: scan.firstByte });
  }
  let next = 0;
  return (span) => {
    if (isQuoted(span)) return parsed[next++] ?? [];
    const text = window.toString('utf8', span.start, span.end);
    return span.hasQuotes || span.hasEscapes || skipInitialSpace ? splitCells(text, layout) : text.split(delimiter);
  };
}

function parseQuoted(window: Buffer, spans: readonly RowSpan[], layout: TableLayout): readonly (readonly string[])[] {
  const rows = Buffer.allocUnsafe(spans.reduce((sum, span) => sum + span.end - span.start + 1, 0));
  let at = 0;
  for (const span of spans) {
    at += window.copy(rows, at, span.start, span.end);
    at = rows.writeUInt8(0x0a, at);
  }
  return parse(rows, {
    delimiter: layout.delimiter,
    quote: layout.quote,
    // these rows hold no other escape that means something
    escape: layout.quote === layout.escape ? layout.quote : null,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
  });
}
