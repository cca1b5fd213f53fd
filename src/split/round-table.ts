import type { Random } from '../core/random.js';
import { add, at, COLUMNS } from './numbers.js';

/** One example in a table of expectations: cells count in 2^-20 of it, so that sums are exact up to 8 billion examples. */
export const UNIT = 2 ** 20;

/**
 * Rounds every cell of a table to a whole number at random, so that each cell becomes its floor or ceiling, its expectation is
 * its value, every row keeps its sum and every column keeps its sum where that is whole (else its floor or ceiling). Sums of
 * neighbouring rows stay within a few of theirs, too.
 * @param table three cells per row in UNITs; rows must sum to whole numbers. Changed in place to multiples of UNIT
 * @param rows  rows in the order they are visited
 * Time O(rows), memory O(1). Method: random walks on cycles of fractional cells (controlled rounding, Cox 1987; dependent
 * rounding, Gandhi et al. 2006). Three columns leave at most two rows open at a time.
 */
export function roundTable(table: Float64Array, rows: Iterable<number>, random: Random): void {
  let open: number[] = [];
  for (const row of rows) {
    while (openCode(table, row) > 0) {
      const cycle = findCycle(table, open, row);
      if (cycle === undefined) {
        open.push(row);
        break;
      }
      walk(table, cycle, random);
      open = open.filter((one) => openCode(table, one) > 0);
    }
  }
  for (const row of open) roundRow(table, row, random);
}

/** Columns in which a row is not whole, as bits; by the row's whole sum there are none, two or three. */
function openCode(table: Float64Array, row: number): number {
  const start = row * COLUMNS;
  const isOpen = (cell: number): boolean => at(table, cell) % UNIT !== 0;
  return (isOpen(start) ? 1 : 0) + (isOpen(start + 1) ? 2 : 0) + (isOpen(start + 2) ? 4 : 0);
}

/** The first two columns of a code of two or three. */
function firstTwo(code: number): readonly [first: number, second: number] {
  return [(code & 1) > 0 ? 0 : 1, (code & 3) === 3 ? 1 : 2];
}

/** Cells of a closed walk over rows and columns in turn: every other cell goes up while its neighbours go down. */
function findCycle(table: Float64Array, open: readonly number[], row: number): readonly number[] | undefined {
  for (const other of open) {
    const both = openCode(table, other) & openCode(table, row);
    if ((both & (both - 1)) === 0) continue;
    const [first, second] = firstTwo(both);
    return [row * COLUMNS + first, row * COLUMNS + second, other * COLUMNS + second, other * COLUMNS + first];
  }
  const [one, two] = open;
  return one === undefined || two === undefined ? undefined : triangle(table, row, one, two);
}

/** Three rows, each open in another two of the three columns. */
function triangle(table: Float64Array, row: number, one: number, two: number): readonly number[] {
  const [first, second] = firstTwo(openCode(table, row));
  const [through, back] = (openCode(table, one) & (1 << second)) > 0 ? [one, two] : [two, one];
  const third = COLUMNS - first - second;
  return [
    row * COLUMNS + first,
    row * COLUMNS + second,
    through * COLUMNS + second,
    through * COLUMNS + third,
    back * COLUMNS + third,
    back * COLUMNS + first,
  ];
}

/** Moves along a cycle until a cell is whole, in the direction that keeps every expectation. */
function walk(table: Float64Array, cycle: readonly number[], random: Random): void {
  let forward = UNIT;
  let backward = UNIT;
  let isUp = true;
  for (const cell of cycle) {
    const above = at(table, cell) % UNIT;
    forward = Math.min(forward, isUp ? UNIT - above : above);
    backward = Math.min(backward, isUp ? above : UNIT - above);
    isUp = !isUp;
  }
  let distance = random.fraction() * (forward + backward) < backward ? forward : -backward;
  for (const cell of cycle) {
    add(table, cell, distance);
    distance = -distance;
  }
}

/** Rounds one row on its own: for columns whose sums are not whole. */
function roundRow(table: Float64Array, row: number, random: Random): void {
  const start = row * COLUMNS;
  const point = random.fraction() * UNIT;
  let reached = 0;
  for (let column = 0; column < COLUMNS; column++) {
    const value = at(table, start + column);
    const before = Math.ceil((reached - point) / UNIT);
    reached += value % UNIT;
    table[start + column] = value - (value % UNIT) + (Math.ceil((reached - point) / UNIT) - before) * UNIT;
  }
}
