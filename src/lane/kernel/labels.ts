import { reserve } from './areas';

/** Different label bytes the table holds at most; the rest of a source with more goes the row way. */
export const MOST_LABELS: u32 = 65536;
/** Bytes of all of them together. */
const ARENA_BYTES: u32 = 8 << 20;
/** Twice as many slots as labels, so that a look-up takes one or two steps. */
const SLOTS: u32 = MOST_LABELS * 2;

/** What `find` gives for labels that were never defined. */
export const UNKNOWN: u32 = 0xffffffff;

let slots: usize = 0;
let entries: usize = 0;
let arena: usize = 0;
let used: u32 = 0;
let count: u32 = 0;

export function prepareLabels(): void {
  slots = reserve(SLOTS * 4);
  entries = reserve(MOST_LABELS * 12);
  arena = reserve(ARENA_BYTES);
}

/** Forgets every label. */
export function clearLabels(): void {
  memory.fill(slots, 0, SLOTS * 4);
  used = 0;
  count = 0;
}

/** Label set of the labels written with these bytes, or UNKNOWN. */
export function findLabels(at: usize, size: u32): u32 {
  let slot = hash(at, size) & (SLOTS - 1);
  let entry = load<u32>(slots + (slot << 2));
  while (entry !== 0) {
    const place = entries + (entry - 1) * 12;
    if (load<u32>(place, 4) === size && areEqual(arena + load<u32>(place), at, size)) return load<u32>(place, 8);
    slot = (slot + 1) & (SLOTS - 1);
    entry = load<u32>(slots + (slot << 2));
  }
  return UNKNOWN;
}

/** Notes the label set of bytes that are not known yet. @returns false where the table is full */
export function defineLabels(at: usize, size: u32, labelSet: u32): bool {
  if (count === MOST_LABELS || used + size > ARENA_BYTES) return false;
  let slot = hash(at, size) & (SLOTS - 1);
  while (load<u32>(slots + (slot << 2)) !== 0) slot = (slot + 1) & (SLOTS - 1);
  memory.copy(arena + used, at, size);
  const place = entries + count * 12;
  store<u32>(place, used);
  store<u32>(place, size, 4);
  store<u32>(place, labelSet, 8);
  store<u32>(slots + (slot << 2), ++count);
  used += size;
  return true;
}

/** A hash of all bytes: two multiplications for each 8. */
function hash(at: usize, size: u32): u32 {
  let mixed: u64 = <u64>size * 0x9e3779b97f4a7c15;
  let left = size;
  let from = at;
  for (; left >= 8; left -= 8, from += 8) mixed = (mixed ^ load<u64>(from)) * 0xbf58476d1ce4e5b9;
  if (left > 0) mixed = (mixed ^ (load<u64>(from) & (~(<u64>0) >> (64 - 8 * <u64>left)))) * 0xbf58476d1ce4e5b9;
  mixed ^= mixed >> 32;
  return <u32>((mixed * 0x94d049bb133111eb) >> 40);
}

/** Whether so many bytes are the same. May read 7 bytes past the ends. */
export function areEqual(a: usize, b: usize, size: u32): bool {
  let at: u32 = 0;
  for (; at + 8 <= size; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  if (at === size) return true;
  return (load<u64>(a + at) ^ load<u64>(b + at)) << (64 - 8 * <u64>(size - at)) === 0;
}
