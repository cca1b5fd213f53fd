import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRatios, splitSizes } from '../../src/split/split.js';
import type { PerSplit } from '../../src/core/splits.js';

type Counts = PerSplit<number | undefined>;
const NONE: Counts = [undefined, undefined, undefined];

function sizes(examples: number, ratios: PerSplit<number>, counts: Counts = NONE) {
  return splitSizes(examples, { ratios, counts, smallClasses: 'proportional' });
}

describe('splitSizes', () => {
  it.each([
    [6642, [0.8, 0.1, 0.1], [5313, 664, 665]],
    [10, [0.7, 0.2, 0.1], [7, 2, 1]],
    [100, [0.29, 0.29, 0.42], [29, 29, 42]],
    [3, [1 / 3, 1 / 3, 1 / 3], [1, 1, 1]],
    [7, [1, 0, 0], [7, 0, 0]],
    [7, [0, 0.5, 0.5], [0, 3, 4]],
    [11, [0.9, 0.1, 0], [9, 2, 0]],
    [11, [0.9, 0, 0.1], [9, 0, 2]],
    [1, [0.8, 0.1, 0.1], [0, 0, 1]],
    [0, [0.8, 0.1, 0.1], [0, 0, 0]],
  ] as const)('shares %i examples at %j out as %j', (examples, ratios, expected) => {
    expect(sizes(examples, ratios)).toEqual(expected);
  });

  it.each([
    [1000, [undefined, undefined, 500], [444, 56, 500]],
    [1000, [undefined, 200, 100], [700, 200, 100]],
    [1000, [600, undefined, undefined], [600, 200, 200]],
    [1000, [700, 200, 100], [700, 200, 100]],
  ] as const)('takes sizes asked for as they are: %i with %j is %j', (examples, counts, expected) => {
    expect(sizes(examples, [0.8, 0.1, 0.1], counts)).toEqual(expected);
  });

  it('gives train what is left where no other split has a ratio', () => {
    expect(sizes(10, [0, 0.5, 0.5], [undefined, 2, 3])).toEqual([5, 2, 3]);
  });

  it.each([
    ['sizes that are too large', 10, [0.8, 0.1, 0.1], [undefined, 6, 5], /sum to 11, but there are 10/],
    ['sizes that leave examples over', 10, [0.8, 0.1, 0.1], [5, 2, 2], /no other split may take the other 1/],
    ['a negative size', 10, [0.8, 0.1, 0.1], [undefined, -1, undefined], /size of validation is -1/],
    ['a fraction as size', 10, [0.8, 0.1, 0.1], [undefined, undefined, 1.5], /size of test is 1.5/],
    ['ratios that do not sum to 1', 10, [0.8, 0.1, 0.2], NONE, /sum to 1.1/],
    ['a negative ratio', 10, [1.1, -0.1, 0], NONE, /ratio of validation is -0.1/],
    ['a ratio that is no number', 10, [Number.NaN, 0, 0], NONE, /ratio of train is NaN/],
  ] as const)('refuses %s', (_, examples, ratios, counts, message) => {
    expect(() => sizes(examples, ratios, counts)).toThrow(message);
    expect(() => sizes(examples, ratios, counts)).toThrow(expect.objectContaining({ code: 'RATIOS_INVALID' }));
  });

  it('accepts ratios that sum to 1 but for the noise of doubles', () => {
    expect(() => checkRatios([0.7, 0.2, 0.1])).not.toThrow();
    expect(() => checkRatios([0.1 + 0.2, 0.3, 0.4])).not.toThrow();
  });

  it('sums to the examples and floors train exactly, for any percentages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), fc.nat(100), fc.nat(100), (examples, a, b) => {
        const [train, validation] = [Math.min(a, 100 - Math.min(b, 100)), Math.min(b, 100)];
        const [given, others, test] = sizes(examples, [train / 100, validation / 100, (100 - train - validation) / 100]);
        expect(given + others + test).toBe(examples);
        expect(given).toBe(Number((BigInt(examples) * BigInt(train)) / 100n));
        expect(Math.min(given, others, test)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
