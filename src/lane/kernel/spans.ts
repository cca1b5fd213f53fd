import { reserve } from './areas';
import { MOST_KEY_BYTES, MOST_KEYS } from './keys';
import { findLabels, UNKNOWN } from './labels';
import { LONGEST_TEXT } from './lines';
import { NEEDS_MORE, UNKNOWN_LABELS, UNUSUAL } from './scan';
import { take } from './take';
import { isBlank, isText } from './text';
import { NULL } from './values';

/** Where the spans of the row that comes next lie: of the text, then of each key. */
let columns: usize = 0;
let key: usize = 0;
let keyCount: u32 = 0;

/** Rows that the last walk went past. */
export let passedRows: u32 = 0;
/** Bytes of the key at `spanKeyAt` of the row it stopped at. */
export let spanKeySize: u32 = 0;

export function prepareSpans(): void {
  columns = reserve((MOST_KEYS + 1) * 4);
  key = reserve(MOST_KEY_BYTES);
}

/** A number for each column; the host fills them. */
export function columnsAt(): usize {
  return columns;
}

export function spanKeyAt(): usize {
  return key;
}

export function describeSpans(keys: u32): void {
  keyCount = keys;
}

/** Pass 1: entries for so many rows. */
export function scanSpans(count: u32): u32 {
  return walk(count, false);
}

/** Pass 2: lines for them. */
export function dealSpans(count: u32): u32 {
  return walk(count, true);
}

function walk(count: u32, isDeal: bool): u32 {
  const texts = load<u32>(columns);
  for (passedRows = 0; passedRows < count; passedRows++) {
    const span = texts + (passedRows << 3);
    const text: usize = load<u32>(span);
    const size = load<u32>(span, 4);
    // a null is longer than any text
    if (size > LONGEST_TEXT || isBlank(text, size) || !isText(text, size) || !findKey(passedRows)) return UNUSUAL;
    const labelSet = findLabels(key, spanKeySize);
    if (labelSet === UNKNOWN) return UNKNOWN_LABELS;
    const stop = take(text, size, labelSet, false, isDeal);
    if (stop === NEEDS_MORE) continue;
    if (stop !== UNUSUAL) passedRows++;
    return stop;
  }
  return NEEDS_MORE;
}

/** Puts the values of the row's keys together, each with its size, by which null is told from empty. */
function findKey(row: u32): bool {
  let to = key;
  for (let number: u32 = 1; number <= keyCount; number++) {
    const span = load<u32>(columns + (number << 2)) + (row << 3);
    const size = load<u32>(span, 4);
    const bytes: u32 = size === NULL ? 0 : size;
    if (bytes > MOST_KEY_BYTES || <u32>(to - key) + bytes + 4 > MOST_KEY_BYTES) return false;
    store<u32>(to, size);
    to += 4;
    if (bytes <= 16) v128.store(to, v128.load(load<u32>(span)));
    else memory.copy(to, load<u32>(span), bytes);
    to += bytes;
  }
  spanKeySize = <u32>(to - key);
  return true;
}
