import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawText } from '../raw-text.js';
import type { Reader, ReaderSetup, RowParser, SkippedRows } from '../reader.js';
import { isTooDeep } from './json-depth.js';
import { parseRow } from './json-row.js';
import { findSyntaxFault, nearText } from './json-value.js';
import { rejectRow, rejectTooDeep, rejectTooLarge } from './record-row.js';
import { createRowNames } from './row-names.js';

/**
 * One JSON object or array per line, ended by LF or CRLF; or one per record separator, over any number of lines, where the
 * source begins with one (RFC 7464). What is not JSON is a reject; its neighbours live.
 */
export const jsonlReader: Reader = { format: 'jsonl', start: startLines };

const LF = 10;
/** The record separator of RFC 7464, which stands before each value. */
const RS = 0x1e;

function startLines(setup: ReaderSetup): RowParser {
  const { source, rowLimitBytes, columnLimit, depthLimit } = setup;
  const isSequence = startsSequence(setup.head);
  const isPlain = !isSequence && (setup.json.header ?? false) === false;
  const separator = isSequence ? RS : LF;
  const names = createRowNames({ source, columnLimit, header: setup.json.header ?? false });
  let rest: Buffer = Buffer.alloc(0);
  let restByte = setup.firstByte;
  let isSkipping = false;
  let line = 1;
  let rowCount = 0;
  let blankCount = 0;

  function readLine(window: Buffer, start: number, end: number): Row | Reject | undefined {
    const first = firstText(window, start, end);
    if (first === end) {
      if (!isSequence) blankCount++;
      return undefined;
    }
    // a line is told by its beginning; what stands between separators by its first line that is not blank
    const begin = isSequence ? first : start;
    const lead = isSequence ? countLineEnds(window, start, first) : 0;
    const origin: Origin = { source, row: ++rowCount, line: line + lead, byte: restByte + begin };
    const place = { origin, raw: (): string => rawText(window, begin, Math.min(end, begin + rowLimitBytes)) };
    if (end - begin > rowLimitBytes) return rejectTooLarge(rowLimitBytes, place);
    if (isTooDeep(window, { start: begin, end }, depthLimit)) return rejectTooDeep(depthLimit, place);
    const text = window.toString('utf8', begin, end);
    let row: Row | Reject;
    try {
      row = parseRow(text, place);
    } catch {
      const fault = findSyntaxFault(text) ?? { offset: 0, reason: 'unknown' };
      const what = isSequence ? 'the text between record separators' : 'the line';
      const message = `${what} is not JSON at column ${fault.offset + 1}${nearText(text, fault.offset)}: ${fault.reason}`;
      row = rejectRow('json-syntax', message, place);
    }
    const named = names.name(row);
    if (named === undefined) rowCount--;
    return named;
  }

  function readLines(chunk: Buffer, isLast: boolean): readonly (Row | Reject)[] {
    const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows: (Row | Reject)[] = [];
    let start = 0;
    let from = rest.length;
    const take = (end: number): void => {
      const row = isSkipping ? undefined : readLine(window, start, end);
      if (row !== undefined) rows.push(row);
    };
    const pass = (end: number): void => {
      if (isSequence) line += countLineEnds(window, start, end);
      start = end;
    };
    for (let end = window.indexOf(separator, from); end >= 0; end = window.indexOf(separator, from)) {
      take(end);
      isSkipping = false;
      pass(end);
      if (!isSequence) line++;
      from = start = end + 1;
    }
    const isTooLong = window.length - start > rowLimitBytes;
    if ((isLast && window.length > start) || isTooLong) {
      take(window.length);
      isSkipping = !isLast;
    }
    if (isSkipping) pass(window.length);
    rest = window.subarray(start);
    restByte += start;
    return rows;
  }

  function skip(read: SkippedRows): void {
    restByte += read.bytes;
    line += read.lines;
    rowCount += read.rows;
    blankCount += read.blankLines;
  }

  const parser: RowParser = {
    push: (chunk) => readLines(chunk, false),
    end: () => readLines(Buffer.alloc(0), true),
    line: () => line,
    blankLines: () => blankCount,
    nextByte: () => restByte,
  };
  return isPlain ? { ...parser, skip, isBetweenRows: () => rest.length === 0 && !isSkipping } : parser;
}

function startsSequence(head: Buffer): boolean {
  return head[firstText(head, 0, head.length)] === RS;
}

/** The first byte that is not white space, or `end`. */
function firstText(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== 13 && byte !== LF) return at;
  }
  return end;
}

function countLineEnds(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}
