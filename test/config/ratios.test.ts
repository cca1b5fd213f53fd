import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hundredth, readRatios } from '../../src/config/ratios.js';

describe('ratios', () => {
  it.each([
    [undefined, [0.8, 0.1, 0.1]],
    ['80/10/10', [0.8, 0.1, 0.1]],
    ['0.8/0.1/0.1', [0.8, 0.1, 0.1]],
    [' 80 / 20 ', [0.8, 0.2, 0]],
    ['90/10', [0.9, 0.1, 0]],
    ['100/0/0', [1, 0, 0]],
    ['0/50/50', [0, 0.5, 0.5]],
    ['1/0/0', [1, 0, 0]],
    ['33.33/33.33/33.34', [0.3333, 0.3333, 0.3334]],
    ['.5/.5', [0.5, 0.5, 0]],
    [
      [0.7, 0.3],
      [0.7, 0.3, 0],
    ],
    [
      [70, 15, 15],
      [0.7, 0.15, 0.15],
    ],
    [{ train: 0.9, test: 0.1 }, [0.9, 0, 0.1]],
    [{ test: 100 }, [0, 0, 1]],
  ])('%j are %j', (given, ratios) => {
    expect(readRatios(given)).toEqual(ratios);
  });

  it.each([
    ['80/10/20', 'must sum to 1 or to 100, but 80 + 10 + 20 is 110'],
    ['0/0/0', 'must sum to 1 or to 100, but 0 + 0 + 0 is 0'],
    [[0.8, 0.1], 'must sum to 1 or to 100, but 0.8 + 0.1 is 0.9'],
    [{ validation: 0.1, test: 0.1 }, 'must sum to 1 or to 100, but 0 + 0.1 + 0.1 is 0.2; splits that are not named count as 0'],
  ])('%j are refused with their sum', (given, complaint) => {
    expect(readRatios(given)).toBe(complaint);
  });

  it('may be three thirds', () => {
    expect(readRatios([1 / 3, 1 / 3, 1 / 3])).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it('are the same as percentages and as fractions, to the last bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), (share) => {
        const percentages = readRatios([share / 100, (10_000 - share) / 100]);
        expect(percentages).toEqual(readRatios([Number(`${share}e-4`), Number(`${10_000 - share}e-4`)]));
      }),
    );
  });
});

describe('a hundredth', () => {
  it('is the nearest number to the decimal, not a quotient', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (count) => {
        expect(hundredth(count / 1000)).toBe(Number(`${count}e-5`));
      }),
    );
  });

  it('works for numbers that are written with an exponent', () => {
    expect(hundredth(1e-7)).toBe(1e-9);
  });
});
