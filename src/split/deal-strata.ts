import type { Random } from '../core/random.js';
import { fitRow, type Bounds } from './fit-row.js';
import { add, at, COLUMNS, rowSum } from './numbers.js';
import type { Proportions } from './proportions.js';
import { roundTable, UNIT } from './round-table.js';
import { weightOf, type Part, type Stratum } from './stratum.js';
import { tiltColumns } from './tilt-columns.js';

/** Absorbs the error of doubles; far below one example. */
const SLACK = 1e-6;

/** Units per stratum and split, and what that makes in examples. */
export interface Deal {
  /** Units, three cells per stratum. */
  readonly units: Float64Array;
  /** Examples, three cells per label set. */
  readonly given: Float64Array;
  /** Of those, examples that are inputs seen once, with one label set: they can be moved freely. */
  readonly singles: Float64Array;
  readonly totals: Float64Array;
}

/** What small classes ask for. */
export interface Least {
  /** Fewest examples, three cells per label set, whole. */
  readonly examples: Float64Array;
  /** Whether they come before the shares of other label sets. */
  readonly isFirm: boolean;
}

/**
 * Deals the units of all strata: the heaviest first, so that lighter ones make up for what they left over and single examples
 * make the totals exact. Units of one weight are one table: expectations that carry what the heavier units of the same label
 * set owe, kept under the ceiling of every label set, tilted to the totals, rounded at random.
 * Time O(strata × log) for few distinct weights.
 */
export function dealStrata(strata: readonly Stratum[], aim: Proportions, least: Least, random: Random): Deal {
  const deal: Deal = {
    units: new Float64Array(strata.length * COLUMNS),
    given: new Float64Array(aim.exact.length),
    singles: new Float64Array(aim.exact.length),
    totals: new Float64Array(COLUMNS),
  };
  const tables = tablesOf(strata);
  const remaining = aim.counts.slice();
  tables.forEach(({ weight, rows }, place) => {
    const isLast = place === tables.length - 1;
    const table = new Float64Array(rows.length * COLUMNS);
    const bounds = { lower: new Float64Array(table.length), upper: new Float64Array(table.length) };
    const fewest = new Float64Array(table.length);
    for (const { parts, units } of rows) for (const part of parts) add(remaining, part.set, -units * part.examples);
    rows.forEach((row, number) => expectRow({ aim, deal, least: least.examples, remaining, table, bounds, fewest }, row, number));
    const wanted = wantedColumns(aim, deal, { weight, rows, isLast, remaining }, random);
    if (!tiltColumns(table, bounds, wanted) && isLast) {
      for (const looser of looserBounds({ rows, aim, deal, bounds, fewest, isFirm: least.isFirm }))
        if (tiltColumns(table, looser, wanted)) break;
    }
    roundTable(table, rows.keys(), random);
    rows.forEach((row, number) => book(deal, row, weight, table.subarray(number * COLUMNS, (number + 1) * COLUMNS)));
  });
  return deal;
}

/** Strata that can be dealt as one: the same weight and, where they have a single part, the same label set. */
interface TableRow {
  readonly parts: readonly Part[];
  readonly units: number;
  readonly strata: readonly { readonly place: number; readonly units: number }[];
}

interface Table {
  readonly weight: number;
  readonly rows: readonly TableRow[];
}

function tablesOf(strata: readonly Stratum[]): readonly Table[] {
  const tables = new Map<
    number,
    Map<string | number, { parts: readonly Part[]; units: number; strata: { place: number; units: number }[] }>
  >();
  strata.forEach(({ units, parts }, place) => {
    if (units === 0) return;
    const weight = weightOf(parts);
    const rows =
      tables.get(weight) ??
      new Map<string | number, { parts: readonly Part[]; units: number; strata: { place: number; units: number }[] }>();
    tables.set(weight, rows);
    const [first] = parts;
    const key = parts.length === 1 && first !== undefined ? first.set : `stratum ${place}`;
    const row = rows.get(key) ?? { parts, units: 0, strata: [] };
    rows.set(key, row);
    row.units += units;
    row.strata.push({ place, units });
  });
  return [...tables]
    .sort(([a], [b]) => b - a)
    .map(([weight, rows]) => ({
      weight,
      rows: [...rows.values()].sort((a, b) => (a.parts[0]?.set ?? 0) - (b.parts[0]?.set ?? 0)),
    }));
}

interface Setting {
  readonly aim: Proportions;
  readonly deal: Deal;
  readonly least: Float64Array;
  /** Examples per label set in lighter tables. */
  readonly remaining: Float64Array;
  readonly table: Float64Array;
  readonly bounds: Bounds;
  /** Fewest units that small classes ask for, per cell. */
  readonly fewest: Float64Array;
}

/** Fills in the expectations and bounds of one row, in units. */
function expectRow(
  { aim, deal, least, remaining, table, bounds, fewest }: Setting,
  { parts, units }: TableRow,
  row: number,
): void {
  const start = row * COLUMNS;
  const [first] = parts;
  const weight = weightOf(parts);
  for (let column = 0; column < COLUMNS; column++) {
    const cell = start + column;
    let most = at(aim.sizes, column) === 0 ? 0 : Infinity;
    let asked = 0;
    for (const { set, examples } of parts) {
      const own = set * COLUMNS + column;
      const isShort = at(remaining, set) === 0 && at(deal.given, own) < at(least, own);
      if (isShort) asked = Math.max(asked, Math.ceil((at(least, own) - at(deal.given, own)) / examples));
      most = Math.min(most, Math.max(0, Math.floor((at(aim.upper, own) - at(deal.given, own)) / examples)));
    }
    fewest[cell] = Math.min(asked, units - rowSum(fewest, row));
    bounds.lower[cell] = at(fewest, cell);
    bounds.upper[cell] = Math.max(most, at(fewest, cell));
    const own = (first?.set ?? 0) * COLUMNS + column;
    const soFar =
      (at(aim.counts, first?.set ?? 0) - at(remaining, first?.set ?? 0)) * at(aim.shares, column) - at(deal.given, own);
    table[cell] = parts.length === 1 ? soFar / weight : units * at(aim.shares, column);
  }
  raiseCeilings(bounds.upper, row, units, (column) =>
    parts.reduce(
      (over, { set, examples }) => {
        const own = set * COLUMNS + column;
        const after = at(deal.given, own) + (at(bounds.upper, start + column) + 1) * examples;
        return over + Math.max(0, after - at(aim.upper, own));
      },
      at(aim.sizes, column) === 0 ? Infinity : 0,
    ),
  );
  fitRow(table, row, bounds, units);
  for (let cell = start; cell < start + COLUMNS; cell++) {
    bounds.lower[cell] = Math.floor(at(table, cell) / UNIT);
    bounds.upper[cell] = Math.ceil(at(table, cell) / UNIT);
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

/** Units of this table that each split should get: what it lacks so far, or in the last table what it lacks at all. */
function wantedColumns(
  aim: Proportions,
  deal: Deal,
  { weight, rows, isLast, remaining }: Table & { readonly isLast: boolean; readonly remaining: Float64Array },
  random: Random,
): Float64Array {
  const units = rows.reduce((sum, row) => sum + row.units, 0);
  const left = remaining.reduce((sum, one) => sum + one, 0);
  const missing = aim.sizes.map((size, column) => size - at(deal.totals, column));
  const wanted = missing.map((one, column) => (isLast ? one : one - left * at(aim.shares, column)) / weight);
  const bounds = { lower: new Float64Array(COLUMNS), upper: missing.map((one) => Math.max(0, Math.floor(one / weight))) };
  fitRow(wanted, 0, bounds, units);
  roundTable(wanted, [0], random);
  return wanted.map((sum) => sum / UNIT);
}

/**
 * Bounds from strict to loose: within one example (of heavier units: one unit) of the exact share; where small classes are to
 * be covered, any that leave them their examples; within one example without regard to small classes; none.
 */
function* looserBounds({ rows, aim, deal, bounds, fewest, isFirm }: Looser): Generator<Bounds> {
  const none = new Float64Array(fewest.length);
  const all = none.map((_, cell) => (at(aim.sizes, cell % COLUMNS) === 0 ? 0 : Infinity));
  const near = (kept: Float64Array): Bounds => {
    const lower = bounds.lower.slice();
    const upper = bounds.upper.slice();
    rows.forEach(({ parts }, row) => {
      for (let cell = row * COLUMNS; cell < (row + 1) * COLUMNS; cell++) {
        const reach = reachOf(parts, cell % COLUMNS, aim, deal);
        lower[cell] = Math.max(at(kept, cell), Math.min(at(lower, cell), reach.least));
        upper[cell] = Math.max(at(upper, cell), reach.most);
      }
    });
    return { lower, upper };
  };
  yield near(fewest);
  if (isFirm) yield { lower: fewest, upper: all };
  yield near(none);
  yield { lower: none, upper: all };
}

interface Looser {
  readonly rows: readonly TableRow[];
  readonly aim: Proportions;
  readonly deal: Deal;
  readonly bounds: Bounds;
  readonly fewest: Float64Array;
  readonly isFirm: boolean;
}

/** Units that leave every label set of a row within one unit of its exact share. */
function reachOf(
  parts: readonly Part[],
  column: number,
  aim: Proportions,
  deal: Deal,
): { readonly least: number; readonly most: number } {
  let least = 0;
  let most = Infinity;
  for (const { set, examples } of parts) {
    const missing = (at(aim.exact, set * COLUMNS + column) - at(deal.given, set * COLUMNS + column)) / examples;
    least = Math.max(least, Math.ceil(missing - 1 - SLACK));
    most = Math.min(most, Math.floor(missing + 1 + SLACK));
  }
  return { least, most };
}

/** Enters a rounded row in the books. */
function book(deal: Deal, { parts, strata }: TableRow, weight: number, rounded: Float64Array): void {
  for (let column = 0; column < COLUMNS; column++) {
    let left = at(rounded, column) / UNIT;
    add(deal.totals, column, left * weight);
    for (const { set, examples } of parts) {
      add(deal.given, set * COLUMNS + column, left * examples);
      if (weight === 1) add(deal.singles, set * COLUMNS + column, left);
    }
    for (const { place, units } of strata) {
      const start = place * COLUMNS;
      const taken = Math.min(left, units - rowSum(deal.units, place));
      add(deal.units, start + column, taken);
      left -= taken;
    }
  }
}
