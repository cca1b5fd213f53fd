import { at, COLUMNS, rowSum } from './numbers.js';
import { UNIT } from './round-table.js';

/**
 * Brings the expectations of a row within its bounds and to its total, moving them as little as the others allow, and turns
 * them into UNITs.
 * @param table  expectations in examples, three cells per row; changed in place to UNITs
 * @param lower  least per cell, whole; where the bounds leave no room for the total, they give way
 * @param upper  most per cell, whole
 * @param total  whole sum of the row
 */
export function fitRow(table: Float64Array, row: number, bounds: Bounds, total: number): void {
  const start = row * COLUMNS;
  for (let column = 0; column < COLUMNS; column++) {
    const cell = start + column;
    table[cell] = Math.max(at(bounds.lower, cell), Math.min(at(bounds.upper, cell), at(table, cell)));
  }
  spread(table, row, total, (cell, isUp) =>
    isUp ? at(bounds.upper, cell) - at(table, cell) : at(table, cell) - at(bounds.lower, cell),
  );
  spread(table, row, total, (cell, isUp) => (isUp ? total : at(table, cell)));
  toUnits(table, row, total);
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Takes what the row lacks or has too much from its cells, in proportion to the room each has. */
function spread(table: Float64Array, row: number, total: number, roomOf: (cell: number, isUp: boolean) => number): void {
  const missing = total - rowSum(table, row);
  if (Math.abs(missing) < 1e-9) return;
  const start = row * COLUMNS;
  const rooms = [start, start + 1, start + 2].map((cell) => Math.max(0, roomOf(cell, missing > 0)));
  const room = rooms.reduce((sum, one) => sum + one, 0);
  const share = room === 0 ? 0 : Math.min(1, Math.abs(missing) / room) * Math.sign(missing);
  rooms.forEach((one, column) => (table[start + column] = at(table, start + column) + one * share));
}

/** Whole cells stay whole; what rounding to UNITs lost goes to a cell that is not whole. */
function toUnits(table: Float64Array, row: number, total: number): void {
  const start = row * COLUMNS;
  let open = start;
  for (let column = 0; column < COLUMNS; column++) {
    const cell = start + column;
    table[cell] = Math.round(at(table, cell) * UNIT);
    if (at(table, cell) % UNIT !== 0) open = cell;
  }
  table[open] = at(table, open) + total * UNIT - rowSum(table, row);
}
