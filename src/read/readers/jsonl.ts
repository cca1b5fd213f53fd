import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawText } from '../raw-text.js';
import type { Reader, ReaderSetup, RowParser } from '../reader.js';
import { isTooDeep } from './json-depth.js';
import { findSyntaxFault, nearText, parseJson } from './json-value.js';
import { recordRow, rejectRow, rejectTooDeep, rejectTooLarge } from './record-row.js';

/** One JSON object or array per line, ended by LF or CRLF. A line that is not JSON is a reject; its neighbours live. */
export const jsonlReader: Reader = { format: 'jsonl', start: startLines };

const LF = 10;

function startLines(setup: ReaderSetup): RowParser {
  const { source, rowLimitBytes } = setup;
  let rest: Buffer = Buffer.alloc(0);
  let restByte = setup.firstByte;
  let isSkipping = false;
  let line = 1;
  let rowCount = 0;
  let blankCount = 0;

  function readLine(window: Buffer, firstByte: number, start: number, end: number): Row | Reject | undefined {
    if (isBlank(window, start, end)) {
      blankCount++;
      return undefined;
    }
    const origin: Origin = { source, row: ++rowCount, line, byte: firstByte + start };
    const place = { origin, raw: (): string => rawText(window, start, Math.min(end, start + rowLimitBytes)) };
    if (end - start > rowLimitBytes) return rejectTooLarge(rowLimitBytes, place);
    if (isTooDeep(window, start, end)) return rejectTooDeep(place);
    const text = window.toString('utf8', start, end);
    try {
      return recordRow(parseJson(text), place);
    } catch {
      const fault = findSyntaxFault(text) ?? { offset: 0, reason: 'unknown' };
      const message = `the line is not JSON at column ${fault.offset + 1}${nearText(text, fault.offset)}: ${fault.reason}`;
      return rejectRow('json-syntax', message, place);
    }
  }

  function readLines(chunk: Buffer, isLast: boolean): readonly (Row | Reject)[] {
    const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows: (Row | Reject)[] = [];
    let start = 0;
    let from = rest.length;
    const take = (end: number): void => {
      const row = isSkipping ? undefined : readLine(window, restByte, start, end);
      if (row !== undefined) rows.push(row);
    };
    for (let end = window.indexOf(LF, from); end >= 0; end = window.indexOf(LF, from)) {
      take(end);
      isSkipping = false;
      line++;
      from = start = end + 1;
    }
    const isTooLong = window.length - start > rowLimitBytes;
    if ((isLast && window.length > start) || isTooLong) {
      take(window.length);
      isSkipping = !isLast;
    }
    if (isSkipping) start = window.length;
    rest = window.subarray(start);
    restByte += start;
    return rows;
  }

  return {
    push: (chunk) => readLines(chunk, false),
    end: () => readLines(Buffer.alloc(0), true),
    line: () => line,
    blankLines: () => blankCount,
  };
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  }
  return true;
}
