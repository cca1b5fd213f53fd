import { describe, expect, it } from 'vitest';
import { numberLists } from '../../src/core/number-lists.js';
import type { PerSplit } from '../../src/core/splits.js';
import { strataOf } from '../../src/core/strata.js';
import { emptyDeal, type Deal } from '../../src/split/deal.js';
import { improveClasses } from '../../src/split/improve-classes.js';
import { indexLabels, sumOverClasses, type LabelIndex } from '../../src/split/label-index.js';
import { COLUMNS } from '../../src/split/numbers.js';
import { proportionsOf, type Proportions } from '../../src/split/proportions.js';
import { guardOf, mendSmallClasses, type Guard } from '../../src/split/small-classes.js';
import { RATIOS, singles } from './plans.js';

/** Label sets with their examples per split. */
type Given = readonly (readonly [set: readonly number[], given: PerSplit<number>])[];

interface Arranged {
  readonly index: LabelIndex;
  readonly aim: Proportions;
  readonly deal: Deal;
  readonly totals: Float64Array;
  readonly guard: Guard;
}

describe('mendSmallClasses', () => {
  it('takes the place of a small class from a label set that stays within one example of its shares', () => {
    expect(mended([0, 0, 2], [8, 1, 1])).toEqual([
      [1, 0, 1],
      [7, 1, 2],
    ]);
  });

  it.each([
    ['the split it gives from is short already', [7, 2, 1]],
    ['the split it gives to has one too many already', [8, 0, 2]],
  ] as const)('leaves a class where it is if the label set that makes room would be off by more: %s', (_why, given) => {
    expect(mended([0, 0, 2], given)).toEqual([[0, 0, 2], given]);
  });
});

describe('mendSmallClasses, where copies stay together', () => {
  it('leaves a class out of train rather than its label set farther from its shares', () => {
    const given: Given = [
      [[0], [0, 19, 1]],
      [[1], [160, 1, 19]],
    ];
    const all = arrange(given, RATIOS);
    const deal: Deal = { ...all.deal, heavy: Float64Array.of(0, 19, 0, 0, 0, 0) };
    mendSmallClasses(all.index, all.aim, deal, all.totals, all.guard);
    expect(rowsOf(deal.given)).toEqual(given.map(([, cells]) => cells));
    mendSmallClasses(all.index, all.aim, deal, all.totals, { ...all.guard, isCovering: true });
    expect(rowsOf(deal.given)[0]).toEqual([1, 19, 0]);
  });
});

describe('improveClasses', () => {
  it.each([
    [[0.5, 0.5, 0], 0, 1],
    [[0.5, 0, 0.5], 0, 2],
    [[0, 0.5, 0.5], 1, 2],
  ] as const)('swaps between any two splits: %j', (ratios, from, to) => {
    const inSplit = (split: number): PerSplit<number> => [Number(split === 0), Number(split === 1), Number(split === 2)];
    const all = arrange(
      [
        [[0, 2], inSplit(from)],
        [[0, 3], inSplit(from)],
        [[1, 4], inSplit(to)],
        [[1, 5], inSplit(to)],
      ],
      ratios,
    );
    improveClasses(all.index, all.aim, all.deal, all.totals, { isCovering: false, holds: () => false });
    const even = ratios.map((ratio) => 2 * ratio);
    expect(rowsOf(all.totals).slice(0, 2)).toEqual([even, even]);
    expect(sumOverClasses(all.index, all.deal.given, COLUMNS)).toEqual(all.totals);
  });
});

function mended(small: PerSplit<number>, large: PerSplit<number>): readonly (readonly number[])[] {
  const all = arrange(
    [
      [[0], small],
      [[1], large],
    ],
    RATIOS,
  );
  mendSmallClasses(all.index, all.aim, all.deal, all.totals, all.guard);
  return rowsOf(all.deal.given);
}

/** A deal as it lies, of inputs that are seen once. */
function arrange(given: Given, ratios: PerSplit<number>): Arranged {
  const sets = given.map(([set]) => set);
  const classCount = 1 + Math.max(...sets.flat());
  const counts = given.map(([, cells]) => sumOf(cells));
  const examples = sumOf(counts);
  const sizes: PerSplit<number> = [examples * ratios[0], examples * ratios[1], examples * ratios[2]];
  const index = indexLabels(numberLists(sets), classCount);
  const deal = emptyDeal(sets.length, sets.length, false);
  given.forEach(([, cells], set) => {
    for (const table of [deal.given, deal.units]) table.set(cells, set * COLUMNS);
  });
  const totals = sumOverClasses(index, deal.given, COLUMNS);
  const guard = guardOf(Float64Array.from(rowsOf(totals), sumOf), sizes, false);
  return { index, aim: proportionsOf(strataOf(singles(counts)), sets.length, sizes, ratios), deal, totals, guard };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function rowsOf(table: Float64Array): readonly (readonly number[])[] {
  return Array.from({ length: table.length / COLUMNS }, (_, row) => [...table.subarray(row * COLUMNS, (row + 1) * COLUMNS)]);
}
