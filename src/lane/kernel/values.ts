/** Size of a value that is null. */
export const NULL: u32 = 0xffffffff;

/** The stored bytes of the truth values, and where they are, as those of a dictionary. */
const TRUTHS = memory.data<u8>([0, 1]);
const truths = memory.data(16);

/** A dictionary of false and true. */
export function truthsAt(): usize {
  store<u32>(truths, <u32>TRUTHS);
  store<u32>(truths, 1, 4);
  store<u32>(truths, <u32>TRUTHS + 1, 8);
  store<u32>(truths, 1, 12);
  return truths;
}

/**
 * Numbers in Parquet's mix of runs and bit-packed groups (Encodings.md, "RLE"), 32 bits each; as src/read/parquet/hybrid.ts.
 * @returns whether there are `count` of them before `end`
 */
export function decodeHybrid(from: usize, end: usize, bitWidth: u32, count: u32, to: usize): bool {
  if (bitWidth > 32 || from > end) return false;
  const runBytes = (bitWidth + 7) >> 3;
  let at = from;
  let done: u32 = 0;
  while (done < count) {
    let header: u64 = 0;
    for (let shift: u64 = 0; ; shift += 7) {
      if (at >= end || shift > 28) return false;
      const byte = <u64>load<u8>(at++);
      header |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const numbers = header >> 1;
    if (numbers === 0) return false;
    const left = count - done;
    const target = to + ((<usize>done) << 2);
    if ((header & 1) !== 0) {
      const bytes = numbers * <u64>bitWidth;
      const there = <u64>(end - at);
      // old writers leave out the padding of the last group, but no more than that
      if (bitWidth > 0 && bytes >= there + <u64>bitWidth) return false;
      const taken: u32 = numbers * 8 < <u64>left ? <u32>(numbers * 8) : left;
      if ((<u64>taken * <u64>bitWidth + 7) >> 3 > there) return false;
      unpackBits(at, bitWidth, taken, target);
      done += taken;
      at += <usize>bytes;
      continue;
    }
    if (<u32>(end - at) < runBytes) return false;
    const value = runBytes === 0 ? 0 : load<u32>(at) & (0xffffffff >> (32 - 8 * runBytes));
    if (bitWidth < 32 && value >>> bitWidth !== 0) return false;
    at += runBytes;
    const taken: u32 = numbers < <u64>left ? <u32>numbers : left;
    for (let place: u32 = 0; place < taken; place++) store<u32>(target + ((<usize>place) << 2), value);
    done += taken;
  }
  return true;
}

/** Numbers of so many bits each, the lowest bits first. */
function unpackBits(from: usize, bitWidth: u32, count: u32, to: usize): void {
  const mask = bitWidth === 0 ? 0 : ~(<u64>0) >> (64 - <u64>bitWidth);
  let bit: u64 = 0;
  for (let place: u32 = 0; place < count; place++) {
    store<u32>(to + ((<usize>place) << 2), <u32>((load<u64>(from + <usize>(bit >> 3)) >> (bit & 7)) & mask));
    bit += bitWidth;
  }
}

/** How many of the levels are 1. */
export function countOnes(levels: usize, count: u32): u32 {
  let ones: u32 = 0;
  for (let place: u32 = 0; place < count; place++) ones += load<u32>(levels + ((<usize>place) << 2));
  return ones;
}

/** Finds values that have their sizes before them. A place and a size each. @returns whether all are there */
export function placeSized(from: usize, end: usize, count: u32, spans: usize): bool {
  let at = from;
  let span = spans;
  for (let place: u32 = 0; place < count; place++) {
    if (at + 4 > end) return false;
    const size = load<u32>(at);
    at += 4;
    if (size > <u32>(end - at)) return false;
    store<u32>(span, <u32>at);
    store<u32>(span, size, 4);
    span += 8;
    at += size;
  }
  return true;
}

/** The same for values of one width. */
export function placeFixed(from: usize, end: usize, width: u32, count: u32, spans: usize): bool {
  if (from > end || <u64>width * <u64>count > <u64>(end - from)) return false;
  for (let place: u32 = 0; place < count; place++) {
    const span = spans + ((<usize>place) << 3);
    store<u32>(span, <u32>from + place * width);
    store<u32>(span, width, 4);
  }
  return true;
}

/** The same for truth values, a bit each. */
export function placeTruths(from: usize, end: usize, count: u32, spans: usize): bool {
  if (from > end || (<u64>count + 7) >> 3 > <u64>(end - from)) return false;
  for (let place: u32 = 0; place < count; place++) {
    const bit = ((<u32>load<u8>(from + (place >> 3))) >> (place & 7)) & 1;
    const span = spans + ((<usize>place) << 3);
    store<u32>(span, <u32>TRUTHS + bit);
    store<u32>(span, 1, 4);
  }
  return true;
}

/** The same for values of a dictionary, by their numbers. */
export function placeListed(numbers: usize, count: u32, dictionary: usize, size: u32, spans: usize): bool {
  for (let place: u32 = 0; place < count; place++) {
    const number = load<u32>(numbers + ((<usize>place) << 2));
    if (number >= size) return false;
    store<u64>(spans + ((<usize>place) << 3), load<u64>(dictionary + ((<usize>number) << 3)));
  }
  return true;
}

/** Moves values to where they belong among nulls: the last first, so that none is overwritten before it is moved. */
export function spreadNulls(levels: usize, count: u32, values: u32, spans: usize): void {
  let value = values;
  for (let place = count; place > value;) {
    place--;
    const span = spans + ((<usize>place) << 3);
    if (load<u32>(levels + ((<usize>place) << 2)) === 0) store<u64>(span, (<u64>NULL) << 32);
    else store<u64>(span, load<u64>(spans + ((<usize>--value) << 3)));
  }
}
