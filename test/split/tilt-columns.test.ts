import { describe, expect, it } from 'vitest';
import { UNIT } from '../../src/split/round-table.js';
import { tiltColumns } from '../../src/split/tilt-columns.js';

/** Tilts a table of whole and half expectations, two rows of three cells, each cell within one of it. */
function tilted(cells: readonly number[], wanted: readonly number[]) {
  const table = Float64Array.from(cells, (cell) => cell * UNIT);
  const bounds = { lower: Float64Array.from(cells, Math.floor), upper: Float64Array.from(cells, Math.ceil) };
  const isReached = tiltColumns(table, bounds, Float64Array.from(wanted));
  return { isReached, cells: Array.from(table, (cell) => cell / UNIT) };
}

describe('tiltColumns', () => {
  it('takes from every row alike what a column has too much', () => {
    expect(tilted([1.5, 0.5, 1, 1.5, 0.5, 1], [2, 2, 2])).toEqual({ isReached: true, cells: [1, 1, 1, 1, 1, 1] });
  });

  it('goes by way of the third column where no row has room in both', () => {
    expect(tilted([0.5, 0, 0.5, 0, 0.5, 0.5], [0, 1, 1])).toEqual({ isReached: true, cells: [0, 0, 1, 0, 1, 0] });
  });

  it('says so where rooms are too narrow, and moves what it can', () => {
    expect(tilted([1.5, 0.5, 1, 2, 0, 1], [2, 2, 2])).toEqual({ isReached: false, cells: [1, 1, 1, 2, 0, 1] });
  });
});
