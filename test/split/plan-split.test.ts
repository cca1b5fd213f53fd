import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PerSplit } from '../../src/core/splits.js';
import { planSplit, type Stratum } from '../../src/split/split.js';
import {
  examplesIn,
  givenOf,
  MASSIVE,
  optionsWith,
  planClasses,
  planStrata,
  RATIOS,
  singles,
  sizesOf,
  totalsOf,
} from './plans.js';

const SLACK = 1e-6;
const ratiosList: readonly PerSplit<number>[] = [
  [0.8, 0.1, 0.1],
  [0.7, 0.15, 0.15],
  [0.6, 0.2, 0.2],
  [0.9, 0.1, 0],
  [0.9, 0, 0.1],
  [0, 0.5, 0.5],
  [1, 0, 0],
  [1 / 3, 1 / 3, 1 / 3],
  [0.05, 0.05, 0.9],
];

describe('planSplit of a single target', () => {
  it('splits the classes of MASSIVE as the sizes ask, each at floor or ceiling of its share', () => {
    const plan = planClasses(MASSIVE);
    expect(totalsOf(plan.units)).toEqual([5313, 664, 665]);
    expect(plan.units[0]).toEqual([480, 60, 60]);
    plan.units.forEach((cells, place) =>
      cells.forEach((cell, column) => {
        const exact = (MASSIVE[place] ?? 0) * (RATIOS[column] ?? 0);
        expect([Math.floor(exact + SLACK), Math.ceil(exact - SLACK)]).toContain(cell);
      }),
    );
    expect(plan.certificate).toMatchObject({ ed: 0, missingCount: 0, withoutTrainCount: 0, deviationCount: 0 });
  });

  it.each(ratiosList)('holds totals and keeps each class within one of its share at %d/%d/%d', (...ratios) => {
    const plan = planClasses(MASSIVE, { ratios });
    expect(totalsOf(plan.units)).toEqual(sizesOf(6642, ratios));
    expect(plan.certificate.deviationCount).toBe(0);
  });

  it('holds sizes asked for as counts, in proportion to those counts', () => {
    const plan = planClasses(MASSIVE, {}, [6142, 0, 500]);
    expect(totalsOf(plan.units)).toEqual([6142, 0, 500]);
    expect(plan.certificate.deviationCount).toBe(0);
    plan.units.forEach(([, , test], place) =>
      expect(Math.abs(test - ((MASSIVE[place] ?? 0) * 500) / 6642)).toBeLessThan(1 + SLACK),
    );
  });

  it('holds the totals and keeps every class within one of its share, for any counts, ratios and seed', () => {
    fc.assert(
      fc.property(anyCounts, fc.constantFrom(...ratiosList), fc.nat(1000), (counts, ratios, seed) => {
        const plan = planClasses(counts, { ratios, seed });
        const sizes = sizesOf(sum(counts), ratios);
        const reach = Math.max(1, ...sizes.map((size, column) => Math.abs(size - sum(counts) * (ratios[column] ?? 0))));
        plan.units.forEach((cells, place) => {
          expect(cells[0] + cells[1] + cells[2]).toBe(counts[place]);
          cells.forEach((cell, column) => {
            expect(Number.isInteger(cell) && cell >= 0).toBe(true);
            expect(Math.abs(cell - (counts[place] ?? 0) * (ratios[column] ?? 0))).toBeLessThanOrEqual(reach + SLACK);
          });
        });
        expect(totalsOf(plan.units)).toEqual(sizes);
      }),
      {
        maxLength: 6,
      },
    ),
    counts: fc.array(fc.integer({ min: 12, max: 60 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ classCount, heavy, counts }) => {
    const strata: Stratum[] = heavy.map(({ units, sets, copies }) => ({
      units,
      parts: [...new Set(sets.map((set) => set % classCount))].map((set) => ({ set, examples: copies })),
    }));
    return { classCount, strata: [...strata, ...singles(counts.slice(0, classCount))] };
  });

interface Question {
  readonly counts: readonly number[];
  readonly ratios: PerSplit<number>;
  readonly sizes: PerSplit<number>;
  /** How far a cell may be from its share. */
  readonly reach: number;
  readonly isTrainFirst: boolean;
}

/** Whether any plan holds the totals with every cell within reach, by trying all of them class by class. */
function exists({ counts, ratios, sizes, reach, isTrainFirst }: Question): boolean {
  let sums = new Set(['0,0']);
  for (const count of counts) {
    const next = new Set<string>();
    for (let train = 0; train <= count; train++) {
      for (let validation = 0; train + validation <= count; validation++) {
        const cells = [train, validation, count - train - validation];
        const isNear = cells.every((cell, column) => Math.abs(cell - count * (ratios[column] ?? 0)) <= reach);
        if (!isNear || (isTrainFirst && train === 0)) continue;
        for (const sum of sums) {
          const [a = 0, b = 0] = sum.split(',').map(Number);
          next.add(`${a + train},${b + validation}`);
        }
      }
    }
    sums = next;
  }
  return sums.has(`${sizes[0]},${sizes[1]}`);
}
