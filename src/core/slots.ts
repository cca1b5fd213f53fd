/** Finds entries of a table by a hash of theirs. */
export interface Slots {
  /** The entry with this hash that `isSame` says is the one, or -1. */
  find(hash: number, isSame: (entry: number) => boolean): number;
  /** Notes the next entry: the first is 0, each later one greater by one. */
  add(hash: number): void;
}

/**
 * An empty table. Eight to sixteen bytes an entry, and a look-up takes one or two steps. Method: open addressing, at most half
 * full.
 * @param hashOf the hash of an entry, a whole number of 32 bits; asked where the table grows
 */
export function createSlots(hashOf: (entry: number) => number): Slots {
  let slots = new Uint32Array(64);
  let count = 0;

  const place = (hash: number, entry: number): void => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = entry + 1;
  };
  return {
    find(hash, isSame) {
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
        if (isSame(entry - 1)) return entry - 1;
        slot = (slot + 1) & mask;
      }
      return -1;
    },
    add(hash) {
      if (2 * (count + 1) > slots.length) {
        slots = new Uint32Array(2 * slots.length);
        for (let entry = 0; entry < count; entry++) place(hashOf(entry), entry);
      }
      place(hash, count++);
    },
  };
}

/** Mixes a number of 32 bits into a hash. Method: the rounds and the end of MurmurHash3. */
export function mix(hash: number, value: number): number {
  const turned = Math.imul(value, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((turned << 15) | (turned >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}

/** Makes the low bits of a hash depend on all of it. */
export function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
