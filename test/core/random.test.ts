import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.js';

describe('createRandom', () => {
  it('gives the same numbers for the same seed and salt, and others for another seed or salt', () => {
    const list = (seed: number, salt: string) => {
      const random = createRandom(seed, salt);
      return Array.from({ length: 5 }, () => random.below(1e9));
    };
    expect(list(42, 'split')).toEqual(list(42, 'split'));
    expect(list(42, 'split')).not.toEqual(list(43, 'split'));
    expect(list(42, 'split')).not.toEqual(list(42, 'spli'));
  });

  it('gives numbers on every machine that it gave when it was written', () => {
    const random = createRandom(42, 'split');
    expect([random.below(1000), random.below(1000), random.below(1000)]).toMatchInlineSnapshot(`
      [
        392,
        606,
        58,
      ]
    `);
  });

  it('spreads evenly over ten bins (chi-square below its 99.9th percentile)', () => {
    const random = createRandom(1, 'test');
    const bins = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 100_000; draw++) {
      const bin = random.below(10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    expect(bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
    expect(random.fraction()).toBeLessThan(1);
  });

  it('starts differently for neighbouring seeds', () => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (let seed = 0; seed < 10_000; seed++) {
      const bin = createRandom(seed, 'split').below(10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    expect(bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(27.9);
  });
});
