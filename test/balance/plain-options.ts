import type { BalanceInput, BalanceOptions, Limits } from '../../src/balance/balance.js';
import { classTable } from '../../src/core/class-table.js';
import { numberLists } from '../../src/core/number-lists.js';
import { arraysOf } from '../core/plain.js';

/** Options that ask for nothing, with some of them changed. */
export function optionsWith(changes: Partial<BalanceOptions>): BalanceOptions {
  return { min: {}, max: {}, maxShare: {}, rare: { policy: 'drop-label' }, scope: 'all', ...changes };
}

/** Limits per class, written `{ target: { class: limit } }`. */
export function perClass(limits: Readonly<Record<string, Readonly<Record<string, number>>>>): Limits {
  return { perClass: new Map(Object.entries(limits).map(([target, classes]) => [target, new Map(Object.entries(classes))])) };
}

/** An input from lists such as `['a b', 10]`: classes are written `target:class` or, for target `t`, just `class`. */
export function inputOf(targets: readonly string[], lists: readonly (readonly [labels: string, count: number])[]): BalanceInput {
  const nameOf = (label: string): readonly [number, string] => {
    const parts = label.split(':');
    return parts.length > 1 ? [targets.indexOf(parts[0] ?? ''), parts[1] ?? ''] : [0, label];
  };
  const labels = [...new Set(lists.flatMap(([list]) => list.split(' ')))];
  const classes = labels
    .map((label) => ({ label, target: nameOf(label)[0], name: nameOf(label)[1] }))
    .sort((a, b) => a.target - b.target || (a.name < b.name ? -1 : 1));
  const placeOf = new Map(classes.map(({ label }, place) => [label, place]));
  const sets = lists.map(([list, count]) => ({
    set: list
      .split(' ')
      .map((label) => placeOf.get(label) ?? -1)
      .sort((a, b) => a - b),
    count,
  }));
  sets.sort((a, b) => (a.set.map(padded).join() < b.set.map(padded).join() ? -1 : 1));
  return {
    targets,
    classes: classTable(classes.map(({ target, name }) => ({ target, name }))),
    sets: numberLists(sets.map(({ set }) => set)),
    counts: sets.map(({ count }) => count),
  };
}

function padded(place: number): string {
  return String(place).padStart(6, '0');
}

/** The sets of a plan by the names of their classes: `a b` → count. */
export function named(plan: {
  readonly classes: BalanceInput['classes'];
  readonly sets: BalanceInput['sets'];
  readonly counts: readonly number[] | Float64Array;
}): Readonly<Record<string, number>> {
  return Object.fromEntries(
    arraysOf(plan.sets).map((set, place) => [set.map(plan.classes.nameOf).join(' '), plan.counts[place] ?? 0]),
  );
}
