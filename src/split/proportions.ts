import type { PerSplit } from '../core/splits.js';
import { add, at, COLUMNS } from './numbers.js';
import type { Stratum } from './stratum.js';

/** Doubles within a millionth of a whole example count as whole. */
const WHOLE_SLACK = 1e-6;
/** How far sizes are from their ratios at most when they follow from them by rounding (twice, for test); beyond, they were asked for as counts. */
const ROUNDING_MAX = 2;

/** What the plan aims at: shares, and the exact expectation of every label set in every split. */
export interface Proportions {
  /** Share of every split; the ratios, or the sizes themselves where those were asked for as counts. */
  readonly shares: Float64Array;
  readonly sizes: Float64Array;
  readonly examples: number;
  /** Examples per label set. */
  readonly counts: Float64Array;
  /** Exact expectations, three cells per label set, and their floors and ceilings. */
  readonly exact: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Time and memory O(sets + strata). */
export function proportionsOf(
  strata: readonly Stratum[],
  setCount: number,
  sizes: PerSplit<number>,
  ratios: PerSplit<number>,
): Proportions {
  const counts = new Float64Array(setCount);
  let examples = 0;
  for (const { units, parts } of strata) {
    for (const part of parts) {
      add(counts, part.set, units * part.examples);
      examples += units * part.examples;
    }
  }
  const isByRatio = sizes.every((size, column) => Math.abs(size - examples * (ratios[column] ?? 0)) < ROUNDING_MAX);
  const shares = Float64Array.from(isByRatio ? ratios : sizes.map((size) => size / examples));
  const exact = new Float64Array(setCount * COLUMNS);
  for (let cell = 0; cell < exact.length; cell++)
    exact[cell] = at(counts, Math.floor(cell / COLUMNS)) * at(shares, cell % COLUMNS);
  return {
    shares,
    sizes: Float64Array.from(sizes),
    examples,
    counts,
    exact,
    lower: exact.map((value) => Math.floor(value + WHOLE_SLACK)),
    upper: exact.map((value) => Math.ceil(value - WHOLE_SLACK)),
  };
}
