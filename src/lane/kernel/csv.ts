import { reserve } from './areas';
import { findKey, keyAt, keySize, noteKey } from './keys';
import { findLabels, UNKNOWN } from './labels';
import { LONGEST_TEXT } from './lines';
import { describeRepeated, NEEDS_MORE, passBlank, passRow, position, UNKNOWN_LABELS, UNUSUAL } from './scan';
import { take } from './take';
import { copyUndoubled, isBlank } from './text';

/** Columns of a table at most. */
export const MOST_COLUMNS: u32 = 4096;

const NOTHING: u32 = 0xffffffff;
const LF: u32 = 10;
const CR: u32 = 13;
/** What a column holds: nothing that is wanted, the text, or the key of a number from 2 on. */
const TEXT: u32 = 1;
const FIRST_KEY: u32 = 2;

let classes: usize = 0;
let roles: usize = 0;
let scratch: usize = 0;
let width: u32 = 0;
let delimiter: u32 = 0;
let quote: u32 = 0;

export function prepareCsv(): void {
  classes = reserve(16);
  roles = reserve(MOST_COLUMNS);
  scratch = reserve(LONGEST_TEXT);
}

/** The roles of the columns, a byte each; the host fills them. */
export function rolesAt(): usize {
  return roles;
}

/**
 * How the table is written. Quote 0xffff stands for none.
 * The four characters must differ in their low four bits, by which `classify` finds them.
 */
export function describeTable(columns: u32, delimiterByte: u32, quoteByte: u32): void {
  width = columns;
  delimiter = delimiterByte;
  quote = quoteByte;
  memory.fill(classes, 0, 16);
  store<u8>(classes, 1);
  setClass(LF);
  setClass(CR);
  setClass(delimiter);
  if (quote < 0x80) setClass(quote);
}

function setClass(byte: u32): void {
  store<u8>(classes + (byte & 15), <u8>byte);
}

/** A bit per byte of 64 that may be structure: delimiter, quote, LF or CR. */
function classify(at: usize, table: v128): u64 {
  return (
    (<u64>mask(v128.load(at), table)) |
    ((<u64>mask(v128.load(at, 16), table)) << 16) |
    ((<u64>mask(v128.load(at, 32), table)) << 32) |
    ((<u64>mask(v128.load(at, 48), table)) << 48)
  );
}

function mask(bytes: v128, table: v128): u32 {
  return i8x16.bitmask(i8x16.eq(i8x16.swizzle(table, v128.and(bytes, i8x16.splat(15))), bytes));
}

/** Goes over the rows from `position` on that are complete before `end`. */
export function walkTable(window: usize, end: u32, isDeal: bool): u32 {
  const table = v128.load(classes);
  let rowStart = position;
  let cellStart = position;
  let column: u32 = 0;
  let innerLines: u32 = 0;
  let inQuotes = false;
  let isQuoted = false;
  let isDoubled = false;
  let closedAt: u32 = 0;
  let skipped: u32 = NOTHING;
  let textStart: u32 = 0;
  let textEnd: u32 = 0;
  let isTextDoubled = false;

  for (let block = rowStart; block < end; block += 64) {
    let hits = classify(window + block, table);
    if (block + 64 > end) hits &= ~(<u64>0) >> (64 - (end - block));
    while (hits !== 0) {
      const at = block + <u32>ctz<u64>(hits);
      hits &= hits - 1;
      if (at === skipped) continue;
      const byte: u32 = load<u8>(window + at);
      if (inQuotes) {
        if (byte === delimiter) continue;
        if (byte === LF) {
          innerLines++;
          continue;
        }
        if (at + 1 >= end) return NEEDS_MORE;
        const following: u32 = load<u8>(window + at, 1);
        if (byte === CR) {
          if (following !== LF) innerLines++;
        } else if (following === quote) {
          isDoubled = true;
          skipped = at + 1;
        } else if (following === delimiter || following === LF || following === CR) {
          inQuotes = false;
          closedAt = at;
        } else return UNUSUAL;
        continue;
      }
      if (byte === quote) {
        if (at === cellStart) {
          inQuotes = true;
          isQuoted = true;
          isDoubled = false;
        }
        continue;
      }
      if (column < width) {
        const role: u32 = load<u8>(roles + column);
        if (role === TEXT) {
          textStart = isQuoted ? cellStart + 1 : cellStart;
          textEnd = isQuoted ? closedAt : at;
          isTextDoubled = isQuoted && isDoubled;
        } else if (role >= FIRST_KEY) {
          noteKey(role - FIRST_KEY, window + cellStart, window + at);
        }
      }
      column++;
      if (byte === delimiter) {
        cellStart = at + 1;
        isQuoted = false;
        continue;
      }
      let next = at + 1;
      if (byte === CR) {
        if (next >= end) return NEEDS_MORE;
        if (load<u8>(window + next) === LF) skipped = next++;
      }
      if (column !== width) {
        if (column !== 1 || !isEmptyLine(window + rowStart, window + at)) return UNUSUAL;
        passBlank(next, 1 + innerLines);
      } else {
        const stop = takeRow(window, textStart, textEnd, isTextDoubled, isDeal);
        if (stop === UNUSUAL || stop === UNKNOWN_LABELS) return stop;
        passRow(next, 1 + innerLines);
        if (stop !== NEEDS_MORE) {
          describeRepeated(rowStart, at, 1 + innerLines);
          return stop;
        }
      }
      innerLines = 0;
      column = 0;
      isQuoted = false;
      rowStart = cellStart = next;
    }
  }
  return NEEDS_MORE;
}

function isEmptyLine(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (load<u8>(at) !== 32 && load<u8>(at) !== 9) return false;
  return true;
}

/** A complete row: NEEDS_MORE where it is done, else as `walkTable`. */
function takeRow(window: usize, textStart: u32, textEnd: u32, isTextDoubled: bool, isDeal: bool): u32 {
  let text = window + textStart;
  let size = textEnd - textStart;
  if (size > LONGEST_TEXT || isBlank(text, size)) return UNUSUAL;
  if (!findKey()) return UNUSUAL;
  const labelSet = findLabels(keyAt, keySize);
  if (labelSet === UNKNOWN) return UNKNOWN_LABELS;
  if (isTextDoubled) {
    size = copyUndoubled(scratch, text, size, quote);
    text = scratch;
  }
  return take(text, size, labelSet, false, isDeal);
}
