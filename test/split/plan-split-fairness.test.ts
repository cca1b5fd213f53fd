import { describe, expect, it } from 'vitest';
import { planClasses, RATIOS } from './plans.js';

const SEEDS = 1000;

describe('planSplit over a thousand seeds', () => {
  it('rounds every class up as often as its fraction says (chi-square below its 99.9th percentile)', () => {
    // 620 examples: the sizes are whole, so that no fraction has to shift for them
    const counts = [13, 27, 45, 61, 72, 89, 104, 118, 33, 58];
    const ups = counts.map(() => [0, 0, 0]);
    for (let seed = 0; seed < SEEDS; seed++) {
      planClasses(counts, { seed }).units.forEach((cells, place) =>
        cells.forEach((cell, column) => {
          const own = ups[place] ?? [];
          if (cell > Math.floor((counts[place] ?? 0) * (RATIOS[column] ?? 0) + 1e-6)) own[column] = (own[column] ?? 0) + 1;
        }),
      );
    }
    let square = 0;
    ups.forEach((own, place) =>
      own.forEach((up, column) => {
        const exact = (counts[place] ?? 0) * (RATIOS[column] ?? 0);
        const fraction = Math.abs(exact - Math.round(exact)) < 1e-6 ? 0 : exact % 1;
        square += fraction === 0 ? up : (up - SEEDS * fraction) ** 2 / (SEEDS * fraction * (1 - fraction));
      }),
    );
    expect(square).toBeLessThan(59.7);
  });

  it('sends classes of one size to test equally often', () => {
    const tests = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < SEEDS; seed++) {
      planClasses(
        tests.map(() => 7),
        { seed },
      ).units.forEach(([, , test], place) => (tests[place] = (tests[place] ?? 0) + test));
    }
    const expected = SEEDS * 0.7;
    expect(tests.reduce((sum, count) => sum + (count - expected) ** 2 / (expected * 0.3), 0)).toBeLessThan(27.9);
  });

  it('sends every example to test equally often, however large its class', () => {
    const counts = [4, 8, 15, 23, 50, 100, 300];
    const tests = counts.map(() => 0);
    for (let seed = 0; seed < SEEDS; seed++) {
      planClasses(counts, { seed }).units.forEach(([, , test], place) => (tests[place] = (tests[place] ?? 0) + test));
    }
    counts.forEach((count, place) => expect((tests[place] ?? 0) / (SEEDS * count)).toBeCloseTo(0.1, 1.5));
  });
});
