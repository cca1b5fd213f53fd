import { add, at, COLUMNS } from './numbers.js';

/** Units per stratum and split, and what that makes in examples. Built up in place. */
export interface Deal {
  /** Units, three cells per stratum. */
  readonly units: Float64Array;
  /** Examples, three cells per label set. */
  readonly given: Float64Array;
  /** Of those, examples whose input has others; the rest are inputs seen once, which can be moved freely. Undefined where all are. */
  readonly heavy: Float64Array | undefined;
  readonly totals: Float64Array;
}

/** What small classes ask for. */
export interface Least {
  /** Fewest examples, three cells per label set: none or one. */
  readonly examples: Uint8Array;
  /** Whether they come before the shares of other label sets. */
  readonly isFirm: boolean;
}

/**
 * A deal of nothing yet.
 * @param isHeavy whether some unit has more than one example
 */
export function emptyDeal(strataCount: number, setCount: number, isHeavy: boolean): Deal {
  return {
    units: new Float64Array(strataCount * COLUMNS),
    given: new Float64Array(setCount * COLUMNS),
    heavy: isHeavy ? new Float64Array(setCount * COLUMNS) : undefined,
    totals: new Float64Array(COLUMNS),
  };
}

/** Moves an example that is seen once from one split to another. */
export function moveSingle(deal: Deal, set: number, from: number, to: number): void {
  add(deal.given, set * COLUMNS + from, -1);
  add(deal.given, set * COLUMNS + to, 1);
}

/** Examples of a cell that are seen once. */
export function singlesAt({ given, heavy }: Deal, cell: number): number {
  return heavy === undefined ? at(given, cell) : at(given, cell) - at(heavy, cell);
}
