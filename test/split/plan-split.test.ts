import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PerSplit } from '../../src/core/splits.js';
import { MASSIVE, optionsWith, planClasses, RATIOS, singles, sizesOf, totalsOf, planSplit } from './plans.js';

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
    plan.units.forEach(([, , test], place) => {
      expect(Math.abs(test - ((MASSIVE[place] ?? 0) * 500) / 6642)).toBeLessThan(1 + SLACK);
    });
  });

  it('holds the totals and keeps every class within one of its share, for any counts, ratios and seed', () => {
    fc.assert(
      fc.property(anyCounts, fc.constantFrom(...ratiosList), fc.nat(1000), (counts, ratios, seed) => {
        const plan = planClasses(counts, { ratios, seed });
        const sizes = sizesOf(sum(counts), ratios);
        // the sizes themselves may be up to two from their ratios: a lone class then is, too
        const reach = Math.max(1, ...sizes.map((size, column) => Math.abs(size - sum(counts) * (ratios[column] ?? 0))));
        plan.units.forEach((cells, place) => {
          expect(sum(cells)).toBe(counts[place]);
          cells.forEach((cell, column) => {
            expect(Number.isInteger(cell) && cell >= 0).toBe(true);
            expect(Math.abs(cell - (counts[place] ?? 0) * (ratios[column] ?? 0))).toBeLessThanOrEqual(reach + SLACK);
          });
        });
        expect(totalsOf(plan.units)).toEqual(sizes);
      }),
      { numRuns: 10_000, seed: 1 },
    );
  });

  it('finds floors and ceilings with train first wherever they exist (compared with a search of all plans)', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(counts, fc.constantFrom(...ratiosList), fc.nat(99), (sizesOfClasses, ratios, seed) => {
        const plan = planClasses(sizesOfClasses, { ratios, seed });
        const question = { counts: sizesOfClasses, ratios, sizes: sizesOf(sum(sizesOfClasses), ratios) };
        const distances = plan.units.flatMap((cells, place) =>
          cells.map((cell, column) => Math.abs(cell - (sizesOfClasses[place] ?? 0) * (ratios[column] ?? 0))),
        );
        const farthest = Math.max(...distances);
        const isTrainFirst = question.sizes[0] > 0;
        if (exists({ ...question, reach: 1 - SLACK, isTrainFirst })) {
          expect(farthest).toBeLessThan(1 - SLACK);
          if (isTrainFirst) expect(plan.certificate.withoutTrainCount).toBe(0);
        } else if (exists({ ...question, reach: 1 + SLACK, isTrainFirst })) {
          expect(farthest).toBeLessThan(1 + SLACK);
          if (isTrainFirst) expect(plan.certificate.withoutTrainCount).toBe(0);
        } else if (exists({ ...question, reach: 1 + SLACK, isTrainFirst: false })) {
          expect(farthest).toBeLessThan(1 + SLACK);
        }
      }),
      { numRuns: 4000, seed: 2 },
    );
  });

  it('puts the only example of a class in train, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { units } = planClasses([40, 1, 1, 30, 1], { seed });
      expect([units[1], units[2], units[4]]).toEqual(Array.from({ length: 3 }, () => [1, 0, 0]));
    }
  });

  it('gives up train first where the totals leave no room, and says which classes', () => {
    const plan = planClasses([1, 1, 1, 1], { ratios: [0.5, 0.25, 0.25] });
    expect(totalsOf(plan.units)).toEqual([2, 1, 1]);
    expect(plan.certificate.withoutTrainCount).toBe(2);
    expect(plan.certificate.withoutTrain).toHaveLength(2);
  });

  it('names classes missing from a split, with how many examples are enough', () => {
    const { certificate } = planClasses([50, 3]);
    expect(certificate.missingCount).toBeGreaterThan(0);
    for (const { class: held, examples, enough } of certificate.missing) expect([held, examples, enough]).toEqual([1, 3, 10]);
  });

  it('covers every class that is large enough', () => {
    fc.assert(
      fc.property(anyCounts, fc.nat(99), (counts, seed) => {
        const plan = planClasses([...counts, 200], { smallClasses: 'cover', seed });
        plan.units.forEach((cells, place) => {
          if ((counts[place] ?? 200) >= 3) expect(Math.min(...cells)).toBeGreaterThan(0);
          if ((counts[place] ?? 200) > 0) expect(cells[0]).toBeGreaterThan(0);
        });
        expect(plan.certificate.ed).toBe(0);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('certifies by how much covering moves a class from its share', () => {
    const { certificate } = planClasses([3, 100], { smallClasses: 'cover' });
    expect(certificate.deviations).toEqual([
      { set: 0, split: 'train', exact: expect.closeTo(2.4), given: 1, reason: 'small-class' },
    ]);
  });

  it('gives up covering only where the totals leave no room', () => {
    const { units, certificate } = planClasses([3, 3, 3], { smallClasses: 'cover' });
    expect(totalsOf(units)).toEqual([7, 1, 1]);
    expect(certificate).toMatchObject({ ed: 0, withoutTrainCount: 0, missingCount: 4 });
  });

  it('fails where it is told to when a class is missing from a split, and names it', () => {
    const input = { sets: [[0], [1]], classCount: 2, strata: singles([50, 3]), sizes: sizesOf(53, RATIOS) };
    const options = optionsWith({ smallClasses: 'fail' });
    expect(() => planSplit(input, options)).toThrow(/1 \(3 of 10\) in (validation|test)/);
    expect(() => planSplit({ ...input, nameOf: (held) => `class ${held}` }, options)).toThrow(/class 1/);
    expect(() => planSplit(input, options)).toThrow(expect.objectContaining({ code: 'SMALL_CLASSES' }));
    expect(() => planClasses(MASSIVE, { smallClasses: 'fail' })).not.toThrow();
    expect(() => planClasses([...Array.from({ length: 30 }, () => 1), 100], { smallClasses: 'fail' })).toThrow(/more/);
  });

  it('refuses sizes that do not sum to the examples', () => {
    expect(() => planClasses([10], {}, [1, 1, 1])).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('plans nothing for no examples', () => {
    expect(planClasses([]).units).toEqual([]);
    expect(planClasses([0, 0]).units).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('gives the same plan for the same seed, and others for others', () => {
    expect(planClasses(MASSIVE)).toEqual(planClasses(MASSIVE));
    const plans = new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(planClasses(MASSIVE, { seed }).units)));
    expect(plans.size).toBeGreaterThan(15);
  });

  it('finishes on 200,000 strata with exact totals', () => {
    const counts = Array.from({ length: 200_000 }, (_, place) => 1 + (place % 13));
    const { certificate } = planClasses(counts);
    expect(certificate).toMatchObject({ ed: 0, deviationCount: 0, withoutTrainCount: 0 });
  });
});

const anyCounts = fc.array(fc.oneof(fc.nat(5), fc.nat(60), fc.nat(2000)), { minLength: 1, maxLength: 12 });

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

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
  let sums = new Set([0]);
  for (const count of counts) {
    const next = new Set<number>();
    for (let train = 0; train <= count; train++) {
      for (let validation = 0; train + validation <= count; validation++) {
        const cells = [train, validation, count - train - validation];
        const isNear = cells.every((cell, column) => Math.abs(cell - count * (ratios[column] ?? 0)) <= reach);
        if (!isNear || (isTrainFirst && train === 0)) continue;
        for (const before of sums) next.add(before + train * 1000 + validation);
      }
    }
    sums = next;
  }
  return sums.has(sizes[0] * 1000 + sizes[1]);
}
