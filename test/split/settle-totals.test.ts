import { describe, expect, it } from 'vitest';
import { strataOf, type Stratum } from '../../src/core/strata.js';
import { emptyDeal, type Deal } from '../../src/split/deal.js';
import { proportionsOf } from '../../src/split/proportions.js';
import { settleTotals } from '../../src/split/settle-totals.js';
import type { PerSplit } from '../../src/core/splits.js';

const ONES: Stratum = { units: 3, parts: [{ set: 0, examples: 1 }] };
const TWOS: Stratum = { units: 2, parts: [{ set: 1, examples: 2 }] };
const FIVES: Stratum = { units: 2, parts: [{ set: 1, examples: 5 }] };

/** Where the units of strata lie after they were settled, and the deal they make. */
function settled(strata: readonly Stratum[], units: readonly (readonly number[])[], sizes: PerSplit<number>) {
  const all = strataOf(strata);
  const deal = emptyDeal(strata.length, 2, true);
  strata.forEach(({ parts }, place) => {
    units[place]?.forEach((count, column) => {
      for (const { set, examples } of parts) {
        deal.units[place * 3 + column] = count;
        deal.totals[column] = (deal.totals[column] ?? 0) + count * examples;
        deal.given[set * 3 + column] = (deal.given[set * 3 + column] ?? 0) + count * examples;
        if (deal.heavy !== undefined && examples > 1)
          deal.heavy[set * 3 + column] = (deal.heavy[set * 3 + column] ?? 0) + count * examples;
      }
    });
  });
  settleTotals(all, proportionsOf(all, 2, sizes, [0.8, 0.1, 0.1]), deal);
  return { units: rowsOf(deal.units), totals: [...deal.totals], given: rowsOf(deal.given), heavy: heavyOf(deal) };
}

function heavyOf({ heavy }: Deal): readonly (readonly number[])[] {
  return rowsOf(heavy ?? new Float64Array(0));
}

function rowsOf(table: Float64Array): readonly (readonly number[])[] {
  return Array.from({ length: table.length / 3 }, (_, row) => [...table.subarray(row * 3, row * 3 + 3)]);
}

describe('settleTotals', () => {
  it('moves a single example to the split that lacks one, and does not take it for a copy', () => {
    expect(
      settled(
        [ONES, TWOS],
        [
          [3, 0, 0],
          [2, 0, 0],
        ],
        [6, 0, 1],
      ),
    ).toEqual({
      units: [
        [2, 0, 1],
        [2, 0, 0],
      ],
      totals: [6, 0, 1],
      given: [
        [2, 0, 1],
        [4, 0, 0],
      ],
      heavy: [
        [0, 0, 0],
        [4, 0, 0],
      ],
    });
  });

  it('swaps units of different weight where no single move brings the totals nearer', () => {
    expect(
      settled(
        [TWOS, FIVES],
        [
          [0, 2, 0],
          [2, 0, 0],
        ],
        [7, 7, 0],
      ),
    ).toEqual({
      units: [
        [1, 1, 0],
        [1, 1, 0],
      ],
      totals: [7, 7, 0],
      given: [
        [0, 0, 0],
        [7, 7, 0],
      ],
      heavy: [
        [0, 0, 0],
        [7, 7, 0],
      ],
    });
  });

  it('leaves a deal alone that no move brings nearer', () => {
    expect(settled([FIVES], [[2, 0, 0]], [8, 1, 1]).units).toEqual([[2, 0, 0]]);
  });
});
