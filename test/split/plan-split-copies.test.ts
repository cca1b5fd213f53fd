import type { Stratum } from '../../src/core/strata.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examplesIn, givenOf, MASSIVE, planStrata, RATIOS, singles, sizesOf, totalsOf } from './plans.js';

describe('planSplit with copies and contradictions', () => {
  it('keeps units whole and totals exact with single examples around them', () => {
    fc.assert(
      fc.property(heavyStrata, fc.nat(99), ({ strata, classCount }, seed) => {
        const plan = planStrata(classCount, strata, { seed });
        strata.forEach(({ units }, place) => {
          const [train, validation, test] = plan.units[place] ?? [0, 0, 0];
          expect(train + validation + test).toBe(units);
          expect(Math.min(train, validation, test)).toBeGreaterThanOrEqual(0);
        });
        expect(totalsOf(givenOf(classCount, strata, plan))).toEqual(sizesOf(examplesIn(strata), RATIOS));
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  it('keeps every class within one of its share where copies leave single examples enough', () => {
    const strata: readonly Stratum[] = [
      ...singles([200, 150]),
      { units: 23, parts: [{ set: 0, examples: 2 }] },
      { units: 7, parts: [{ set: 1, examples: 3 }] },
      {
        units: 5,
        parts: [
          { set: 0, examples: 1 },
          { set: 1, examples: 1 },
        ],
      },
    ];
    for (let seed = 0; seed < 50; seed++) {
      expect(planStrata(2, strata, { seed }).certificate).toMatchObject({ deviationCount: 0, ed: 0 });
    }
  });

  it('deals doubles alone as exactly as doubles can be dealt', () => {
    const strata = MASSIVE.map((units, set): Stratum => ({ units, parts: [{ set, examples: 2 }] }));
    for (let seed = 0; seed < 20; seed++) {
      const { certificate } = planStrata(16, strata, { seed });
      expect(certificate.ed).toBeLessThanOrEqual(4 / 3);
      for (const { reason, exact, given } of certificate.deviations) {
        expect(reason).toBe('copies');
        expect(Math.abs(given - exact)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('puts the one input of a class in train, with all its copies', () => {
    const strata: readonly Stratum[] = [
      { units: 300, parts: [{ set: 0, examples: 1 }] },
      { units: 1, parts: [{ set: 1, examples: 4 }] },
      {
        units: 1,
        parts: [
          { set: 2, examples: 1 },
          { set: 3, examples: 1 },
        ],
      },
    ];
    for (let seed = 0; seed < 30; seed++) {
      const plan = planStrata(4, strata, { seed });
      expect([plan.units[1], plan.units[2]]).toEqual([
        [1, 0, 0],
        [1, 0, 0],
      ]);
      expect(plan.certificate.ed).toBe(0);
    }
  });

  it('sends an input with copies to test as often as its share says, where its class is large', () => {
    const strata: readonly Stratum[] = [...singles([100]), { units: 1, parts: [{ set: 0, examples: 5 }] }];
    let tests = 0;
    for (let seed = 0; seed < 1000; seed++) tests += planStrata(1, strata, { seed }).units[1]?.[2] ?? 0;
    expect(tests).toBeGreaterThan(70);
    expect(tests).toBeLessThan(130);
  });

  it('treats strata of one composition as one', () => {
    const parts = [{ set: 0, examples: 1 }];
    const plan = planStrata(1, [
      { units: 30, parts },
      { units: 0, parts },
      { units: 70, parts },
    ]);
    expect(totalsOf(plan.units)).toEqual([80, 10, 10]);
  });

  it('moves and swaps heavy units where only that makes the totals', () => {
    const of = (units: number, examples: number): Stratum => ({ units, parts: [{ set: 0, examples }] });
    const cases = [
      { strata: [of(2, 5), of(2, 3), of(1, 2), of(1, 7)], sizes: [15, 5, 5] },
      { strata: [of(3, 4), of(3, 3)], sizes: [14, 4, 3] },
      { strata: [of(1, 10), of(1, 6), of(2, 2)], sizes: [12, 6, 2] },
      { strata: [of(1, 50), of(3, 1)], sizes: [50, 1, 2] },
    ] as const;
    for (const { strata, sizes } of cases) {
      for (let seed = 0; seed < 20; seed++) {
        expect(planStrata(1, strata, { seed }, sizes).certificate.sizes.map(({ given }) => given)).toEqual(sizes);
      }
    }
  });
});

const heavyStrata = fc
  .record({
    classCount: fc.integer({ min: 1, max: 5 }),
    heavy: fc.array(
      fc.record({
        units: fc.nat(6),
        sets: fc.array(fc.nat(4), { minLength: 1, maxLength: 2 }),
        copies: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 6 },
    ),
    counts: fc.array(fc.integer({ min: 12, max: 60 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ classCount, heavy, counts }) => {
    const strata: readonly Stratum[] = heavy.map(({ units, sets, copies }) => ({
      units,
      parts: [...new Set(sets.map((set) => set % classCount))].map((set) => ({ set, examples: copies })),
    }));
    return { classCount, strata: [...strata, ...singles(counts.slice(0, classCount))] };
  });
