/** Number of splits: tables hold this many cells per row, in the order of SPLITS. */
export const COLUMNS = 3;

/** The value at a place; 0 beyond the end. One accessor for one array type keeps the loops over a million rows fast. */
export function at(values: Float64Array, place: number): number {
  return values[place] ?? 0;
}

/** The same for places and for small numbers. */
export function placeAt(values: Uint32Array | Uint8Array, place: number): number {
  return values[place] ?? 0;
}

/** Adds to the value at a place. */
export function add(values: Float64Array, place: number, amount: number): void {
  values[place] = (values[place] ?? 0) + amount;
}

/** Sum of the three cells of a row, or of three totals. */
export function rowSum(values: Float64Array, row = 0): number {
  return at(values, row * COLUMNS) + at(values, row * COLUMNS + 1) + at(values, row * COLUMNS + 2);
}
