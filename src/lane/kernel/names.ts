import { reserve } from './areas';
import { areEqual } from './labels';

/** Names of one list at most. */
export const MOST_NAMES: u32 = 128;
/** Bytes of all names together. */
export const NAMES_BYTES: u32 = 16 << 10;
/** A hash, where the name is, its size, its value: four numbers a name. */
const NAME_BYTES: u32 = 16;

/** What `findName` gives for a name that is not in the list. */
export const UNNAMED: u32 = 0;

/** Lists of names that the host fills: fields of a row, the parts of a message, roles. */
export const FIELDS: u32 = 0;
export const PARTS: u32 = 1;
export const ROLES: u32 = 2;
const LISTS: u32 = 3;

const counts = memory.data(12);
let lists: usize = 0;
let bytes: usize = 0;
let used: u32 = 0;

export function prepareNames(): void {
  lists = reserve(LISTS * MOST_NAMES * NAME_BYTES);
  bytes = reserve(NAMES_BYTES);
}

/** Forgets all names. @returns where the host writes a name before `addName` */
export function clearNames(): usize {
  memory.fill(counts, 0, 12);
  used = 0;
  return bytes;
}

/** Adds the name that begins where the last one ended. @param value from 1 on */
export function addName(list: u32, size: u32, value: u32): void {
  const count = load<u32>(counts + (list << 2));
  const place = lists + (list * MOST_NAMES + count) * NAME_BYTES;
  store<u32>(place, hashName(bytes + used, size));
  store<u32>(place, <u32>(bytes + used), 4);
  store<u32>(place, size, 8);
  store<u32>(place, value, 12);
  store<u32>(counts + (list << 2), count + 1);
  used += size;
}

/** Value of a name, or UNNAMED. */
export function findName(list: u32, at: usize, size: u32, hash: u32): u32 {
  const from = lists + list * MOST_NAMES * NAME_BYTES;
  const to = from + load<u32>(counts + (list << 2)) * NAME_BYTES;
  for (let place = from; place < to; place += NAME_BYTES) {
    if (load<u32>(place) !== hash || load<u32>(place, 8) !== size) continue;
    if (areEqual(load<u32>(place, 4), at, size)) return load<u32>(place, 12);
  }
  return UNNAMED;
}

/** A hash of all bytes: one multiplication for each 8. May read 7 bytes past the end. */
export function hashName(at: usize, size: u32): u32 {
  let mixed: u64 = size;
  let left = size;
  let from = at;
  for (; left >= 8; left -= 8, from += 8) {
    mixed = (mixed ^ load<u64>(from)) * 0x9e3779b97f4a7c15;
    mixed ^= mixed >> 29;
  }
  if (left > 0) mixed ^= load<u64>(from) & (~(<u64>0) >> (64 - 8 * <u64>left));
  mixed *= 0xbf58476d1ce4e5b9;
  return <u32>(mixed >> 32);
}
