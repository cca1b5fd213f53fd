import { numberAt } from '../core/number-at.js';
import type { PerSplit } from '../core/splits.js';
import { add, at } from './numbers.js';
import type { Strata } from '../core/strata.js';

/** Doubles within a millionth of a whole example count as whole. */
const WHOLE_SLACK = 1e-6;
/** How far sizes are from their ratios at most when they follow from them by rounding (twice, for test); beyond, they were asked for as counts. */
const ROUNDING_MAX = 2;

/** What the plan aims at: shares, and from them the exact expectation of every label set in every split. */
export interface Proportions {
  /** Share of every split; the ratios, or the sizes themselves where those were asked for as counts. */
  readonly shares: Float64Array;
  readonly sizes: Float64Array;
  readonly examples: number;
  /** Examples per label set. */
  readonly counts: Float64Array;
}

/** Time and memory O(sets + strata). */
export function proportionsOf(strata: Strata, setCount: number, sizes: PerSplit<number>, ratios: PerSplit<number>): Proportions {
  const counts = new Float64Array(setCount);
  let examples = 0;
  for (let place = 0; place < strata.length; place++) {
    const units = strata.unitsOf(place);
    for (const part of strata.partsOf(place)) {
      add(counts, part.set, units * part.examples);
      examples += units * part.examples;
    }
  }
  const isByRatio = sizes.every((size, column) => Math.abs(size - examples * numberAt(ratios, column)) < ROUNDING_MAX);
  const shares = Float64Array.from(isByRatio ? ratios : sizes.map((size) => size / examples));
  return { shares, sizes: Float64Array.from(sizes), examples, counts };
}

/** Exact expectation of a label set in a split. */
export function exactOf({ counts, shares }: Proportions, set: number, column: number): number {
  return at(counts, set) * at(shares, column);
}

/** Its floor. */
export function lowerOf(aim: Proportions, set: number, column: number): number {
  return Math.floor(exactOf(aim, set, column) + WHOLE_SLACK);
}

/** Its ceiling. */
export function upperOf(aim: Proportions, set: number, column: number): number {
  return Math.ceil(exactOf(aim, set, column) - WHOLE_SLACK);
}
