import { RAW_LIMIT, isReject, type Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { MARK, REPLACEMENT, type Decoded } from './decoder.js';

/** Sets aside the rows in which bytes were marked because they are not text. */
export interface BadRows {
  /** Notes the faults of a piece of text before it is given to the parser. */
  note(piece: Decoded): void;
  /**
   * The rows that the parser gave for it, bad ones as rejects.
   * @param readTo place of the first byte of the text that belongs to no row given out yet
   * @returns also the first fault that lies in no row (in a header, a comment), if there is one
   */
  sort(rows: readonly (Row | Reject)[], readTo: number): SortedRows;
}

export interface SortedRows {
  readonly rows: readonly (Row | Reject)[];
  readonly stray: BadLine | undefined;
}

/** A line with a fault. */
export interface BadLine {
  /** Place of the first fault in the text as it is parsed. */
  readonly at: number;
  /** Place of its first bad byte in the text before it was decoded. */
  readonly byte: number;
}

const LF = 10;
const CR = 13;

/**
 * Marks keep the length of what they stand for, so that places in UTF-8 stay true.
 * @param firstByte place of the first byte that is parsed
 * @param encoding for messages
 */
export function createBadRows(firstByte: number, encoding: string): BadRows {
  let offset = firstByte;
  let lines: BadLine[] = [];

  function reject(item: Row | Reject, { byte }: BadLine): Row | Reject {
    const raw = isReject(item) ? item.raw : item.raw();
    if (raw.length < RAW_LIMIT - 1 && !raw.includes(MARK)) return item;
    const message = `the row holds bytes that are not ${encoding.toUpperCase()}, the first at byte ${byte}; name the right encoding, or replace them (--invalid-utf8 replace)`;
    return { stage: 'read', code: 'utf8-invalid', message, origin: item.origin, raw: raw.replaceAll(MARK, REPLACEMENT) };
  }

  return {
    note({ text, faults }) {
      let lineEnd = -1;
      for (const { at, byte } of faults) {
        if (at < lineEnd) continue;
        lines.push({ at: offset + at, byte });
        lineEnd = endOfLine(text, at);
      }
      offset += text.length;
    },
    sort(rows, readTo) {
      const [first] = lines;
      if (first === undefined || first.at >= readTo) return { rows, stray: undefined };
      const sorted = [...rows];
      let stray: BadLine | undefined;
      let place = -1;
      let used = 0;
      for (const line of lines) {
        if (line.at >= readTo) break;
        used++;
        for (let next = sorted[place + 1]; next !== undefined && next.origin.byte <= line.at; next = sorted[place + 1]) place++;
        const row = sorted[place];
        if (row === undefined) stray ??= line;
        else sorted[place] = reject(row, line);
      }
      lines = lines.slice(used);
      return { rows: sorted, stray };
    },
  };
}

function endOfLine(text: Buffer, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === LF || text[at] === CR) return at;
  return text.length;
}
