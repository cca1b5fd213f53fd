import { LabelmillError } from '../../core/errors.js';
import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawText } from '../raw-text.js';
import type { Reader, ReaderSetup, RowParser } from '../reader.js';
import { isTooDeep } from './json-depth.js';
import { createElementScanner, type ElementScan, type ElementSpan } from './json-elements.js';
import { findSyntaxFault, nearText, parseJson } from './json-value.js';
import { recordRow, rejectTooDeep, rejectTooLarge } from './record-row.js';

/**
 * One JSON document: an array of rows, or an object of arrays of rows, whose member names become the rows' keys. A document
 * that is not valid JSON is an error, after the rows before the fault or instead of some of them.
 */
export const jsonReader: Reader = { format: 'json', start: startDocument };

function startDocument(setup: ReaderSetup): RowParser {
  const { source, rowLimitBytes } = setup;
  const scanner = createElementScanner(setup);
  let rowCount = 0;

  function readElement(span: ElementSpan, scan: ElementScan): Row | Reject {
    const { window, firstByte } = scan;
    const { start, end, key } = span;
    const origin: Origin = { source, row: ++rowCount, line: span.line, byte: firstByte + start };
    const raw = (): string => rawText(window, start, end);
    const place = key === undefined ? { origin, raw } : { origin, raw, key };
    if (span.isTooLarge) return rejectTooLarge(rowLimitBytes, place);
    if (isTooDeep(window, start, end)) return rejectTooDeep(place);
    let value: unknown;
    try {
      value = parseJson(window.toString('utf8', start, end));
    } catch (error) {
      throw malformed(window.subarray(start, end), origin, error);
    }
    return recordRow(value, place);
  }

  function malformed(bytes: Buffer, origin: Origin, cause: unknown): LabelmillError {
    // as Latin-1 a character is a byte, so that the place comes out in bytes
    const fault = findSyntaxFault(bytes.toString('latin1')) ?? { offset: 0, reason: 'unknown' };
    const line = origin.line + countLineEnds(bytes, fault.offset);
    const byte = origin.byte + fault.offset;
    const near = nearText(bytes.toString('utf8', fault.offset), 0);
    const message = `${source}:${line}: not valid JSON at byte ${byte}${near}: ${fault.reason}`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source, line, byte }, cause);
  }

  const readAll = (scan: ElementScan): readonly (Row | Reject)[] => scan.spans.map((span) => readElement(span, scan));
  return {
    push: (chunk) => readAll(scanner.next(chunk, false)),
    end: () => readAll(scanner.next(Buffer.alloc(0), true)),
    line: scanner.line,
    blankLines: () => 0,
  };
}

function countLineEnds(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = 0; at < end; at++) {
    if (bytes[at] === 13 || (bytes[at] === 10 && bytes[at - 1] !== 13)) count++;
  }
  return count;
}
