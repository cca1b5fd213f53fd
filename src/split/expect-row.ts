import type { Deal } from './deal.js';
import type { TableRow } from './deal-table.js';
import { fitRow, type Bounds } from './fit-row.js';
import { add, at, COLUMNS, placeAt, rowSum } from './numbers.js';
import { lowerOf, upperOf, type Proportions } from './proportions.js';
import { UNIT } from './round-table.js';

/** Absorbs the error of doubles; far below one example. */
const SLACK = 1e-6;

/** A table while its expectations are drawn up. */
export interface Setting {
  readonly aim: Proportions;
  readonly deal: Deal;
  /** Fewest examples that small classes ask for, three cells per label set. */
  readonly least: Uint8Array;
  /** Examples per label set in lighter tables. */
  readonly remaining: Float64Array;
  readonly table: Float64Array;
  readonly bounds: Bounds;
  /** Filled in: fewest units that small classes ask for, per cell of the table. */
  readonly fewest: Uint8Array;
}

/**
 * Fills in what one row of a table should give to each split, in units: its share, and what its label set is owed from heavier
 * units, within what keeps every label set it holds under its ceiling and, where this is its last table, at its floor.
 */
export function expectRow(setting: Setting, { parts, units }: TableRow, row: number): void {
  const { aim, deal, remaining, table, bounds } = setting;
  const start = row * COLUMNS;
  const [first] = parts;
  const isAlone = parts.length === 1 && first !== undefined;
  for (let column = 0; column < COLUMNS; column++) {
    const cell = start + column;
    table[cell] = units * at(aim.shares, column);
    if (isAlone) {
      const own = first.set * COLUMNS + column;
      const dealt = at(aim.counts, first.set) - at(remaining, first.set);
      table[cell] = (dealt * at(aim.shares, column) - at(deal.given, own)) / first.examples;
    }
    bound(setting, parts, units, row * COLUMNS + column);
  }
  lowerFloors(setting, row, units);
  raiseCeilings(bounds.upper, row, units, (column) => overshootOf(setting, parts, column, at(bounds.upper, start + column) + 1));
  fitRow(table, row, bounds, units);
  for (let cell = start; cell < start + COLUMNS; cell++) {
    bounds.lower[cell] = Math.floor(at(table, cell) / UNIT);
    bounds.upper[cell] = Math.ceil(at(table, cell) / UNIT);
  }
}

function bound(
  { aim, deal, least, remaining, bounds, fewest }: Setting,
  parts: TableRow['parts'],
  units: number,
  cell: number,
): void {
  const column = cell % COLUMNS;
  let most = at(aim.sizes, column) === 0 ? 0 : Infinity;
  let asked = 0;
  let floor = 0;
  for (const { set, examples } of parts) {
    const own = set * COLUMNS + column;
    const given = at(deal.given, own);
    most = Math.min(most, Math.max(0, Math.floor((upperOf(aim, set, column) - given) / examples)));
    if (at(remaining, set) > 0) continue;
    asked = Math.max(asked, Math.ceil((placeAt(least, own) - given) / examples));
    if (parts.length === 1) floor = Math.max(0, Math.floor((lowerOf(aim, set, column) - given) / examples));
  }
  fewest[cell] = Math.min(asked, units - askedBefore(fewest, cell));
  bounds.lower[cell] = Math.max(floor, placeAt(fewest, cell));
  bounds.upper[cell] = Math.max(most, at(bounds.lower, cell));
}

/** Units that small classes ask for in the cells of the row before this one. */
function askedBefore(fewest: Uint8Array, cell: number): number {
  let sum = 0;
  for (let before = cell - (cell % COLUMNS); before < cell; before++) sum += placeAt(fewest, before);
  return sum;
}

/** Where floors ask for more than there is, takes off what small classes don't ask for. */
function lowerFloors({ bounds, fewest }: Setting, row: number, units: number): void {
  let over = rowSum(bounds.lower, row) - units;
  for (let cell = row * COLUMNS; cell < (row + 1) * COLUMNS && over > 0; cell++) {
    const amount = Math.min(over, at(bounds.lower, cell) - placeAt(fewest, cell));
    add(bounds.lower, cell, -amount);
    over -= amount;
  }
}

/** Where heavy units don't fit under the ceilings, raises those that they stand out from least. */
function raiseCeilings(upper: Float64Array, row: number, units: number, overshoot: (column: number) => number): void {
  for (let missing = units - rowSum(upper, row); missing > 0; missing = units - rowSum(upper, row)) {
    const over = [overshoot(0), overshoot(1), overshoot(2)];
    const least = Math.min(...over);
    const amount = Math.ceil(missing / COLUMNS);
    over.forEach((one, column) => {
      if (one <= least + SLACK) add(upper, row * COLUMNS + column, amount);
    });
  }
}

/** Examples above the ceilings of a split when it gets a number of these units. */
function overshootOf({ aim, deal }: Setting, parts: TableRow['parts'], column: number, units: number): number {
  if (at(aim.sizes, column) === 0) return Infinity;
  return parts.reduce((over, { set, examples }) => {
    const own = set * COLUMNS + column;
    return over + Math.max(0, at(deal.given, own) + units * examples - upperOf(aim, set, column));
  }, 0);
}
