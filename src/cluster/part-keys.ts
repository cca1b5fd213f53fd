import type { ShingledTexts } from './shingled-texts.js';
import type { SizeClass } from './size-classes.js';

/** Parts worked on at a time, which bounds the memory for keys: 64 bytes a text. */
const PARTS_AT_ONCE = 16;

/**
 * Deals the shingles of every set of a class to parts, and gives each part a key: equal parts have equal keys. Two sets that
 * differ in fewer shingles than there are parts agree in one part at least (pigeonhole).
 * @param order  text by place
 * @param visit  called for each part with the keys from place `partners` on; valid until it returns
 */
export function eachPart(
  texts: ShingledTexts,
  { order, sizeClass }: { readonly order: Uint32Array; readonly sizeClass: SizeClass },
  visit: (keys: Uint32Array) => void,
): void {
  const { partners, end, parts } = sizeClass;
  const places = end - partners;
  for (let first = 0; first < parts; first += PARTS_AT_ONCE) {
    const width = Math.min(PARTS_AT_ONCE, parts - first);
    const keys = new Uint32Array(width * places);
    for (let place = 0; place < places; place++) {
      for (const shingle of texts.shinglesOf(order[partners + place] ?? 0)) {
        const hash = texts.hashOf(shingle);
        const part = Math.floor((hash / 0x100000000) * parts) - first;
        if (part < 0 || part >= width) continue;
        const at = part * places + place;
        keys[at] = (keys[at] ?? 0) + Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
      }
    }
    for (let part = 0; part < width; part++) visit(keys.subarray(part * places, (part + 1) * places));
  }
}
