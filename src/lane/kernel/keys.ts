import { reserve } from './areas';

/** Fields with labels at most. */
export const MOST_KEYS: u32 = 64;
/** Bytes of the values with labels of one row at most. */
export const MOST_KEY_BYTES: u32 = 4096;

let spans: usize = 0;
let key: usize = 0;
let keyCount: u32 = 0;

/** The key of the row: what its labels follow from. */
export let keyAt: usize = 0;
export let keySize: u32 = 0;

export function prepareKeys(): void {
  spans = reserve(MOST_KEYS * 8);
  key = reserve(MOST_KEYS * 4 + MOST_KEY_BYTES);
}

export function countKeys(count: u32): void {
  keyCount = count;
}

/** No field with labels was met yet: an absent one is empty. */
export function clearKeys(): void {
  memory.fill(spans, 0, keyCount << 3);
}

/** Notes where the value of a field with labels lies. */
export function noteKey(number: u32, from: usize, to: usize): void {
  const span = spans + (number << 3);
  store<u32>(span, <u32>from);
  store<u32>(span, <u32>to, 4);
}

/** Sets the key of the row: its one value with a label as it stands, or all of them with their sizes. @returns false if too long */
export function findKey(): bool {
  if (keyCount === 1) {
    keyAt = load<u32>(spans);
    keySize = load<u32>(spans, 4) - load<u32>(spans);
    return keySize <= MOST_KEY_BYTES;
  }
  let to = key;
  for (let number: u32 = 0; number < keyCount; number++) {
    const from = load<u32>(spans + (number << 3));
    const size = load<u32>(spans + (number << 3), 4) - from;
    if (<u32>(to - key) + size + 4 > MOST_KEY_BYTES) return false;
    store<u32>(to, size);
    memory.copy(to + 4, from, size);
    to += 4 + size;
  }
  keyAt = key;
  keySize = <u32>(to - key);
  return true;
}
