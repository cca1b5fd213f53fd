import type { TableLayout } from '../reader.js';
import { createByteTables, isAt } from './csv-bytes.js';

/** A row of a table as a piece of the window it was found in. */
export interface RowSpan {
  /** `csv-quote`: text follows a closing quote; `row-too-large`: more bytes than the limit, of which the first are here. */
  readonly kind: 'row' | 'blank' | 'csv-quote' | 'row-too-large';
  /** First byte, and the one after the last; the line end is left out. */
  readonly start: number;
  readonly end: number;
  /** Line the row starts on, from 1. */
  readonly line: number;
  /** Cells of a row; for `csv-quote` the number of the cell at fault. */
  readonly cells: number;
  /** A cell of the row is quoted. */
  readonly hasQuotes: boolean;
  /** An escape other than the quote makes a character of the row text. */
  readonly hasEscapes: boolean;
}

export interface RowScan {
  readonly window: Buffer;
  /** Place of the window's first byte in the source. */
  readonly firstByte: number;
  readonly spans: readonly RowSpan[];
  /** A quote that is never closed, or not within the row limit. Nothing after it was looked at. */
  readonly unclosed?: { readonly line: number; readonly cell: number; readonly isAtEnd: boolean };
}

export interface RowScannerOptions {
  readonly layout: TableLayout;
  readonly rowLimitBytes: number;
  readonly firstByte: number;
}

/** Finds the rows of a table, chunk by chunk. */
export interface RowScanner {
  /** The rows that end in this chunk. The window holds their bytes. */
  next(chunk: Buffer, isLast: boolean): RowScan;
  line(): number;
  /** Place of the first byte that belongs to no row given out yet. */
  nextByte(): number;
  /** Lines skipped as comments. */
  commentLines(): number;
  /** Nothing is waiting for more bytes. */
  isBetweenRows(): boolean;
  /** Goes on behind bytes that someone else has read. Between rows only. */
  skip(bytes: number, lines: number): void;
}

const LF = 10;
const CR = 13;
const SPACE = 32;

// where the scan stands in a row
const CELL_START = 0;
/** In a cell without quotes, or right after the closing quote. */
const IN_CELL = 1;
const IN_QUOTES = 2;
/** Past a fault: everything up to the line end belongs to it. */
const IN_FAULT = 3;
/** In a line that gives no row: its bytes are let go. */
const SKIPPING = 4;

/**
 * Finds where rows begin and end and how many cells they have, which csv-parse doesn't tell: its line numbers count a CRLF
 * within quotes twice, and it has no way back after a stray quote. LF, CRLF and CR end a row, also mixed. A quote opens only
 * at the start of a cell; within a cell it is text. Where text follows a closing quote, the fault costs the line its row
 * begins on and the scan goes on with the next line. Time O(bytes), about 2 ns each; memory one row.
 */
export function createRowScanner(options: RowScannerOptions): RowScanner {
  const { layout, rowLimitBytes: limit } = options;
  const { skipInitialSpace } = layout;
  const { delimiter, comment, quote, escape, isQuoteDoubled, stops } = createByteTables(layout);
  const delimiterStart = delimiter[0];
  const commentStart = comment[0] ?? -1;
  let rest: Buffer = Buffer.alloc(0);
  let restByte = options.firstByte;
  let scanned = 0;
  let linesToSkip = layout.skipLines;
  let state = linesToSkip > 0 ? SKIPPING : CELL_START;
  let commentLines = 0;
  let line = 1;
  let rowLine = 1;
  let quoteLine = 1;
  let cells = 1;
  let hasQuotes = false;
  let hasEscapes = false;
  /** End of the row's first line and the start of its second, where a quoted cell runs over it; else -1. */
  let firstLineEnd = -1;
  let secondLine = -1;

  return {
    line: () => line,
    nextByte: () => restByte,
    commentLines: () => commentLines,
    isBetweenRows: () => rest.length === 0 && state === CELL_START,
    skip(bytes, lines) {
      restByte += bytes;
      line += lines;
      rowLine = line;
    },
    next(chunk, isLast) {
      const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const firstByte = restByte;
      const length = window.length;
      const spans: RowSpan[] = [];
      let at = scanned;
      let rowStart = 0;
      let unclosed: RowScan['unclosed'];

      const handOver = (kind: RowSpan['kind'], end: number): void => {
        if (state !== SKIPPING) spans.push({ kind, start: rowStart, end, line: rowLine, cells, hasQuotes, hasEscapes });
      };
      const finish = (kind: RowSpan['kind'], end: number, next: number): void => {
        // the last character of a row can run over the limit where it is several bytes: an escape, a delimiter
        if (end - rowStart > limit) handOver('row-too-large', rowStart + limit);
        else handOver(kind, end);
        if (state === SKIPPING && linesToSkip > 0) linesToSkip--;
        rowStart = next;
        rowLine = line;
        state = linesToSkip > 0 ? SKIPPING : CELL_START;
        cells = 1;
        hasQuotes = hasEscapes = false;
        firstLineEnd = secondLine = -1;
      };
      /** Bytes that an escape here takes with it as text, 0 where it is text itself; undefined: the next chunk tells. */
      const escapedLength = (from: number): number | undefined => {
        const next = window[from];
        if (next === undefined) return isLast ? 0 : undefined;
        if (next === quote || next === escape) return 1;
        if (state === IN_QUOTES) return 0;
        if (quote < 0 && (next === LF || next === CR)) {
          if (next === CR && from + 1 === length && !isLast) return undefined;
          line++;
          return next === CR && window[from + 1] === LF ? 2 : 1;
        }
        const isDelimiter = isAt(window, from, delimiter);
        return isDelimiter === undefined && !isLast ? undefined : isDelimiter === true ? delimiter.length : 0;
      };

      while (at < length) {
        const stop = stops[state];
        if (stop !== undefined) {
          const end = state === SKIPPING ? length : Math.min(length, rowStart + limit);
          while (at < end && stop[window[at] ?? 0] === 0) at++;
          if (at === length) break;
        }
        const byte = window[at];
        const isLineEnd = byte === LF || byte === CR;
        if (at - rowStart >= limit && state !== SKIPPING && (!isLineEnd || state === IN_QUOTES)) {
          if (state === IN_QUOTES && firstLineEnd >= 0) {
            unclosed = { line: quoteLine, cell: cells, isAtEnd: false };
            break;
          }
          handOver('row-too-large', rowStart + limit);
          state = SKIPPING;
        } else if (isLineEnd) {
          if (byte === CR && at + 1 === length && !isLast) break;
          const next = byte === CR && window[at + 1] === LF ? at + 2 : at + 1;
          line++;
          if (state !== IN_QUOTES) {
            finish(kindOf(window, rowStart, at, state, cells), at, next);
          } else if (firstLineEnd < 0) {
            firstLineEnd = at;
            secondLine = next;
          }
          at = next;
        } else if (state === CELL_START) {
          if (byte === commentStart && at === rowStart) {
            const isComment = isAt(window, at, comment);
            if (isComment === undefined && !isLast) break;
            if (isComment === true) {
              commentLines++;
              state = SKIPPING;
              continue;
            }
          }
          if (byte === quote) {
            state = IN_QUOTES;
            hasQuotes = true;
            quoteLine = line;
            at++;
          } else if (byte === SPACE && skipInitialSpace) at++;
          else state = IN_CELL;
        } else if (byte === escape) {
          const taken = escapedLength(at + 1);
          if (taken === undefined) break;
          hasEscapes ||= taken > 0;
          at += 1 + taken;
        } else if (state === IN_QUOTES) {
          if (byte !== quote) {
            at++;
            continue;
          }
          if (at + 1 === length && !isLast) break;
          const next = window[at + 1];
          if (next === quote && isQuoteDoubled) {
            at += 2;
            continue;
          }
          const isDelimiter = isAt(window, at + 1, delimiter);
          if (isDelimiter === undefined && !isLast) break;
          if (isDelimiter === true || next === LF || next === CR || at + 1 === length) {
            state = IN_CELL;
            at++;
          } else if (firstLineEnd < 0) {
            state = IN_FAULT;
            at++;
          } else {
            line = rowLine + 1;
            at = secondLine;
            finish('csv-quote', firstLineEnd, at);
          }
        } else if (state === IN_CELL && byte === delimiterStart) {
          const isDelimiter = delimiter.length === 1 ? true : isAt(window, at, delimiter);
          if (isDelimiter === undefined && !isLast) break;
          if (isDelimiter === true) {
            cells++;
            state = CELL_START;
            at += delimiter.length;
          } else at++;
        } else at++;
      }

      if (isLast && unclosed === undefined) {
        if (state === IN_QUOTES) unclosed = { line: quoteLine, cell: cells, isAtEnd: true };
        else if (at > rowStart) finish(kindOf(window, rowStart, at, state, cells), at, at);
      }
      const kept = state === SKIPPING ? at : rowStart;
      if (firstLineEnd >= 0) {
        firstLineEnd -= kept;
        secondLine -= kept;
      }
      rest = window.subarray(kept);
      restByte = firstByte + kept;
      scanned = at - kept;
      return unclosed === undefined ? { window, firstByte, spans } : { window, firstByte, spans, unclosed };
    },
  };
}

function kindOf(window: Buffer, start: number, end: number, state: number, cells: number): RowSpan['kind'] {
  if (state === IN_FAULT) return 'csv-quote';
  if (cells > 1) return 'row';
  for (let at = start; at < end; at++) if (window[at] !== 32 && window[at] !== 9) return 'row';
  return 'blank';
}
