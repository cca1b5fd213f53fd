import { reserve } from './areas';
import { hasEscape, stringEnd } from './json-text';
import { hashName } from './names';

/** Levels of nesting that the kernel goes into, the row itself being the first; the reader's limit. */
const MOST_DEPTH: u32 = 256;
/** Names of a row's open objects at most. */
const MOST_OPEN_NAMES: u32 = 4096;

const TAB: u32 = 0x09;
const LF: u32 = 0x0a;
const CR: u32 = 0x0d;
const SPACE: u32 = 0x20;
const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const MINUS: u32 = 0x2d;
const DOT: u32 = 0x2e;
const ZERO: u32 = 0x30;
const COLON: u32 = 0x3a;
const OPEN_BRACKET: u32 = 0x5b;
const CLOSE_BRACKET: u32 = 0x5d;
const OPEN_BRACE: u32 = 0x7b;
const CLOSE_BRACE: u32 = 0x7d;
const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
const ALSE: u32 = 0x65736c61;

// Behind the last byte there are 16 zeros, which are part of no value: so nothing here asks where the end is.

/** Of each open container: whether it stands in an object, and where the names of its own begin. */
let stack: usize = 0;
let openNames: usize = 0;
let nameTop: usize = 0;
let isOneLine: bool = false;

/** What makes a row unusual though it is JSON: a name with escapes, two equal names in one object (or what may be). */
export let isOdd: bool = false;
/** Line ends met between values. */
export let lineEnds: u32 = 0;
/** Where the text stops being JSON, once a function gave 0. */
export let faultAt: usize = 0;

/** The name that `nameEnd` went over. */
export let nameAt: usize = 0;
export let nameSize: u32 = 0;
export let nameHash: u32 = 0;

export function prepareValues(): void {
  stack = reserve(MOST_DEPTH * 8);
  openNames = reserve(MOST_OPEN_NAMES * 4);
}

/** @param oneLine a line end is no white space, as in JSON lines */
export function describeSpace(oneLine: bool): void {
  isOneLine = oneLine;
}

export function beginValue(): void {
  nameTop = openNames;
  isOdd = false;
}

export function clearLineEnds(): void {
  lineEnds = 0;
}

/** Notes the place of a fault. @returns 0 */
export function fail(at: usize): usize {
  faultAt = at;
  return 0;
}

/** The first place from here on that is no white space. */
export function skipSpace(at: usize): usize {
  return load<u8>(at) > <u8>SPACE ? at : skipSpaces(at);
}

function skipSpaces(from: usize): usize {
  let at = from;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte === LF) {
      if (isOneLine) return at;
      lineEnds++;
    } else if (byte === CR) {
      if (load<u8>(at, 1) !== <u8>LF) lineEnds++;
    } else if (byte !== SPACE && byte !== TAB) return at;
    at++;
  }
}

/**
 * Goes over a JSON value of any kind by the whole grammar (RFC 8259), as JSON.parse does, with a stack of its own.
 * @param at its first byte
 * @param level levels of nesting around it
 * @returns the place behind it, or 0
 */
export function valueEnd(at: usize, level: u32): usize {
  let depth = level;
  let isObject = false;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte === QUOTE) {
      at = stringEnd(at + 1);
      if (load<u8>(at) !== <u8>QUOTE) return fail(at);
      at++;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth >= MOST_DEPTH) return fail(at);
      const open = stack + (depth++ << 3);
      store<u32>(open, <u32>isObject);
      store<u32>(open, <u32>nameTop, 4);
      isObject = byte === OPEN_BRACE;
      at = skipSpace(at + 1);
      if (load<u8>(at) !== <u8>(isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        if (isObject && (at = nameEnd(at, nameTop)) === 0) return 0;
        continue;
      }
      isObject = load<u32>(stack + (--depth << 3)) !== 0;
      at++;
    } else {
      at = scalarEnd(at);
      if (at === 0) return 0;
    }
    while (true) {
      if (depth === level) return at;
      at = skipSpace(at);
      const next: u32 = load<u8>(at);
      const open = stack + ((depth - 1) << 3);
      if (next === COMMA) {
        at = skipSpace(at + 1);
        if (isObject && (at = nameEnd(at, load<u32>(open, 4))) === 0) return 0;
        break;
      }
      if (next !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return fail(at);
      isObject = load<u32>(open) !== 0;
      nameTop = load<u32>(open, 4);
      depth--;
      at++;
    }
  }
}

/** Where the names of the object that opens here begin. */
export function openObject(): usize {
  return nameTop;
}

/**
 * Goes over a name, the colon and the white space around it, and compares the name with those of its object before it.
 * @param from where the names of its object begin
 * @returns the place of the value, or 0
 */
export function nameEnd(at: usize, from: usize): usize {
  if (load<u8>(at) !== <u8>QUOTE) return fail(at);
  nameAt = at + 1;
  at = stringEnd(nameAt);
  if (load<u8>(at) !== <u8>QUOTE) return fail(at);
  nameSize = <u32>(at - nameAt);
  nameHash = hashName(nameAt, nameSize);
  if (hasEscape || isRepeated(nameHash, from)) isOdd = true;
  at = skipSpace(at + 1);
  if (load<u8>(at) !== <u8>COLON) return fail(at);
  return skipSpace(at + 1);
}

/** Whether a name of the same hash is there already; four hashes at a look. Notes it where it is not. */
function isRepeated(hash: u32, from: usize): bool {
  const hashes = i32x4.splat(hash);
  for (let at = from; at < nameTop; at += 16) {
    const hits: u32 = i32x4.bitmask(i32x4.eq(v128.load(at), hashes));
    const left = (<u32>(nameTop - at)) >> 2;
    if ((left < 4 ? hits & ((1 << left) - 1) : hits) !== 0) return true;
  }
  if (nameTop === openNames + MOST_OPEN_NAMES * 4) return true;
  store<u32>(nameTop, hash);
  nameTop += 4;
  return false;
}

/** A number, true, false or null. */
function scalarEnd(at: usize): usize {
  const byte: u32 = load<u8>(at);
  if (byte === MINUS || byte - ZERO < 10) return numberEnd(at);
  const word = load<u32>(at);
  if (word === TRUE || word === NULL) return at + 4;
  if (byte === 0x66 && load<u32>(at, 1) === ALSE) return at + 5;
  return fail(at);
}

function numberEnd(from: usize): usize {
  let at = from;
  if (load<u8>(at) === <u8>MINUS) at++;
  if (load<u8>(at) === <u8>ZERO) at++;
  else if ((at = digitsEnd(at)) === 0) return 0;
  if (load<u8>(at) === <u8>DOT && (at = digitsEnd(at + 1)) === 0) return 0;
  if ((load<u8>(at) | 32) !== 0x65) return at;
  at++;
  const sign: u32 = load<u8>(at);
  return digitsEnd(sign === MINUS || sign === 0x2b ? at + 1 : at);
}

/** One digit or more. */
function digitsEnd(from: usize): usize {
  let at = from;
  while (<u32>load<u8>(at) - ZERO < 10) at++;
  return at === from ? fail(at) : at;
}
