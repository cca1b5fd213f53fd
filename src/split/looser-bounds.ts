import type { Deal } from './deal.js';
import type { TableRow } from './deal-table.js';
import type { Bounds } from './fit-row.js';
import { at, COLUMNS } from './numbers.js';
import type { Proportions } from './proportions.js';

/** Absorbs the error of doubles; far below one example. */
const SLACK = 1e-6;

export interface Looser {
  readonly rows: readonly TableRow[];
  readonly aim: Proportions;
  readonly deal: Deal;
  /** Floor and ceiling of every cell. */
  readonly bounds: Bounds;
  /** Fewest units that small classes ask for, per cell. */
  readonly fewest: Float64Array;
  /** Whether those come before the shares of other label sets. */
  readonly isFirm: boolean;
}

/**
 * Bounds to try where floors and ceilings don't allow the totals, from strict to loose: within one example (of heavier units:
 * one unit) of the exact share; where small classes are to be covered, any that leave them their examples; within one example
 * without regard to small classes; none.
 */
export function* looserBounds({ rows, aim, deal, bounds, fewest, isFirm }: Looser): Generator<Bounds> {
  const none = new Float64Array(fewest.length);
  const all = none.map((_, cell) => (at(aim.sizes, cell % COLUMNS) === 0 ? 0 : Infinity));
  const near = (kept: Float64Array): Bounds => {
    const lower = bounds.lower.slice();
    const upper = bounds.upper.slice();
    rows.forEach(({ parts }, row) => {
      for (let cell = row * COLUMNS; cell < (row + 1) * COLUMNS; cell++) {
        const reach = reachOf(parts, cell % COLUMNS, aim, deal);
        lower[cell] = Math.max(at(kept, cell), Math.min(at(lower, cell), reach.least));
        upper[cell] = Math.max(at(upper, cell), reach.most);
      }
    });
    return { lower, upper };
  };
  yield near(fewest);
  if (isFirm) yield { lower: fewest, upper: all };
  yield near(none);
  yield { lower: none, upper: all };
}

/** Units that leave every label set of a row within one unit of its exact share. */
function reachOf(
  parts: TableRow['parts'],
  column: number,
  aim: Proportions,
  deal: Deal,
): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = Infinity;
  for (const { set, examples } of parts) {
    const missing = (at(aim.exact, set * COLUMNS + column) - at(deal.given, set * COLUMNS + column)) / examples;
    least = Math.max(least, Math.ceil(missing - 1 - SLACK));
    most = Math.min(most, Math.floor(missing + 1 + SLACK));
  }
  return { least, most };
}
