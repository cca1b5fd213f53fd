import { floatAt } from '../core/number-at.js';

export { addTo as add, floatAt as at, wordAt as placeAt } from '../core/number-at.js';

/** Number of splits: tables hold this many cells per row, in the order of SPLITS. */
export const COLUMNS = 3;

/** Sum of the three cells of a row, or of three totals. */
export function rowSum(values: Float64Array, row = 0): number {
  return floatAt(values, row * COLUMNS) + floatAt(values, row * COLUMNS + 1) + floatAt(values, row * COLUMNS + 2);
}
