import { numberAt } from '../core/number-at.js';
import type { GroupLoad } from './group-load.js';
import { add, at, COLUMNS, placeAt } from './numbers.js';
import type { Guard } from './small-classes.js';

/** Passes of moves and swaps at most. */
const PASSES_MAX = 20;
/** Neighbours by size that a group is tried to be swapped with. */
const NEIGHBOURS = 24;
/** A change must lower the deviation by more than the noise of doubles. */
const LEAST_GAIN = 1e-9;
const TRAIN = 0;

/** Groups in the order they are taken, where they are, and what that makes. */
export interface GroupTable {
  readonly loads: readonly GroupLoad[];
  readonly sizes: Float64Array;
  /** Exact expectations of classes, three cells per class. */
  readonly classExact: Float64Array;
  /** Filled in: place of the split per group. */
  readonly splitOf: Uint8Array;
  readonly totals: Float64Array;
  readonly classTotals: Float64Array;
}

/**
 * Puts every group where it fits best, mends what the guard asks for, and improves by moves and swaps. Fit is the sum over
 * splits of squared deviations in units of the expectation, of classes and, as much as all classes of an example, of sizes.
 * Changes the table in place. Time O(places × passes × neighbours).
 */
export function improveGroups(table: GroupTable, guard: Guard): void {
  const { loads, sizes, splitOf, totals, classTotals, classExact } = table;
  const columns = [TRAIN, 1, 2].filter((column) => at(sizes, column) > 0);
  const examples = loads.reduce((sum, load) => sum + load.examples, 0);
  const labels = loads.reduce((sum, { classes }) => sum + classes.reduce((all, { count }) => all + count, 0), 0);
  const sizeWeight = examples === 0 ? 1 : Math.max(1, labels / examples) * 2;

  const put = ({ classes, examples: size }: GroupLoad, column: number, sign: 1 | -1): void => {
    add(totals, column, sign * size);
    for (const { class: held, count } of classes) add(classTotals, held * COLUMNS + column, sign * count);
  };
  /** What adding (or removing) a group to a split does to the sum of deviations. */
  const costOf = ({ classes, examples: size }: GroupLoad, column: number, sign: 1 | -1): number => {
    let cost = (sizeWeight * size * (size + 2 * sign * (at(totals, column) - at(sizes, column)))) / at(sizes, column);
    for (const { class: held, count } of classes) {
      const cell = held * COLUMNS + column;
      cost += (count * (count + 2 * sign * (at(classTotals, cell) - at(classExact, cell)))) / at(classExact, cell);
    }
    return cost;
  };
  const isNeeded = ({ classes }: GroupLoad, column: number): boolean =>
    classes.some(({ class: held, count }) => guard.holds(held, column) && at(classTotals, held * COLUMNS + column) === count);
  const relocate = (group: number, load: GroupLoad, to: number): void => {
    put(load, placeAt(splitOf, group), -1);
    put(load, to, 1);
    splitOf[group] = to;
  };
  const tryMove = (group: number, load: GroupLoad): boolean => {
    const from = placeAt(splitOf, group);
    if (isNeeded(load, from)) return false;
    const leaving = costOf(load, from, -1);
    for (const to of columns) {
      if (to === from || leaving + costOf(load, to, 1) >= -LEAST_GAIN) continue;
      relocate(group, load, to);
      return true;
    }
    return false;
  };
  const trySwap = (group: number, load: GroupLoad, other: number, otherLoad: GroupLoad): boolean => {
    const from = placeAt(splitOf, group);
    const to = placeAt(splitOf, other);
    if (from === to) return false;
    let cost = costOf(load, from, -1);
    put(load, from, -1);
    cost += costOf(otherLoad, to, -1);
    put(otherLoad, to, -1);
    cost += costOf(load, to, 1);
    put(load, to, 1);
    cost += costOf(otherLoad, from, 1);
    put(otherLoad, from, 1);
    const breaksGuard = [load, otherLoad].some(({ classes }) =>
      classes.some(({ class: held }) =>
        [from, to].some((column) => at(classTotals, held * COLUMNS + column) === 0 && guard.holds(held, column)),
      ),
    );
    if (cost < -LEAST_GAIN && !breaksGuard) {
      splitOf[group] = to;
      splitOf[other] = from;
      return true;
    }
    put(load, to, -1);
    put(otherLoad, from, -1);
    put(load, from, 1);
    put(otherLoad, to, 1);
    return false;
  };

  loads.forEach((load, group) => {
    let best = numberAt(columns, 0);
    for (const column of columns) if (costOf(load, column, 1) < costOf(load, best, 1) - LEAST_GAIN) best = column;
    put(load, best, 1);
    splitOf[group] = best;
  });
  mend({ table, guard, columns, isNeeded, relocate });
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    let changes = 0;
    loads.forEach((load, group) => {
      if (tryMove(group, load)) changes++;
      for (const [after, other] of loads.slice(group + 1, group + 1 + NEIGHBOURS).entries()) {
        if (trySwap(group, load, group + 1 + after, other)) changes++;
      }
    });
    if (changes === 0) return;
  }
}

interface Mending {
  readonly table: GroupTable;
  readonly guard: Guard;
  readonly columns: readonly number[];
  readonly isNeeded: (load: GroupLoad, column: number) => boolean;
  readonly relocate: (group: number, load: GroupLoad, to: number) => void;
}

/** Gives every class that the guard names its smallest group that another split can spare; train first. */
function mend({ table, guard, columns, isNeeded, relocate }: Mending): void {
  const holders = new Map<number, { readonly group: number; readonly load: GroupLoad }[]>();
  table.loads.forEach((load, group) => {
    for (const { class: held } of load.classes) {
      const known = holders.get(held);
      if (known === undefined) holders.set(held, [{ group, load }]);
      else known.push({ group, load });
    }
  });
  const sorted = [...holders].sort(([a], [b]) => a - b);
  for (const column of columns) {
    for (const [held, groups] of sorted) {
      if (at(table.classTotals, held * COLUMNS + column) > 0 || !guard.holds(held, column)) continue;
      const spare = groups.findLast(({ group, load }) => !isNeeded(load, placeAt(table.splitOf, group)));
      if (spare !== undefined) relocate(spare.group, spare.load, column);
    }
  }
}
