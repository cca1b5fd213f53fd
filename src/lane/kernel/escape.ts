const HEX = memory.data<u8>([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]);
/** Letter behind the backslash of a control character, by its code; 0 where it is written as \u00XX. */
const LETTERS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 98, 116, 110, 0, 102, 114, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Bytes of `escapeCopy` per byte of text at most: a control character becomes \u00XX. */
export const MOST_GROWTH: u32 = 6;

/**
 * Copies UTF-8 text as the inside of a canonical JSON string (core/canonical-json.ts): escapes `"`, `\`, controls, U+0085,
 * U+2028 and U+2029. May write 16 bytes past the end.
 * Method: copies 16 bytes at a time and stops only where a byte may need an escape.
 * @returns bytes written
 */
export function escapeCopy(to: usize, from: usize, size: u32): u32 {
  const quotes = i8x16.splat(0x22);
  const backslashes = i8x16.splat(0x5c);
  const spaces = i8x16.splat(0x20);
  const twos = i8x16.splat(<i8>0xc2);
  const threes = i8x16.splat(<i8>0xe2);
  const end = from + size;
  let target = to;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(target, bytes);
    let found = v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.lt_u(bytes, spaces));
    found = v128.or(found, v128.or(i8x16.eq(bytes, twos), i8x16.eq(bytes, threes)));
    let hits: u32 = i8x16.bitmask(found);
    const left = <u32>(end - at);
    if (left < 16) hits &= (1 << left) - 1;
    if (hits === 0) {
      const count: u32 = left < 16 ? left : 16;
      at += count;
      target += count;
      continue;
    }
    const count = ctz<u32>(hits);
    at += count;
    target += count;
    const byte: u32 = load<u8>(at);
    if (byte < 0x80) {
      target = escapeAscii(target, byte);
      at++;
    } else if (byte === 0xc2 && load<u8>(at, 1) === 0x85) {
      target = escapeUnit(target, 0x0085);
      at += 2;
    } else if (byte === 0xe2 && load<u8>(at, 1) === 0x80 && (load<u8>(at, 2) & 0xfe) === 0xa8) {
      target = escapeUnit(target, 0x2000 | (load<u8>(at, 2) & 0x3f));
      at += 3;
    } else {
      store<u8>(target++, <u8>byte);
      at++;
    }
  }
  return <u32>(target - to);
}

function escapeAscii(target: usize, byte: u32): usize {
  const letter: u32 = byte >= 32 ? byte : load<u8>(LETTERS + byte);
  if (letter === 0) return escapeUnit(target, byte);
  store<u8>(target, 0x5c);
  store<u8>(target, <u8>letter, 1);
  return target + 2;
}

function escapeUnit(target: usize, unit: u32): usize {
  store<u8>(target, 0x5c);
  store<u8>(target, 0x75, 1);
  store<u8>(target, load<u8>(HEX + ((unit >> 12) & 15)), 2);
  store<u8>(target, load<u8>(HEX + ((unit >> 8) & 15)), 3);
  store<u8>(target, load<u8>(HEX + ((unit >> 4) & 15)), 4);
  store<u8>(target, load<u8>(HEX + (unit & 15)), 5);
  return target + 6;
}
