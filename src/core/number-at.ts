/**
 * Numbers at places that are known to be within a list, which the compiler cannot know. A function for each kind of list: what
 * meets many kinds is several times slower.
 */

/** The number at a place of a list, 0 beyond its end. For lists of any kind, where few numbers are asked for. */
export function numberAt(values: ArrayLike<number>, place: number): number {
  return values[place] ?? 0;
}

/** The same for counts and shares, in loops over a million of them. */
export function floatAt(values: Float64Array, place: number): number {
  return values[place] ?? 0;
}

/** The same for places and for small numbers. */
export function wordAt(values: Uint32Array | Uint8Array, place: number): number {
  return values[place] ?? 0;
}

/** Adds to the number at a place. */
export function addTo(values: Float64Array, place: number, amount: number): void {
  values[place] = (values[place] ?? 0) + amount;
}
