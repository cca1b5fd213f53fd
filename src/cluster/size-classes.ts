import type { Bounds } from './bounds.js';

/** Sets of similar sizes, searched together. */
export interface SizeClass {
  /** Places of the sets that look for partners that are not larger: from `from` up to but not including `end`. */
  readonly from: number;
  readonly end: number;
  /** First place of a possible partner. */
  readonly partners: number;
  /** Parts that shingles are dealt to: one more than those in which two similar sets can differ. */
  readonly parts: number;
}

/** How much larger the largest set of a class may be than the smallest, at least. Measured: less costs memory accesses, more comparisons. */
const WIDTH = 1.05;
/** And at most, where a threshold near 1 would make one class of all. */
const MOST_WIDTH = 2;

/**
 * The classes: as wide as sets can differ in the same number of shingles, so that no class has more parts than it needs.
 * @param sizes  ascending; empty sets are in no class
 */
export function sizeClasses(sizes: Uint32Array, bounds: Bounds): readonly SizeClass[] {
  const classes: SizeClass[] = [];
  let from = firstAtLeast(sizes, 1);
  while (from < sizes.length) {
    const smallest = sizes[from] ?? 0;
    let largest = Math.floor(smallest * WIDTH);
    const different = bounds.mostDifferent(2 * largest);
    while (largest < smallest * MOST_WIDTH && bounds.mostDifferent(2 * largest + 2) === different) largest++;
    const end = firstAtLeast(sizes, largest + 1);
    const partners = firstAtLeast(sizes, bounds.leastPartner(smallest));
    classes.push({ from, end, partners, parts: different + 1 });
    from = end;
  }
  return classes;
}

/** First place of a size that is not smaller. */
function firstAtLeast(sizes: Uint32Array, size: number): number {
  let from = 0;
  let to = sizes.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sizes[middle] ?? 0) < size) from = middle + 1;
    else to = middle;
  }
  return from;
}
