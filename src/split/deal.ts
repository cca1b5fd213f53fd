import { add, COLUMNS } from './numbers.js';

/** Units per stratum and split, and what that makes in examples. Built up in place. */
export interface Deal {
  /** Units, three cells per stratum. */
  readonly units: Float64Array;
  /** Examples, three cells per label set. */
  readonly given: Float64Array;
  /** Of those, examples that are inputs seen once, with one label set: they can be moved freely. */
  readonly singles: Float64Array;
  readonly totals: Float64Array;
}

/** What small classes ask for. */
export interface Least {
  /** Fewest examples, three cells per label set, whole. */
  readonly examples: Float64Array;
  /** Whether they come before the shares of other label sets. */
  readonly isFirm: boolean;
}

/** A deal of nothing yet. */
export function emptyDeal(strataCount: number, setCount: number): Deal {
  return {
    units: new Float64Array(strataCount * COLUMNS),
    given: new Float64Array(setCount * COLUMNS),
    singles: new Float64Array(setCount * COLUMNS),
    totals: new Float64Array(COLUMNS),
  };
}

/** Moves an example that is seen once from one split to another. */
export function moveSingle(deal: Deal, set: number, from: number, to: number): void {
  for (const table of [deal.given, deal.singles]) {
    add(table, set * COLUMNS + from, -1);
    add(table, set * COLUMNS + to, 1);
  }
}
