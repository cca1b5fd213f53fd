import type { Stratum } from '../../src/core/strata.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberLists } from '../../src/core/number-lists.js';
import { createRandom } from '../../src/core/random.js';
import { certify } from '../../src/split/certificate.js';
import { indexLabels } from '../../src/split/label-index.js';
import { iterativeStratification } from './iterative-stratification.js';
import { givenOf, optionsWith, RATIOS, singles, sizesOf, totalsOf, planSplit } from './plans.js';

const CLASSES = 16;

/** Two targets: eight skewed classes, and a list of eight labels that goes with them. */
function twoTargets(examples: number, seed: number) {
  const random = createRandom(seed, 'two targets');
  const weights = [0.3, 0.22, 0.16, 0.12, 0.08, 0.06, 0.04, 0.02];
  const chances = [0.35, 0.25, 0.18, 0.12, 0.09, 0.06, 0.04, 0.02];
  const counts = new Map<string, { readonly set: readonly number[]; count: number }>();
  for (let example = 0; example < examples; example++) {
    let point = random.fraction();
    const own = Math.max(
      0,
      weights.findIndex((weight) => (point -= weight) < 0),
    );
    const others = chances.flatMap((chance, place) => (random.fraction() < chance * (place === own ? 2 : 1) ? [8 + place] : []));
    const set = [own, ...(others.length > 0 ? others : [8])];
    const known = counts.get(set.join()) ?? { set, count: 0 };
    known.count++;
    counts.set(set.join(), known);
  }
  const sorted = [...counts.values()].sort((a, b) => (key(a.set) < key(b.set) ? -1 : 1));
  return { sets: sorted.map(({ set }) => set), counts: sorted.map(({ count }) => count) };
}

function key(set: readonly number[]): string {
  return set.map((held) => String(held).padStart(3, '0')).join();
}

describe('planSplit of several labels', () => {
  it.each([1000, 5000, 20_000])('beats iterative stratification in LD, LPD and ED on %i examples of two targets', (examples) => {
    const ours = { ld: 0, lpd: 0, ed: 0 };
    const theirs = { ld: 0, lpd: 0, ed: 0 };
    for (const seed of [1, 2, 3]) {
      const { sets, counts } = twoTargets(examples, seed);
      const sizes = sizesOf(examples, RATIOS);
      const { certificate } = planSplit({ sets, classCount: CLASSES, strata: singles(counts), sizes }, optionsWith({ seed }));
      const random = createRandom(seed, 'baseline');
      const rival = iterativeStratification(sets, counts, RATIOS, () => random.fraction());
      const given = Float64Array.from(rival.flat());
      const index = indexLabels(numberLists(sets), CLASSES);
      const judged = certify({ index, asked: sizes, shares: Float64Array.from(RATIOS), given, reasonOf: () => 'totals' });
      for (const [sums, one] of [
        [ours, certificate],
        [theirs, judged],
      ] as const) {
        sums.ld += one.ld;
        sums.lpd += one.lpd ?? Infinity;
        sums.ed += one.ed;
      }
      expect(certificate.deviationCount).toBe(0);
    }
    expect(ours.ed).toBe(0);
    expect(ours.ld).toBeLessThan(theirs.ld);
    expect(ours.lpd).toBeLessThan(theirs.lpd);
  });

  it('holds totals, keeps label sets within one and classes in train on random label sets', () => {
    fc.assert(
      fc.property(labelled, fc.nat(99), ({ sets, counts }, seed) => {
        const strata = singles(counts);
        const sizes = sizesOf(
          counts.reduce((sum, count) => sum + count, 0),
          RATIOS,
        );
        const plan = planSplit({ sets, classCount: 6, strata, sizes }, optionsWith({ seed }));
        expect(totalsOf(plan.units)).toEqual(sizes);
        plan.units.forEach((cells, place) => {
          expect(cells[0] + cells[1] + cells[2]).toBe(counts[place]);
          expect(Math.min(...cells)).toBeGreaterThanOrEqual(0);
        });
        expect(plan.certificate.deviationCount).toBe(0);
      }),
      { numRuns: 1500, seed: 5 },
    );
  });

  it('gives every class an example in train where the totals leave room', () => {
    // 40 label sets seen once, in pairs that share a class: both of a pair may be drawn for validation and test
    const pairs = Array.from({ length: 20 }, (_, pair) => [
      [pair + 1, 21],
      [pair + 1, 22],
    ]);
    const sets = [[0], ...pairs.flat()];
    const counts = [400, ...Array.from({ length: 40 }, () => 1)];
    for (let seed = 0; seed < 200; seed++) {
      const { certificate } = planSplit(
        { sets, classCount: 23, strata: singles(counts), sizes: [352, 44, 44] },
        optionsWith({ seed }),
      );
      expect(certificate).toMatchObject({ withoutTrainCount: 0, deviationCount: 0, ed: 0 });
    }
  });

  it('puts the one contradiction of two classes in train', () => {
    const strata: readonly Stratum[] = [
      ...singles([200]),
      {
        units: 1,
        parts: [
          { set: 1, examples: 1 },
          { set: 2, examples: 1 },
        ],
      },
    ];
    const sets = [[0], [1, 2], [1, 3]];
    for (let seed = 0; seed < 30; seed++) {
      const plan = planSplit({ sets, classCount: 4, strata, sizes: sizesOf(202, RATIOS) }, optionsWith({ seed }));
      expect(plan.units[1]).toEqual([1, 0, 0]);
    }
  });

  it('covers classes that span label sets', () => {
    const sets = [[0], [0, 1], [0, 2], [1], [1, 2], [2, 3], [3], [3, 4], [4]];
    const counts = [200, 2, 2, 1, 1, 1, 2, 2, 3];
    for (let seed = 0; seed < 50; seed++) {
      const strata = singles(counts);
      const plan = planSplit(
        { sets, classCount: 5, strata, sizes: sizesOf(214, RATIOS) },
        optionsWith({ seed, smallClasses: 'cover' }),
      );
      expect(plan.certificate).toMatchObject({ missingCount: 0, ed: 0 });
      expect(totalsOf(givenOf(9, strata, plan))).toEqual(sizesOf(214, RATIOS));
    }
  });

  it('leaves a class where it is when no example can be spared for it', () => {
    const sets = [
      [0, 1],
      [0, 2],
    ];
    const plan = planSplit(
      { sets, classCount: 3, strata: singles([1, 1]), sizes: [0, 1, 1] },
      optionsWith({ ratios: [0, 0.5, 0.5] }),
    );
    expect(plan.certificate).toMatchObject({ withoutTrainCount: 3, ed: 0 });
    const covered = planSplit(
      { sets, classCount: 3, strata: singles([1, 1]), sizes: [1, 1, 0] },
      optionsWith({ ratios: [0.5, 0.5, 0], smallClasses: 'cover' }),
    );
    expect(covered.certificate.missingCount).toBe(2);
  });

  it('gives up LPD where there are too many pairs', () => {
    const wide = Array.from({ length: 3000 }, (_, held) => held);
    const plan = planSplit({ sets: [wide], classCount: 3000, strata: singles([10]), sizes: [8, 1, 1] }, optionsWith({}));
    expect(plan.certificate.lpd).toBeUndefined();
  });
});

const labelled = fc
  .uniqueArray(fc.record({ set: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), count: fc.oneof(fc.nat(4), fc.nat(80)) }), {
    selector: ({ set }) => set.join(),
    minLength: 2,
    maxLength: 20,
  })
  .map((list) => {
    const sorted = [...list].sort((a, b) => (key(a.set) < key(b.set) ? -1 : 1));
    return { sets: sorted.map(({ set }) => set), counts: sorted.map(({ count }) => count) };
  });
