/** Behind a backslash: what the letter stands for, by its code from `"` on; 0 where there is no such escape. */
const ESCAPES = memory.data(128);

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const LETTER_U: u32 = 0x75;

/** What `unescape` gives for a text that is not well-formed Unicode. */
export const LONE_SURROGATE: u32 = 0xffffffff;

/** Whether the string that `stringEnd` went over has escapes. */
export let hasEscape: bool = false;

export function prepareText(): void {
  setEscape(QUOTE, QUOTE);
  setEscape(BACKSLASH, BACKSLASH);
  setEscape(0x2f, 0x2f); // slash
  setEscape(0x62, 0x08); // b
  setEscape(0x66, 0x0c); // f
  setEscape(0x6e, 0x0a); // n
  setEscape(0x72, 0x0d); // r
  setEscape(0x74, 0x09); // t
}

function setEscape(letter: u32, byte: u32): void {
  store<u8>(ESCAPES + letter, <u8>byte);
}

/** The value of a hexadecimal digit, or 16 and more. */
function hexValue(byte: u32): u32 {
  const digit = byte - 48;
  if (digit < 10) return digit;
  const letter = (byte | 32) - 97;
  return letter < 6 ? letter + 10 : 16;
}

/** Four hexadecimal digits as a number, or 0x10000 and more. */
function hexUnit(at: usize): u32 {
  const a = hexValue(load<u8>(at));
  const b = hexValue(load<u8>(at, 1));
  const c = hexValue(load<u8>(at, 2));
  const d = hexValue(load<u8>(at, 3));
  return (a | b | c | d) > 15 ? 0x10000 : (a << 12) | (b << 8) | (c << 4) | d;
}

/**
 * Goes over a JSON string by 16 bytes and stops only at quotes, backslashes and controls.
 * @param at behind the opening quote
 * @returns its closing quote, or the first place that is no part of a string
 */
export function stringEnd(at: usize): usize {
  const quotes = i8x16.splat(0x22);
  const backslashes = i8x16.splat(0x5c);
  const spaces = i8x16.splat(0x20);
  hasEscape = false;
  while (true) {
    const bytes = v128.load(at);
    const found = v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.lt_u(bytes, spaces));
    const hits: u32 = i8x16.bitmask(found);
    if (hits === 0) {
      at += 16;
      continue;
    }
    at += ctz<u32>(hits);
    if (load<u8>(at) !== BACKSLASH) return at;
    hasEscape = true;
    const letter: u32 = load<u8>(at, 1);
    if (letter === LETTER_U) {
      if (hexUnit(at + 2) > 0xffff) return at;
      at += 6;
    } else {
      if (letter > 127 || load<u8>(ESCAPES + letter) === 0) return at;
      at += 2;
    }
  }
}

/**
 * Decodes the inside of a JSON string to UTF-8. May write 16 bytes past the end.
 * @returns bytes written, or LONE_SURROGATE
 */
export function unescape(to: usize, from: usize, size: u32): u32 {
  const backslashes = i8x16.splat(0x5c);
  const end = from + size;
  let target = to;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(target, bytes);
    const hits: u32 = i8x16.bitmask(i8x16.eq(bytes, backslashes));
    const left = <u32>(end - at);
    const count: u32 = hits === 0 ? 16 : ctz<u32>(hits);
    if (count >= left) return <u32>(target - to) + left;
    at += count;
    target += count;
    if (hits === 0) continue;
    const letter: u32 = load<u8>(at, 1);
    if (letter !== LETTER_U) {
      store<u8>(target++, load<u8>(ESCAPES + letter));
      at += 2;
      continue;
    }
    let code = hexUnit(at + 2);
    at += 6;
    if ((code & 0xf800) === 0xd800) {
      if (code >= 0xdc00 || end - at < 6 || load<u16>(at) !== 0x755c) return LONE_SURROGATE;
      const low = hexUnit(at + 2);
      if ((low & 0xfc00) !== 0xdc00) return LONE_SURROGATE;
      code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
      at += 6;
    }
    target = storeCode(target, code);
  }
  return <u32>(target - to);
}

function storeCode(to: usize, code: u32): usize {
  if (code < 0x80) {
    store<u8>(to, <u8>code);
    return to + 1;
  }
  if (code < 0x800) {
    store<u8>(to, <u8>(0xc0 | (code >> 6)));
    store<u8>(to, <u8>(0x80 | (code & 63)), 1);
    return to + 2;
  }
  if (code < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (code >> 12)));
    store<u8>(to, <u8>(0x80 | ((code >> 6) & 63)), 1);
    store<u8>(to, <u8>(0x80 | (code & 63)), 2);
    return to + 3;
  }
  store<u8>(to, <u8>(0xf0 | (code >> 18)));
  store<u8>(to, <u8>(0x80 | ((code >> 12) & 63)), 1);
  store<u8>(to, <u8>(0x80 | ((code >> 6) & 63)), 2);
  store<u8>(to, <u8>(0x80 | (code & 63)), 3);
  return to + 4;
}
