import { describe, expect, it } from 'vitest';
import { numberLists } from '../../src/core/number-lists.js';
import type { PerSplit } from '../../src/core/splits.js';
import { certify } from '../../src/split/certificate.js';
import { indexLabels } from '../../src/split/label-index.js';

/** The certificate of label sets with what each split was given of them. */
function certified(rows: readonly (readonly [set: readonly number[], given: PerSplit<number>])[], classCount: number) {
  const index = indexLabels(numberLists(rows.map(([set]) => set)), classCount);
  const given = Float64Array.from(rows.flatMap(([, cells]) => cells));
  return certify({ index, asked: [16, 2, 2], shares: Float64Array.of(0.8, 0.1, 0.1), given, reasonOf: () => 'totals' });
}

describe('the certificate', () => {
  it('measures how far the odds of a class are from those of all data, against one example where it fills a split', () => {
    const { ld, lpd, ed } = certified(
      [
        [[0], [8, 0, 2]],
        [[1], [8, 2, 0]],
      ],
      2,
    );
    expect(ld).toBeCloseTo(2 / 3, 12); // 0 in train, 1 in validation, 1 in test
    expect([lpd, ed]).toEqual([0, 0]);
  });

  it('measures pairs of classes in the same way, and leaves out what all examples carry, or none', () => {
    const { ld, lpd } = certified(
      [
        [
          [0, 1],
          [8, 0, 2],
        ],
        [[0], [8, 2, 0]],
      ],
      3,
    );
    expect([ld, lpd].map((one) => one?.toFixed(12))).toEqual([(2 / 3).toFixed(12), (2 / 3).toFixed(12)]);
  });

  it('names what is missing, what is farthest from its share, and how much would be enough', () => {
    const { worst, missing, withoutTrain, deviations, ed } = certified(
      [
        [[0], [15, 2, 0]],
        [[1], [0, 0, 3]],
      ],
      3,
    );
    expect(worst).toEqual({ class: 1, split: 'test', exact: expect.closeTo(0.3, 9), given: 3 });
    expect(missing.map(({ class: held, split, enough }) => [held, split, enough])).toEqual([
      [1, 'train', 2],
      [1, 'validation', 10],
      [0, 'test', 10],
    ]);
    expect(withoutTrain).toEqual([1]);
    expect(deviations.map(({ set, split, given }) => [set, split, given])).toEqual([
      [1, 'test', 3],
      [1, 'train', 0],
      [0, 'test', 0],
      [0, 'train', 15],
    ]);
    expect(ed).toBeCloseTo(2 / 3, 12);
  });
});
