import { LabelmillError } from '../../core/errors.js';
import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawText } from '../raw-text.js';
import type { Dialect, Reader, ReaderSetup, RowParser } from '../reader.js';
import { sniffDialect } from '../sniff-dialect.js';
import type { Format } from '../source.js';
import { createCellReader } from './csv-cells.js';
import { fieldNames } from './csv-header.js';
import { checkCsvOptions } from './csv-options.js';
import { createRowScanner, type RowScan, type RowSpan } from './csv-rows.js';

/** Tables in any dialect. Ragged rows and rows with a stray quote are rejects; their neighbours live. */
export const csvReader = createTableReader('csv', undefined);

/** Tables with tabs. */
export const tsvReader = createTableReader('tsv', '\t');

function createTableReader(format: Format, delimiter: string | undefined): Reader {
  return { format, start: (setup) => startTable(setup, delimiter) };
}

const GUESSED = ['delimiter', 'quote', 'escape', 'skipLines', 'skipInitialSpace'] as const;
/** Fields named in a message. */
const NAMES_SHOWN = 20;

function startTable(setup: ReaderSetup, formatDelimiter: string | undefined): RowParser {
  const { source, rowLimitBytes, columnLimit, firstByte } = setup;
  const told =
    setup.csv.delimiter === undefined && formatDelimiter !== undefined ? { ...setup.csv, delimiter: formatDelimiter } : setup.csv;
  checkCsvOptions(source, told);
  const { layout, looksLikeHeader } = sniffDialect(setup.head, setup.isWhole, told);
  const { delimiter } = layout;
  const scanner = createRowScanner({ layout, rowLimitBytes, firstByte });
  const given = told.header ?? true;
  const duplicates = told.duplicateHeaders ?? 'refuse';
  let header: readonly string[] | null =
    typeof given === 'boolean' ? null : fieldNames(given, { place: `${source}: csv.header`, duplicates: 'refuse' });
  let isHeaderNext = given === true;
  let width = header?.length;
  if (width !== undefined) refuseWide(width, `${source}: csv.header`);
  let rowCount = 0;
  let blankCount = 0;
  let fault: LabelmillError | undefined;

  function readRows(scan: RowScan): readonly (Row | Reject)[] {
    const { window } = scan;
    const cellsOf = createCellReader(scan, layout, columnLimit);
    const rows: (Row | Reject)[] = [];
    for (const span of scan.spans) {
      if (span.kind === 'blank') {
        blankCount++;
        continue;
      }
      if (isHeaderNext) {
        header = readHeader(span, cellsOf);
        width = header.length;
        isHeaderNext = false;
        continue;
      }
      const { start, end } = span;
      const origin: Origin = { source, row: ++rowCount, line: span.line, byte: scan.firstByte + start };
      const raw = (): string => rawText(window, start, end);
      if (span.kind !== 'row') {
        rows.push({ stage: 'read', code: span.kind, message: describeFault(span, span.kind), origin, raw: raw() });
        continue;
      }
      if (width === undefined) refuseWide((width = span.cells), `${source}:${span.line}`);
      // parsed also where the row is ragged: csv-parse gives the rows of a window in order
      const cells = span.cells > columnLimit ? [] : cellsOf(span);
      if (span.cells === width) rows.push({ kind: 'cells', origin, header, cells, raw });
      else rows.push({ stage: 'read', code: 'csv-columns', message: describeWidth(span.cells), origin, raw: raw() });
    }
    if (scan.unclosed !== undefined) fault = unclosedQuote(scan.unclosed);
    return rows;
  }

  function readHeader(span: RowSpan, cellsOf: (span: RowSpan) => readonly string[]): readonly string[] {
    const place = `${source}:${span.line}`;
    if (span.kind === 'row') {
      refuseWide(span.cells, place);
      return fieldNames(cellsOf(span), { place, duplicates });
    }
    const message = `${place}: the header can't be read: ${span.kind === 'blank' ? 'it is blank' : describeFault(span, span.kind)}`;
    throw new LabelmillError('HEADER_INVALID', message, { source, line: span.line });
  }

  /** @throws LabelmillError LIMIT_EXCEEDED */
  function refuseWide(columns: number, place: string): void {
    if (columns <= columnLimit) return;
    const message = `${place}: the table has ${columns} columns, and the limit is ${columnLimit} (limits.columns); is ${JSON.stringify(delimiter)} the delimiter?`;
    throw new LabelmillError('LIMIT_EXCEEDED', message, { source, columns, limit: columnLimit });
  }

  function describeFault(span: RowSpan, kind: 'csv-quote' | 'row-too-large'): string {
    if (kind === 'row-too-large') return `the row has more than ${rowLimitBytes} bytes, which is the limit (limits.rowBytes)`;
    return `text follows the closing quote of cell ${span.cells}, or its quote is not closed; quote the whole cell and double the quotes in it`;
  }

  function describeWidth(cellCount: number): string {
    const has = `row has ${cellCount} ${cellCount === 1 ? 'cell' : 'cells'}`;
    const advice = cellCount > (width ?? 0) ? `; quote cells that hold the delimiter ${JSON.stringify(delimiter)}` : '';
    if (header === null) return `${has}, the first row has ${width}${advice}`;
    const names = header.slice(0, NAMES_SHOWN).join(', ') + (header.length > NAMES_SHOWN ? ', …' : '');
    return `${has}, the header has ${header.length} (${names})${advice}`;
  }

  function unclosedQuote(unclosed: { readonly line: number; readonly cell: number; readonly isAtEnd: boolean }): LabelmillError {
    const where = unclosed.isAtEnd
      ? 'to the end of the file'
      : `within ${rowLimitBytes} bytes, which is the limit of a row (limits.rowBytes)`;
    const message = `${source}:${unclosed.line}: the quote that opens cell ${unclosed.cell} is not closed ${where}; close it, or say that quotes are text (csv.quote: false, --quote none)`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line: unclosed.line });
  }

  return {
    push: (chunk) => readRows(scanner.next(chunk, false)),
    end: () => readRows(scanner.next(Buffer.alloc(0), true)),
    fault: () => fault,
    line: scanner.line,
    nextByte: scanner.nextByte,
    blankLines: () => blankCount,
    dialect: (): Dialect => ({
      ...layout,
      header,
      guessed: GUESSED.filter((member) => setup.csv[member] === undefined),
      looksLikeHeader,
      commentLines: scanner.commentLines(),
    }),
    isBetweenRows: scanner.isBetweenRows,
    skip(read) {
      scanner.skip(read.bytes, read.lines);
      rowCount += read.rows;
      blankCount += read.blankLines;
    },
  };
}
