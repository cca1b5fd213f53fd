import { describe, expect, it } from 'vitest';
import { fitRow } from '../../src/split/fit-row.js';
import { UNIT } from '../../src/split/round-table.js';

/** A row of expectations, fitted, in whole units. */
function fitted(row: readonly number[], lower: readonly number[], upper: readonly number[], total: number): readonly number[] {
  const table = Float64Array.from(row);
  fitRow(table, 0, { lower: Float64Array.from(lower), upper: Float64Array.from(upper) }, total);
  return [...table].map((cell) => cell / UNIT);
}

describe('fitRow', () => {
  it('brings a row to its total within its bounds, in proportion to the room of each cell', () => {
    expect(fitted([1, 1, 1], [0, 0, 0], [3, 2, 1], 6)).toEqual([3, 2, 1]);
    expect(fitted([4, 2, 0], [0, 0, 0], [9, 9, 9], 3)).toEqual([2, 1, 0]);
  });

  it('lets the floors give way where they ask for more than there is', () => {
    expect(fitted([2, 2, 2], [2, 2, 2], [9, 9, 9], 3)).toEqual([1, 1, 1]);
  });

  it('lets the ceilings give way where they leave too little room', () => {
    expect(fitted([0, 0, 0], [0, 0, 0], [1, 1, 1], 6)).toEqual([2, 2, 2]);
  });

  it('keeps the total to the last unit where cells are thirds', () => {
    const row = fitted([1 / 3, 1 / 3, 1 / 3], [0, 0, 0], [1, 1, 1], 1);
    expect(row.reduce((sum, cell) => sum + cell, 0)).toBe(1);
  });
});
