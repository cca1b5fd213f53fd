/**
 * Whether UTF-8 text is empty or only white space: Unicode's White_Space and U+FEFF, as normalize/white-space.ts has it.
 * Time O(leading white space).
 */
export function isBlank(from: usize, size: u32): bool {
  const end = from + size;
  let at = from;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    if (byte === 32 || (byte >= 9 && byte <= 13)) at++;
    else if (byte < 0x80) return false;
    else if (byte === 0xc2) {
      const second: u32 = load<u8>(at, 1);
      if (second !== 0x85 && second !== 0xa0) return false;
      at += 2;
    } else {
      if (!isWideSpace((byte << 16) | ((<u32>load<u8>(at, 1)) << 8) | (<u32>load<u8>(at, 2)))) return false;
      at += 3;
    }
  }
  return true;
}

/** White space of three bytes: U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF. */
function isWideSpace(bytes: u32): bool {
  if (bytes >= 0xe28080 && bytes <= 0xe2808a) return true;
  if (bytes === 0xe280a8 || bytes === 0xe280a9 || bytes === 0xe280af) return true;
  return bytes === 0xe19a80 || bytes === 0xe2819f || bytes === 0xe38080 || bytes === 0xefbbbf;
}

/** Whether bytes are UTF-8 (Unicode 15, table 3-7). 16 bytes at a time where they are ASCII. */
export function isText(from: usize, size: u32): bool {
  const end = from + size;
  let at = from;
  while (at < end) {
    let high: u32 = i8x16.bitmask(v128.load(at));
    const left = <u32>(end - at);
    if (left < 16) high &= (1 << left) - 1;
    if (high === 0) {
      at += 16;
      continue;
    }
    at += ctz<u32>(high);
    do {
      const length = sequenceLength(at, <u32>(end - at));
      if (length === 0) return false;
      at += length;
    } while (at < end && load<u8>(at) >= 0x80);
  }
  return true;
}

/** Length of the well-formed sequence beyond ASCII at a place, or 0. */
function sequenceLength(at: usize, left: u32): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length: u32 = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (length > left) return 0;
  const second: u32 = load<u8>(at, 1);
  const lowest: u32 = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest: u32 = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  if (length > 2 && ((<u32>load<u8>(at, 2)) & 0xc0) !== 0x80) return 0;
  if (length > 3 && ((<u32>load<u8>(at, 3)) & 0xc0) !== 0x80) return 0;
  return length;
}

/**
 * Copies quoted CSV text and writes its doubled quotes as one; every quote in it is doubled. May write 16 bytes past the end.
 * @returns bytes written
 */
export function copyUndoubled(to: usize, from: usize, size: u32, quote: u32): u32 {
  const quotes = i8x16.splat(<i8>quote);
  const end = from + size;
  let target = to;
  let at = from;
  while (at < end) {
    const bytes = v128.load(at);
    v128.store(target, bytes);
    let hits: u32 = i8x16.bitmask(i8x16.eq(bytes, quotes));
    const left = <u32>(end - at);
    if (left < 16) hits &= (1 << left) - 1;
    if (hits === 0) {
      const count: u32 = left < 16 ? left : 16;
      at += count;
      target += count;
      continue;
    }
    const count = ctz<u32>(hits) + 1;
    target += count;
    at += count + 1;
  }
  return <u32>(target - to);
}
