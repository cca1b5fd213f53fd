import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.js';
import { createSample } from '../../src/forecast/forecast.js';

describe('the estimate of a total', () => {
  it('is exact where everything was counted', () => {
    const sample = createSample();
    for (const [characters, tokens] of [
      [10, 3],
      [20, 4],
      [0, 0],
    ] as const)
      sample.add(characters, tokens);
    expect(sample.estimate({ examples: 3, characters: 30 })).toEqual({ low: 7, expected: 7, high: 7 });
  });

  it('agrees with the textbook on a case reckoned by hand', () => {
    // R = 7/30; residuals (3 - 70/30)² + (4 - 140/30)² = 8/9; error 1.96 × 10 × √((1 - 2/10) × 8/9 / 2)
    const sample = createSample();
    sample.add(10, 3);
    sample.add(20, 4);
    expect(sample.estimate({ examples: 10, characters: 300 })).toEqual({ low: 58, expected: 70, high: 82 });
  });

  it('never says less than was counted', () => {
    const sample = createSample();
    sample.add(1, 100);
    sample.add(100, 1);
    expect(sample.estimate({ examples: 3, characters: 102 }).low).toBe(101);
  });

  it('holds the truth in about 95 of 100 samples of texts with a long tail', () => {
    const random = createRandom(42, 'population');
    const population = Array.from({ length: 5000 }, () => {
      const characters = Math.ceil(20 / (1 - random.fraction()) ** 0.6);
      return { characters, tokens: Math.ceil(characters * (0.15 + 0.2 * random.fraction())) };
    });
    const total = population.reduce((sum, { tokens }) => sum + tokens, 0);
    const characters = population.reduce((sum, each) => sum + each.characters, 0);
    let held = 0;
    for (let round = 0; round < 400; round++) {
      const sample = createSample();
      const chosen = new Set<number>();
      while (chosen.size < 300) chosen.add(random.below(5000));
      for (const at of chosen) sample.add(population[at]!.characters, population[at]!.tokens);
      const { low, high } = sample.estimate({ examples: 5000, characters });
      if (low <= total && total <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.9);
    expect(held / 400).toBeLessThan(0.99);
  });
});
