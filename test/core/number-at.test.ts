import { describe, expect, it } from 'vitest';
import { addTo, floatAt, numberAt, wordAt } from '../../src/core/number-at.js';
import { pick } from '../../src/core/pick.js';
import { textAt } from '../../src/core/text-at.js';

describe('what is at a place', () => {
  it('is the number there, and 0 beyond the end of the list', () => {
    expect([0, 1, 2].map((place) => numberAt([7, 8], place))).toEqual([7, 8, 0]);
    expect([0, 1, 2].map((place) => floatAt(Float64Array.of(0.5, -1), place))).toEqual([0.5, -1, 0]);
    expect([0, 1, 2].map((place) => wordAt(Uint32Array.of(2 ** 32 - 1, 1), place))).toEqual([2 ** 32 - 1, 1, 0]);
  });

  it('is the text there, and an empty one beyond the end of the list', () => {
    expect([0, 1].map((place) => textAt(['a'], place))).toEqual(['a', '']);
  });

  it('grows by what is added, and by nothing beyond the end', () => {
    const values = Float64Array.of(1, 2);
    addTo(values, 1, 3);
    addTo(values, 2, 3);
    expect([...values]).toEqual([1, 5]);
  });
});

describe('pick', () => {
  it('gives the items in the order of the places, and leaves places beyond the end out', () => {
    expect(pick(['a', 'b', 'c'], [2, 0, 3, 2])).toEqual(['c', 'a', 'c']);
  });
});
