import type { ShingledTexts } from './shingled-texts.js';

/** Small bit maps of sets, by which most pairs are told apart without looking at the sets. */
export interface Sketches {
  /** Whether the sets of two places may differ in no more than so many shingles; false is certain. */
  mayDifferBy(place: number, other: number, most: number): boolean;
}

/** Words of a sketch at most: 512 bits. */
const WORDS_MOST = 16;

/**
 * Each shingle flips one bit, so the bits in which two sketches differ are at most the shingles in which two sets differ. A
 * sketch has at least as many bits as a set has members on average, from 64 to 512.
 * Method: the bitmap filter of Sandes, Teodoro and Melo (Information Systems, 2020), its XOR variant.
 * @param order  text by place
 */
export function createSketches(texts: ShingledTexts, order: Uint32Array): Sketches {
  const shingles = order.reduce((sum, text) => sum + texts.sizeOf(text), 0);
  let words = 2;
  while (words < WORDS_MOST && words * 32 * order.length < shingles) words *= 2;
  const bits = new Uint32Array(order.length * words);
  const mask = words * 32 - 1;
  order.forEach((text, place) => {
    for (const shingle of texts.shinglesOf(text)) {
      const bit = texts.hashOf(shingle) & mask;
      const at = place * words + (bit >>> 5);
      bits[at] = (bits[at] ?? 0) ^ (1 << (bit & 31));
    }
  });
  return {
    mayDifferBy(place, other, most) {
      const start = place * words;
      const otherStart = other * words;
      let different = 0;
      for (let word = 0; word < words; word++) {
        different += countBits((bits[start + word] ?? 0) ^ (bits[otherStart + word] ?? 0));
        if (different > most) return false;
      }
      return true;
    },
  };
}

function countBits(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
