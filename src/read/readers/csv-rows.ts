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
  readonly delimiter: string;
  readonly quote: string | false;
  readonly rowLimitBytes: number;
  readonly firstByte: number;
}

/** Finds the rows of a table, chunk by chunk. */
export interface RowScanner {
  /** The rows that end in this chunk. The window holds their bytes. */
  next(chunk: Buffer, isLast: boolean): RowScan;
  line(): number;
}

const LF = 10;
const CR = 13;

// where the scan stands in a row
const CELL_START = 0;
const IN_CELL = 1;
const IN_QUOTES = 2;
const AFTER_QUOTES = 3;
/** Past a fault: everything up to the line end belongs to it. */
const IN_FAULT = 4;
/** As IN_FAULT, but the row has been handed over already and its bytes are let go. */
const SKIPPING = 5;

/**
 * Finds where rows begin and end and how many cells they have, which csv-parse doesn't tell: its line numbers count a CRLF
 * within quotes twice, and it has no way back after a stray quote. LF, CRLF and CR end a row, also mixed. A quote opens only
 * at the start of a cell; within a cell it is text. Where text follows a closing quote, the fault costs the line its row
 * begins on and the scan goes on with the next line. Time O(bytes), about 3 ns each; memory one row.
 */
export function createRowScanner(options: RowScannerOptions): RowScanner {
  const delimiter = options.delimiter.charCodeAt(0);
  const quote = options.quote === false ? -1 : options.quote.charCodeAt(0);
  const limit = options.rowLimitBytes;
  let rest: Buffer = Buffer.alloc(0);
  let restByte = options.firstByte;
  let scanned = 0;
  let state = CELL_START;
  let line = 1;
  let rowLine = 1;
  let quoteLine = 1;
  let cells = 1;
  let hasQuotes = false;
  /** End of the row's first line and the start of its second, where a quoted cell runs over it; else -1. */
  let firstLineEnd = -1;
  let secondLine = -1;

  return {
    line: () => line,
    next(chunk, isLast) {
      const window = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const firstByte = restByte;
      const length = window.length;
      const spans: RowSpan[] = [];
      let at = scanned;
      let rowStart = 0;
      let unclosed: RowScan['unclosed'];

      const finish = (kind: RowSpan['kind'], end: number, next: number): void => {
        if (state !== SKIPPING) spans.push({ kind, start: rowStart, end, line: rowLine, cells, hasQuotes });
        rowStart = next;
        rowLine = line;
        state = CELL_START;
        cells = 1;
        hasQuotes = false;
        firstLineEnd = secondLine = -1;
      };

      scan: while (at < length) {
        const byte = window[at];
        const isLineEnd = byte === LF || byte === CR;
        if (at - rowStart >= limit && state < SKIPPING && (!isLineEnd || state === IN_QUOTES)) {
          if (state === IN_QUOTES && firstLineEnd >= 0) {
            unclosed = { line: quoteLine, cell: cells, isAtEnd: false };
            break;
          }
          spans.push({ kind: 'row-too-large', start: rowStart, end: rowStart + limit, line: rowLine, cells, hasQuotes });
          state = SKIPPING;
          continue;
        }
        if (isLineEnd) {
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
          continue;
        }
        if (state === IN_QUOTES) {
          if (byte === quote) {
            if (at + 1 === length && !isLast) break;
            const next = window[at + 1];
            if (next === quote) at++;
            else if (next === delimiter || next === LF || next === CR || at + 1 === length) state = AFTER_QUOTES;
            else if (firstLineEnd < 0) state = IN_FAULT;
            else {
              line = rowLine + 1;
              at = secondLine;
              finish('csv-quote', firstLineEnd, at);
              continue scan;
            }
          }
        } else if (byte === delimiter && state < IN_FAULT) {
          cells++;
          state = CELL_START;
        } else if (state === CELL_START) {
          if (byte === quote) {
            state = IN_QUOTES;
            hasQuotes = true;
            quoteLine = line;
          } else state = IN_CELL;
        }
        at++;
      }

      if (isLast && unclosed === undefined) {
        if (state === IN_QUOTES) unclosed = { line: quoteLine, cell: cells, isAtEnd: true };
        else if (at > rowStart) finish(kindOf(window, rowStart, at, state, cells), at, at);
      }
      const kept = state === SKIPPING ? at : rowStart;
      if (state === SKIPPING) rowStart = at;
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
