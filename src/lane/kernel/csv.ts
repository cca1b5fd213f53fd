import { reserve } from './areas';
import { ABOVE_MAXIMUM, BELOW_MINIMUM, decide, decidedSet, REPEATED, STRANGE } from './deal';
import { findLabels, UNKNOWN } from './labels';
import { addLine, LONGEST_TEXT } from './lines';
import { rank } from './rank';
import { copyUndoubled, isBlank } from './text';
import { xxh64 } from './xxh64';

/** Why a scan ended; the position says where. */
export const NEEDS_MORE: u32 = 0;
/** An area is full: the host takes what is in it and goes on. */
export const FULL: u32 = 1;
/** A row for the row way. */
export const UNUSUAL: u32 = 2;
/** The same, and its labels can be defined afterwards by the key. */
export const UNKNOWN_LABELS: u32 = 3;
/** In a deal: the row just passed occurs more than once, so that the host decides; `repeatedFrom` and so on describe it. */
export const REPEATED_ROW: u32 = 4;

/** Columns of a table at most. */
export const MOST_COLUMNS: u32 = 4096;
/** Columns with labels at most. */
export const MOST_KEYS: u32 = 64;
/** Bytes of the cells with labels of one row at most. */
const MOST_KEY_BYTES: u32 = 4096;
/** Entries the host must take at least every so often. */
const MOST_ENTRIES: u32 = 16384;

const NOTHING: u32 = 0xffffffff;
const LF: u32 = 10;
const CR: u32 = 13;
/** What a column holds: nothing that is wanted, the text, or the key of a number from 2 on. */
const TEXT: u32 = 1;
const FIRST_KEY: u32 = 2;

let classes: usize = 0;
let roles: usize = 0;
let spans: usize = 0;
let key: usize = 0;
let scratch: usize = 0;
let entries: usize = 0;
let width: u32 = 0;
let keyCount: u32 = 0;
let delimiter: u32 = 0;
let quote: u32 = 0;
let textSeed: u64 = 0;
let selectKey: u64 = 0;
let orderKey: u64 = 0;

/** Where the scan stands and what it went past since `beginScan`. */
export let position: u32 = 0;
export let rows: u32 = 0;
export let lines: u32 = 0;
export let blanks: u32 = 0;
export let below: u32 = 0;
export let above: u32 = 0;
export let entryCount: u32 = 0;
export let keyAt: usize = 0;
export let keySize: u32 = 0;

/** The row of REPEATED_ROW: its place in the window without its line end, its line ends, decoded text, labels and fingerprint. */
export let repeatedFrom: u32 = 0;
export let repeatedTo: u32 = 0;
export let repeatedLines: u32 = 0;
export let repeatedText: usize = 0;
export let repeatedSize: u32 = 0;
export let repeatedLabels: u32 = 0;
export let repeatedPrint: u64 = 0;

export function prepareCsv(seed: u64, select: u64, order: u64): void {
  textSeed = seed;
  selectKey = select;
  orderKey = order;
  classes = reserve(16);
  roles = reserve(MOST_COLUMNS);
  spans = reserve(MOST_KEYS * 8);
  key = reserve(MOST_KEYS * 4 + MOST_KEY_BYTES);
  scratch = reserve(LONGEST_TEXT);
  entries = reserve(MOST_ENTRIES * 12);
}

/** The roles of the columns, a byte each; the host fills them. */
export function rolesAt(): usize {
  return roles;
}

/** Entries: rank high, rank low, label set. */
export function entriesAt(): usize {
  return entries;
}

/**
 * How the table is written. Quote 0xffff stands for none.
 * The four characters must differ in their low four bits, by which `classify` finds them.
 */
export function describeTable(columns: u32, keys: u32, delimiterByte: u32, quoteByte: u32): void {
  width = columns;
  keyCount = keys;
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

export function beginScan(at: u32): void {
  position = at;
  rows = 0;
  lines = 0;
  blanks = 0;
  below = 0;
  above = 0;
}

export function takeEntries(): void {
  entryCount = 0;
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

/** Pass 1: entries for the rows from `position` on that are complete before `end`. */
export function scanRows(window: usize, end: u32): u32 {
  return walk(window, end, false);
}

/** Pass 2: lines for them. */
export function dealRows(window: usize, end: u32): u32 {
  return walk(window, end, true);
}

function walk(window: usize, end: u32, isDeal: bool): u32 {
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
          const span = spans + ((role - FIRST_KEY) << 3);
          store<u32>(span, cellStart);
          store<u32>(span, at, 4);
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
        blanks++;
      } else {
        const stop = takeRow(window, textStart, textEnd, isTextDoubled, isDeal);
        if (stop === UNUSUAL || stop === UNKNOWN_LABELS) return stop;
        rows++;
        if (stop !== NEEDS_MORE) {
          lines += 1 + innerLines;
          position = next;
          repeatedFrom = rowStart;
          repeatedTo = at;
          repeatedLines = 1 + innerLines;
          return stop;
        }
      }
      lines += 1 + innerLines;
      innerLines = 0;
      column = 0;
      isQuoted = false;
      position = rowStart = cellStart = next;
    }
  }
  return NEEDS_MORE;
}

function isEmptyLine(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (load<u8>(at) !== 32 && load<u8>(at) !== 9) return false;
  return true;
}

/** A complete row: NEEDS_MORE where it is done, else as `walk`. */
function takeRow(window: usize, textStart: u32, textEnd: u32, isTextDoubled: bool, isDeal: bool): u32 {
  let text = window + textStart;
  let size = textEnd - textStart;
  if (size > LONGEST_TEXT || isBlank(text, size)) return UNUSUAL;
  if (!findKey(window)) return UNUSUAL;
  const labelSet = findLabels(keyAt, keySize);
  if (labelSet === UNKNOWN) return UNKNOWN_LABELS;
  if (isTextDoubled) {
    size = copyUndoubled(scratch, text, size, quote);
    text = scratch;
  }
  const fingerprint = xxh64(text, size, textSeed);
  const selected = rank(fingerprint, selectKey);
  if (!isDeal) {
    const entry = entries + entryCount * 12;
    store<u32>(entry, <u32>(selected >> 32));
    store<u32>(entry, <u32>selected, 4);
    store<u32>(entry, labelSet, 8);
    return ++entryCount === MOST_ENTRIES ? FULL : NEEDS_MORE;
  }
  const verdict = decide(selected, labelSet);
  if (verdict < 3) return addLine(verdict, decidedSet, rank(fingerprint, orderKey), text, size) ? FULL : NEEDS_MORE;
  if (verdict === REPEATED) {
    repeatedText = text;
    repeatedSize = size;
    repeatedLabels = labelSet;
    repeatedPrint = fingerprint;
    return REPEATED_ROW;
  }
  if (verdict === STRANGE) return UNUSUAL;
  if (verdict === BELOW_MINIMUM) below++;
  if (verdict === ABOVE_MAXIMUM) above++;
  return NEEDS_MORE;
}

/** Sets the key of the row: its one cell with a label as it stands, or all of them with their sizes. */
function findKey(window: usize): bool {
  if (keyCount === 1) {
    keyAt = window + load<u32>(spans);
    keySize = load<u32>(spans, 4) - load<u32>(spans);
    return keySize <= MOST_KEY_BYTES;
  }
  let to = key;
  for (let number: u32 = 0; number < keyCount; number++) {
    const from = load<u32>(spans + (number << 3));
    const size = load<u32>(spans + (number << 3), 4) - from;
    if (<u32>(to - key) + size + 4 > MOST_KEY_BYTES) return false;
    store<u32>(to, size);
    memory.copy(to + 4, window + from, size);
    to += 4 + size;
  }
  keyAt = key;
  keySize = <u32>(to - key);
  return true;
}
