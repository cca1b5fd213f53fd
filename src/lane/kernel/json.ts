import { reserve } from './areas';
import { copyMessages, canonicalAt } from './json-messages';
import { hasEscape, LONE_SURROGATE, unescape } from './json-text';
import {
  beginValue,
  clearLineEnds,
  describeSpace,
  fail,
  faultAt,
  isOdd,
  lineEnds,
  nameAt,
  nameEnd,
  nameHash,
  nameSize,
  openObject,
  skipSpace,
  valueEnd,
} from './json-value';
import { clearKeys, findKey, keyAt, keySize, noteKey } from './keys';
import { findLabels, UNKNOWN } from './labels';
import { LONGEST_TEXT } from './lines';
import { FIELDS, findName } from './names';
import { describeRepeated, NEEDS_MORE, passBlank, passRow, position, UNKNOWN_LABELS, UNUSUAL } from './scan';
import { take } from './take';
import { isBlank } from './text';

/** What a field holds: the text or the messages, or the key of a number from 2 on. */
const INPUT: u32 = 1;
const FIRST_KEY: u32 = 2;

const LF: u32 = 0x0a;
const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const OPEN_BRACKET: u32 = 0x5b;
const OPEN_BRACE: u32 = 0x7b;
const CLOSE_BRACE: u32 = 0x7d;
/** Bytes at the end of the window in which a fault may be no fault: the rest of `false` or of an escape may follow. */
const UNSURE_BYTES: usize = 8;

let scratch: usize = 0;
let isArray: bool = false;
let isMessages: bool = false;
/** Behind the last byte of the window. */
let limit: usize = 0;

/** The value of the field with the input, from its first byte; 0 where the row has none. */
let input: usize = 0;
let inputEnd: usize = 0;
let isInputEscaped: bool = false;

export function prepareJson(): void {
  scratch = reserve(LONGEST_TEXT);
}

/** How the rows lie: as lines, or behind the commas of an array; with a text each, or messages. */
export function describeJson(array: bool, messages: bool): void {
  isArray = array;
  isMessages = messages;
  describeSpace(!array);
}

/** Goes over the rows from `position` on that are complete before `end`. */
export function walkJson(window: usize, end: u32, isDeal: bool): u32 {
  const following = closeWindow(window, end);
  const stop = isArray ? walkArray(window, isDeal) : walkLines(window, isDeal);
  v128.store(limit, following);
  return stop;
}

/**
 * Where the element of an array ends that begins here, behind white space and a bracket or comma.
 * @returns 0 where it is not whole, or no JSON
 */
export function elementEnd(window: usize, from: u32, end: u32): u32 {
  const following = closeWindow(window, end);
  beginValue();
  let at = skipSpace(window + from);
  const before: u32 = load<u8>(at);
  if (before === COMMA || before === OPEN_BRACKET) at = skipSpace(at + 1);
  at = valueEnd(at, 0);
  v128.store(limit, following);
  return at === 0 ? 0 : <u32>(at - window);
}

/** Puts zeros behind the window, so that every walk ends there. @returns what stood there */
function closeWindow(window: usize, end: u32): v128 {
  limit = window + end;
  const following = v128.load(limit);
  v128.store(limit, i8x16.splat(0));
  return following;
}

/** Why a walk ends at a place where it can't go on. */
function stopAt(at: usize): u32 {
  return at + UNSURE_BYTES >= limit ? NEEDS_MORE : UNUSUAL;
}

function walkLines(window: usize, isDeal: bool): u32 {
  while (true) {
    const start = window + position;
    let at = skipSpace(start);
    if (load<u8>(at) === <u8>LF) {
      passBlank(<u32>(at - window) + 1, 1);
      continue;
    }
    if (load<u8>(at) !== <u8>OPEN_BRACE) return at >= limit ? NEEDS_MORE : UNUSUAL;
    at = readRow(at);
    if (at === 0) return stopAt(faultAt);
    at = skipSpace(at);
    if (load<u8>(at) !== <u8>LF) return at >= limit ? NEEDS_MORE : UNUSUAL;
    const stop = takeRow(isDeal);
    if (stop === UNUSUAL || stop === UNKNOWN_LABELS) return stop;
    passRow(<u32>(at - window) + 1, 1);
    if (stop === NEEDS_MORE) continue;
    describeRepeated(<u32>(start - window), <u32>(at - window), 1);
    return stop;
  }
}

/** The position is always behind a row: so the next one begins with its comma. */
function walkArray(window: usize, isDeal: bool): u32 {
  while (true) {
    clearLineEnds();
    let at = skipSpace(window + position);
    if (load<u8>(at) !== <u8>COMMA) return at >= limit ? NEEDS_MORE : UNUSUAL;
    const start = skipSpace(at + 1);
    if (load<u8>(start) !== <u8>OPEN_BRACE) return start >= limit ? NEEDS_MORE : UNUSUAL;
    const before = lineEnds;
    at = readRow(start);
    if (at === 0) return stopAt(faultAt);
    const passed = lineEnds;
    const stop = takeRow(isDeal);
    if (stop === UNUSUAL || stop === UNKNOWN_LABELS) return stop;
    passRow(<u32>(at - window), passed);
    if (stop === NEEDS_MORE) continue;
    describeRepeated(<u32>(start - window), <u32>(at - window), passed - before);
    return stop;
  }
}

/** Goes over an object and notes the fields that are wanted. @returns the place behind it, or 0 */
function readRow(from: usize): usize {
  beginValue();
  clearKeys();
  input = 0;
  const names = openObject();
  let at = skipSpace(from + 1);
  if (load<u8>(at) === <u8>CLOSE_BRACE) return at + 1;
  while (true) {
    at = nameEnd(at, names);
    if (at === 0) return 0;
    const role = findName(FIELDS, nameAt, nameSize, nameHash);
    const start = at;
    at = valueEnd(at, 1);
    if (at === 0) return 0;
    if (role >= FIRST_KEY) noteKey(role - FIRST_KEY, start, at);
    else if (role === INPUT) {
      input = start;
      inputEnd = at;
      isInputEscaped = hasEscape;
    }
    at = skipSpace(at);
    const next: u32 = load<u8>(at);
    if (next === CLOSE_BRACE) return at + 1;
    if (next !== COMMA) return fail(at);
    at = skipSpace(at + 1);
  }
}

/** A complete row: NEEDS_MORE where it is done, else as `walkJson`. */
function takeRow(isDeal: bool): u32 {
  if (isOdd || input === 0 || inputEnd - input > LONGEST_TEXT) return UNUSUAL;
  if (!findKey()) return UNUSUAL;
  const labelSet = findLabels(keyAt, keySize);
  if (labelSet === UNKNOWN) return UNKNOWN_LABELS;
  if (isMessages) {
    const size = copyMessages(input);
    return size === 0 ? UNUSUAL : take(canonicalAt(), size, labelSet, true, isDeal);
  }
  if (load<u8>(input) !== <u8>QUOTE) return UNUSUAL;
  let text = input + 1;
  let size = <u32>(inputEnd - input) - 2;
  if (isInputEscaped) {
    size = unescape(scratch, text, size);
    if (size === LONE_SURROGATE) return UNUSUAL;
    text = scratch;
  }
  return isBlank(text, size) ? UNUSUAL : take(text, size, labelSet, false, isDeal);
}
