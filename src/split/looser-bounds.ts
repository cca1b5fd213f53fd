import type { Deal } from './deal.js';
import type { DealTable, TableRow } from './deal-table.js';
import type { Bounds } from './fit-row.js';
import { at, COLUMNS, placeAt } from './numbers.js';
import { exactOf, type Proportions } from './proportions.js';

/** Absorbs the error of doubles; far below one example. */
const SLACK = 1e-6;

export interface Looser {
  readonly table: DealTable;
  readonly aim: Proportions;
  readonly deal: Deal;
  /** Floor and ceiling of every cell, at least the fewest; loosened in place. */
  readonly bounds: Bounds;
  /** Fewest units that small classes ask for, per cell. */
  readonly fewest: Uint8Array;
  /** Whether those come before the shares of other label sets. */
  readonly isFirm: boolean;
}

/**
 * Bounds to try where floors and ceilings don't allow the totals, from strict to loose: within one example (of heavier units:
 * one unit) of the exact share; where small classes are to be covered, any that leave them their examples; within one example
 * without regard to small classes; none.
 */
export function* looserBounds({ table, aim, deal, bounds, fewest, isFirm }: Looser): Generator<Bounds> {
  const { lower, upper } = bounds;
  const most = (_: number, cell: number): number => (at(aim.sizes, cell % COLUMNS) === 0 ? 0 : Infinity);
  const loosen = (keptAt: (cell: number) => number): Bounds => {
    for (let row = 0; row < table.length; row++) {
      const { parts } = table.row(row);
      for (let cell = row * COLUMNS; cell < (row + 1) * COLUMNS; cell++) {
        const reach = reachOf(parts, cell % COLUMNS, aim, deal);
        lower[cell] = Math.max(keptAt(cell), Math.min(at(lower, cell), reach.least));
        upper[cell] = Math.max(at(upper, cell), reach.most);
      }
    }
    return bounds;
  };
  yield loosen((cell) => placeAt(fewest, cell));
  if (isFirm) yield { lower: Float64Array.from(fewest), upper: upper.map(most) };
  yield loosen(() => 0);
  yield { lower: lower.fill(0), upper: Float64Array.from(upper, most) };
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
    const missing = (exactOf(aim, set, column) - at(deal.given, set * COLUMNS + column)) / examples;
    least = Math.max(least, Math.ceil(missing - 1 - SLACK));
    most = Math.min(most, Math.floor(missing + 1 + SLACK));
  }
  return { least, most };
}
