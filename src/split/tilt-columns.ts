import type { Bounds } from './fit-row.js';
import { add, at, COLUMNS } from './numbers.js';
import { UNIT } from './round-table.js';

/** Sweeps over the pairs of columns; each uses up what rooms the ones before have opened. */
const SWEEPS_MAX = 4;
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
  [1, 0],
  [2, 0],
  [2, 1],
] as const;

/**
 * Shifts expectations between the cells of rows until the columns have the sums asked for, every row giving in proportion to
 * its room, so that no row is singled out.
 * @param table  expectations in UNITs, three cells per row; changed in place
 * @param bounds whole least and most per cell
 * @param wanted whole sum per column, summing to the sum of the table
 * @returns true where the sums are reached. Time O(rows).
 */
export function tiltColumns(table: Float64Array, bounds: Bounds, wanted: Float64Array): boolean {
  const excess = columnExcess(table, wanted);
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    for (const [from, to] of PAIRS) {
      const need = Math.min(at(excess, from), -at(excess, to));
      if (need > 0) move(table, bounds, excess, { from, to, need });
    }
    if (excess.every((one) => one === 0)) return true;
    for (const [from, to] of PAIRS) {
      const through = COLUMNS - from - to;
      const need = Math.min(at(excess, from), -at(excess, to));
      if (need <= 0) continue;
      const room = Math.min(need, roomOf(table, bounds, from, through), roomOf(table, bounds, through, to));
      if (room <= 0) continue;
      move(table, bounds, excess, { from, to: through, need: room });
      move(table, bounds, excess, { from: through, to, need: room });
    }
  }
  return excess.every((one) => one === 0);
}

/** What each column has above the sum asked for, in UNITs. */
export function columnExcess(table: Float64Array, wanted: Float64Array): Float64Array {
  const excess = wanted.map((sum) => -sum * UNIT);
  for (let cell = 0; cell < table.length; cell++) add(excess, cell % COLUMNS, at(table, cell));
  return excess;
}

function rowRoom(table: Float64Array, bounds: Bounds, give: number, take: number): number {
  const least = at(bounds.lower, give) * UNIT;
  const most = at(bounds.upper, take) * UNIT;
  return Math.max(0, Math.min(at(table, give) - least, most - at(table, take)));
}

function roomOf(table: Float64Array, bounds: Bounds, from: number, to: number): number {
  let room = 0;
  for (let start = 0; start < table.length; start += COLUMNS) room += rowRoom(table, bounds, start + from, start + to);
  return room;
}

interface Move {
  readonly from: number;
  readonly to: number;
  readonly need: number;
}

/** Every row gives its share of the need, rounded by carrying, so that the shares sum to it exactly. */
function move(table: Float64Array, bounds: Bounds, excess: Float64Array, { from, to, need }: Move): void {
  const room = roomOf(table, bounds, from, to);
  if (room === 0) return;
  const amount = Math.min(need, room);
  let seen = 0;
  let given = 0;
  for (let start = 0; start < table.length; start += COLUMNS) {
    const own = rowRoom(table, bounds, start + from, start + to);
    if (own === 0) continue;
    seen += own;
    const share = Math.min(own, Math.max(0, Math.round((seen / room) * amount) - given));
    given += share;
    add(table, start + from, -share);
    add(table, start + to, share);
  }
  add(excess, from, -given);
  add(excess, to, given);
}
