import type { Random } from '../core/random.js';
import { emptyDeal, type Deal, type Least } from './deal.js';
import { dealTables, type DealTable, type TableRow } from './deal-table.js';
import { expectRow } from './expect-row.js';
import { fitRow } from './fit-row.js';
import { looserBounds } from './looser-bounds.js';
import { add, at, COLUMNS, placeAt, rowSum } from './numbers.js';
import type { Proportions } from './proportions.js';
import { roundTable, UNIT } from './round-table.js';
import type { Strata } from '../core/strata.js';
import { tiltColumns } from './tilt-columns.js';

/**
 * Deals the units of all strata: the heaviest first, so that lighter ones make up for what they left over and single examples
 * make the totals exact. Units of one weight are one table: expectations that carry what the heavier units of the same label
 * set owe, kept under the ceiling of every label set, tilted to the totals, rounded at random.
 * Time O(strata × log) for few distinct weights.
 */
export function dealStrata(strata: Strata, aim: Proportions, least: Least, random: Random): Deal {
  const { tables, order } = dealTables(strata);
  const deal = emptyDeal(strata.length, aim.counts.length, (tables[0]?.weight ?? 1) > 1);
  const booking = { units: deal.units, strata, order };
  const remaining = aim.counts.slice();
  let left = aim.examples;
  tables.forEach((rows, place) => {
    const { weight } = rows;
    const isLast = place === tables.length - 1;
    const table = new Float64Array(rows.length * COLUMNS);
    const bounds = { lower: new Float64Array(table.length), upper: new Float64Array(table.length) };
    const fewest = new Uint8Array(table.length);
    for (let number = 0; number < rows.length; number++) {
      const { parts, units } = rows.row(number);
      left -= units * weight;
      for (const { set, examples } of parts) add(remaining, set, -units * examples);
    }
    const setting = { aim, deal, least: least.examples, remaining, table, bounds, fewest };
    for (let number = 0; number < rows.length; number++) expectRow(setting, rows.row(number), number);
    const wanted = wantedColumns(rows, aim, deal, left);
    roundTable(wanted, [0], random);
    const sums = wanted.map((sum) => sum / UNIT);
    if (!tiltColumns(table, bounds, sums) && isLast) {
      for (const looser of looserBounds({ table: rows, aim, deal, bounds, fewest, isFirm: least.isFirm })) {
        if (tiltColumns(table, looser, sums)) break;
      }
    }
    roundTable(table, numbersBelow(rows.length), random);
    for (let number = 0; number < rows.length; number++) {
      const row = rows.row(number);
      for (let column = 0; column < COLUMNS; column++) {
        const units = at(table, number * COLUMNS + column) / UNIT;
        bookExamples(deal, row, column, units);
        bookUnits(booking, row, column, units);
      }
    }
  });
  return deal;
}

/**
 * Units of a table that each split should get, in UNITs: what it is owed of the examples so far, or in the last table all that
 * it lacks, but never more than it has room for.
 * @param left examples in lighter tables
 */
function wantedColumns(table: DealTable, aim: Proportions, deal: Deal, left: number): Float64Array {
  const { weight } = table;
  let units = 0;
  for (let number = 0; number < table.length; number++) units += table.row(number).units;
  const missing = aim.sizes.map((size, column) => size - at(deal.totals, column));
  const owed = aim.shares.map((share, column) => (aim.examples - left) * share - at(deal.totals, column));
  const wanted = (left === 0 ? missing : owed).map((examples) => examples / weight);
  const upper = missing.map((examples) => Math.max(0, Math.floor(examples / weight)));
  fitRow(wanted, 0, { lower: new Float64Array(COLUMNS), upper }, units);
  return wanted;
}

function bookExamples(deal: Deal, { parts }: TableRow, column: number, units: number): void {
  for (const { set, examples } of parts) {
    add(deal.totals, column, units * examples);
    add(deal.given, set * COLUMNS + column, units * examples);
    if (deal.heavy !== undefined && (parts.length > 1 || examples > 1)) add(deal.heavy, set * COLUMNS + column, units * examples);
  }
}

/** Hands the units of a row to its strata, one after the other. */
function bookUnits(booking: Booking, { from, to }: TableRow, column: number, units: number): void {
  let left = units;
  for (let number = from; number < to; number++) {
    const place = placeAt(booking.order, number);
    const taken = Math.min(left, booking.strata.unitsOf(place) - rowSum(booking.units, place));
    add(booking.units, place * COLUMNS + column, taken);
    left -= taken;
  }
}

interface Booking {
  readonly units: Float64Array;
  readonly strata: Strata;
  readonly order: Uint32Array;
}

function* numbersBelow(count: number): Iterable<number> {
  for (let number = 0; number < count; number++) yield number;
}
