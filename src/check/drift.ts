/** How far two distributions over the same classes are apart. */
export interface Drift {
  /** L-infinity: the largest difference of a class's share, from 0 to 1. */
  readonly largest: number;
  /** Place of that class. */
  readonly worst: number;
  /** Shares of that class. */
  readonly before: number;
  readonly after: number;
  /** Jensen-Shannon divergence, in bits: 0 for equal distributions, 1 for those without a class in common. */
  readonly divergence: number;
  /** What chance alone may make of the largest difference: three standard errors of the worst class. */
  readonly chance: number;
}

/**
 * Compares counts per class; both lists in the same order. Time O(classes).
 * @returns undefined where one of them is empty
 */
export function compareCounts(
  before: readonly number[] | Float64Array,
  after: readonly number[] | Float64Array,
): Drift | undefined {
  const totalBefore = sum(before);
  const totalAfter = sum(after);
  if (totalBefore === 0 || totalAfter === 0) return undefined;
  let largest = -1;
  let worst = 0;
  let divergence = 0;
  for (let place = 0; place < before.length; place++) {
    const p = (before[place] ?? 0) / totalBefore;
    const q = (after[place] ?? 0) / totalAfter;
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2;
    if (Math.abs(p - q) > largest) [largest, worst] = [Math.abs(p - q), place];
  }
  const pooled = ((before[worst] ?? 0) + (after[worst] ?? 0)) / (totalBefore + totalAfter);
  const chance = 3 * Math.sqrt(pooled * (1 - pooled) * (1 / totalBefore + 1 / totalAfter));
  return {
    largest: Math.max(0, largest),
    worst,
    before: (before[worst] ?? 0) / totalBefore,
    after: (after[worst] ?? 0) / totalAfter,
    divergence: Math.max(0, divergence),
    chance,
  };
}

function sum(counts: readonly number[] | Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
