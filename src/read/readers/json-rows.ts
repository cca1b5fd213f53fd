import { LabelmillError } from '../../core/errors.js';
import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawText } from '../raw-text.js';
import type { ReaderSetup, RowParser, SkippedRows } from '../reader.js';
import { isTooDeep } from './json-depth.js';
import { createElementScanner, type ElementScan, type ElementSpan } from './json-elements.js';
import { jsonFault } from './json-fault.js';
import { parseRow } from './json-row.js';
import type { DocumentShape } from './json-shape.js';
import { parseJson } from './json-value.js';
import { rejectTooDeep, rejectTooLarge } from './record-row.js';
import { createRowNames, type RowNames } from './row-names.js';

/**
 * Reads the rows of a document as they come. Memory: one row.
 * @param names for rows that are arrays, where they are known before the document tells them
 */
export function startRows(setup: ReaderSetup, shape: DocumentShape, names?: readonly unknown[]): RowParser {
  const { source, rowLimitBytes, columnLimit, depthLimit } = setup;
  const scanner = createElementScanner({ ...setup, shape });
  /** Names that the document gives before its rows. */
  const found: unknown[] = [];
  let rowNames: RowNames | undefined;
  let rowCount = 0;
  let fault: LabelmillError | undefined;

  function readElement(span: ElementSpan, scan: ElementScan): Row | Reject | undefined {
    const { start, end, line, role } = span;
    if (role === 'row') return readRow(span, scan);
    if (span.isTooLarge) return undefined;
    const text = scan.window.toString('utf8', start, end);
    try {
      const value = parseJson(text);
      // one more than the limit is enough to be refused
      if (role === 'name' && names === undefined && found.length <= columnLimit) found.push(value);
    } catch (error) {
      throw jsonFault(text, { source, row: 0, line, byte: scan.firstByte + start }, error);
    }
    return undefined;
  }

  function readRow(span: ElementSpan, { window, firstByte }: ElementScan): Row | Reject | undefined {
    const { start, end, key } = span;
    const origin: Origin = { source, row: ++rowCount, line: span.line, byte: firstByte + start };
    const raw = (): string => rawText(window, start, end);
    const place = key === undefined || !shape.hasKeys ? { origin, raw } : { origin, raw, key };
    if (span.isTooLarge) return rejectTooLarge(rowLimitBytes, place);
    if (isTooDeep(window, span, depthLimit)) return rejectTooDeep(depthLimit, place);
    const text = window.toString('utf8', start, end);
    let row: Row | Reject | undefined;
    try {
      row = parseRow(text, place);
    } catch (error) {
      throw jsonFault(text, origin, error);
    }
    rowNames ??= createRowNames({ source, columnLimit, header: names ?? (shape.isNamed ? found : (setup.json.header ?? false)) });
    row = rowNames.name(row);
    if (row === undefined) rowCount--;
    return row;
  }

  function readAll(scan: ElementScan): readonly (Row | Reject)[] {
    const rows: (Row | Reject)[] = [];
    try {
      for (const span of scan.spans) {
        const row = readElement(span, scan);
        if (row !== undefined) rows.push(row);
      }
      ({ fault } = scan);
    } catch (error) {
      if (!(error instanceof LabelmillError)) throw error;
      fault = error;
    }
    return rows;
  }

  function skip(read: SkippedRows): void {
    scanner.skip(read);
    rowCount += read.rows;
  }

  const parser: RowParser = {
    push: (chunk) => readAll(scanner.next(chunk, false)),
    end: () => readAll(scanner.next(Buffer.alloc(0), true)),
    fault: () => fault,
    line: scanner.line,
    blankLines: () => 0,
  };
  return isPlainArray(setup, names) ? { ...parser, skip, isBetweenRows: scanner.isBehindElement } : parser;
}

/** An array of rows that bring their names with them. */
function isPlainArray({ head, json }: ReaderSetup, names: readonly unknown[] | undefined): boolean {
  return names === undefined && (json.header ?? false) === false && /^[ \t\r\n]*\[/.test(head.toString('latin1'));
}
