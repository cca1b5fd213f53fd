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
import { createRowScanner, type RowScan, type RowSpan } from './csv-rows.js';

/** Tables with comma, semicolon or bar (or tab). Ragged rows and rows with a stray quote are rejects; their neighbours live. */
export const csvReader = createTableReader('csv', undefined);

/** Tables with tabs. */
export const tsvReader = createTableReader('tsv', '\t');

function createTableReader(format: Format, delimiter: string | undefined): Reader {
  return { format, start: (setup) => startTable(setup, delimiter) };
}

/** Fields named in a message. */
const NAMES_SHOWN = 20;

function startTable(setup: ReaderSetup, formatDelimiter: string | undefined): RowParser {
  const { source, rowLimitBytes, firstByte } = setup;
  const told =
    setup.csv.delimiter === undefined && formatDelimiter !== undefined ? { ...setup.csv, delimiter: formatDelimiter } : setup.csv;
  refuseOddDialect(source, told.delimiter, told.quote);
  const { delimiter, quote } = sniffDialect(setup.head, setup.isWhole, told);
  const scanner = createRowScanner({ delimiter, quote, rowLimitBytes, firstByte });
  const given = setup.csv.header ?? true;
  let header: readonly string[] | null = typeof given === 'boolean' ? null : fieldNames(given, `${source}: csv.header`);
  let isHeaderNext = given === true;
  let width = header?.length;
  let rowCount = 0;
  let blankCount = 0;

  function readRows(scan: RowScan): readonly (Row | Reject)[] {
    const { window } = scan;
    const cellsOf = createCellReader(scan, { delimiter, quote });
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
      const cells = cellsOf(span);
      width ??= cells.length;
      if (cells.length === width) rows.push({ kind: 'cells', origin, header, cells, raw });
      else rows.push({ stage: 'read', code: 'csv-columns', message: describeWidth(cells.length), origin, raw: raw() });
    }
    if (scan.unclosed !== undefined) throw unclosedQuote(scan.unclosed);
    return rows;
  }

  function readHeader(span: RowSpan, cellsOf: (span: RowSpan) => readonly string[]): readonly string[] {
    const place = `${source}:${span.line}`;
    if (span.kind === 'row') return fieldNames(cellsOf(span), place);
    const message = `${place}: the header can't be read: ${span.kind === 'blank' ? 'it is blank' : describeFault(span, span.kind)}`;
    throw new LabelmillError('HEADER_INVALID', message, { source, line: span.line });
  }

  function describeFault(span: RowSpan, kind: 'csv-quote' | 'row-too-large'): string {
    if (kind === 'row-too-large') return `the row has more than ${rowLimitBytes} bytes, which is the limit`;
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
    const where = unclosed.isAtEnd ? 'to the end of the file' : `within ${rowLimitBytes} bytes, which is the limit of a row`;
    const message = `${source}:${unclosed.line}: the quote that opens cell ${unclosed.cell} is not closed ${where}; close it, or say that quotes are text (csv.quote: false)`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line: unclosed.line });
  }

  return {
    push: (chunk) => readRows(scanner.next(chunk, false)),
    end: () => readRows(scanner.next(Buffer.alloc(0), true)),
    line: scanner.line,
    blankLines: () => blankCount,
    dialect: (): Dialect => ({ delimiter, quote, header }),
  };
}

/** @throws LabelmillError USAGE */
function refuseOddDialect(source: string, delimiter: string | undefined, quote: string | false | undefined): void {
  const isOdd = (character: string): boolean => !/^[\t\x20-\x7e]$/.test(character);
  if (delimiter !== undefined && isOdd(delimiter)) {
    const message = `${source}: csv.delimiter is ${JSON.stringify(delimiter)}, but must be one ASCII character`;
    throw new LabelmillError('USAGE', message, { source });
  }
  if (quote !== undefined && quote !== false && (isOdd(quote) || quote === delimiter)) {
    const message = `${source}: csv.quote is ${JSON.stringify(quote)}, but must be one ASCII character other than the delimiter, or false`;
    throw new LabelmillError('USAGE', message, { source });
  }
}
