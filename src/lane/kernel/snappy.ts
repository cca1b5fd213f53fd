/** Mask of the low `count` bytes of a number, 1 to 4. */
function low(count: u32): u32 {
  return 0xffffffff >> (32 - 8 * count);
}

/**
 * Decompresses a Snappy block (format_description.txt of the reference implementation) and trusts none of it. May read 16 bytes
 * past its end and write 32 past the end of the area.
 * Method: copies 16 bytes at a time, what is too much being overwritten by what comes next.
 * @param expected bytes that it must come to
 * @returns whether it is a block of so many bytes
 */
export function unsnappy(from: usize, size: u32, to: usize, expected: u32): bool {
  const end = from + size;
  const limit = to + expected;
  let at = from;
  let said: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (at >= end || shift > 28) return false;
    const byte = <u64>load<u8>(at++);
    said |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  if (said !== <u64>expected) return false;

  let target = to;
  while (at < end) {
    const tag: u32 = load<u8>(at++);
    const kind = tag & 3;
    if (kind === 0) {
      let length: u32 = tag >> 2;
      if (length >= 60) {
        const extra = length - 59;
        if (<u32>(end - at) < extra) return false;
        length = load<u32>(at) & low(extra);
        at += extra;
      }
      // it has one byte more than it says
      if (length >= <u32>(end - at) || length >= <u32>(limit - target)) return false;
      length++;
      v128.store(target, v128.load(at));
      if (length > 16) memory.copy(target, at, length);
      at += length;
      target += length;
      continue;
    }
    // kinds mix at random, so that a branch for each would be guessed wrong half the time
    const extra: u32 = kind === 3 ? 4 : kind;
    if (<u32>(end - at) < extra) return false;
    const offset = (load<u32>(at) & low(extra)) + select<u32>((tag >> 5) << 8, 0, kind === 1);
    const length = select<u32>(((tag >> 2) & 7) + 4, (tag >> 2) + 1, kind === 1);
    at += extra;
    if (offset === 0 || offset > <u32>(target - to) || length > <u32>(limit - target)) return false;
    copyBack(target, offset, length);
    target += length;
  }
  return target === limit;
}

/** Copies at most 64 bytes from `offset` bytes before; they may be among those that are written. */
function copyBack(to: usize, offset: u32, length: u32): void {
  const from = to - offset;
  if (offset >= 16) {
    v128.store(to, v128.load(from));
    for (let at: u32 = 16; at < length; at += 16) v128.store(to + at, v128.load(from + at));
  } else if (offset >= 8) {
    for (let at: u32 = 0; at < length; at += 8) store<u64>(to + at, load<u64>(from + at));
  } else {
    for (let at: u32 = 0; at < length; at++) store<u8>(to + at, load<u8>(from + at));
  }
}
