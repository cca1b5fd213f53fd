import type { ClassName } from '../core/label-sets.js';
import type { BalanceInput } from './balance-input.js';
import { checkBalance } from './check-balance.js';
import { checkNames } from './check-names.js';
import { compareLabelSets } from './label-set-order.js';
import type { BalanceOptions } from './options.js';
import type { RareClass } from './rare-class.js';
import { relabelRare } from './relabel-rare.js';

export interface RarePlan {
  /** The classes of the input, and the class that rare ones were mapped to where it was new; places below refer to this list. */
  readonly classes: readonly ClassName[];
  /** Label sets that remain, in canonical order. */
  readonly sets: readonly (readonly number[])[];
  /** Examples per remaining set. */
  readonly counts: readonly number[];
  /** Input set → remaining set, or -1: its examples are left out (`class-below-minimum`). */
  readonly becomes: Int32Array;
  /** Classes that fell below their minimum, ascending. */
  readonly rareClasses: readonly RareClass[];
}

/**
 * Removes the labels of classes with fewer examples than their minimum, until every class that remains has enough. A round
 * takes all classes that are rare at its start. An example that loses its last label of a target is left out whole. With
 * `map`, a rare class becomes the named class of its target, which is judged after all others and then as drop-label does.
 * @throws LabelmillError BALANCE_INVALID for limits that contradict each other or name what the data does not have
 * Time O(places in all sets + changed sets × log), memory O(sets + classes): a million classes take about a second.
 */
export function dropRare(input: BalanceInput, options: BalanceOptions): RarePlan {
  checkBalance(options);
  checkNames(input, options);
  const { members, rare, added } = relabelRare(input, options);
  const { classes, placeOf } = withAdded(input.classes, added);

  const alive: number[] = [];
  const placed = members.map((set, place) => {
    if (set === undefined) return [];
    alive.push(place);
    return set === input.sets[place] && added.size === 0 ? set : set.map(placeOf).sort((a, b) => a - b);
  });
  const compare = (a: number, b: number): number => compareLabelSets(placed[a] ?? [], placed[b] ?? []);
  alive.sort(compare);

  const sets: (readonly number[])[] = [];
  const counts: number[] = [];
  const becomes = new Int32Array(input.sets.length).fill(-1);
  alive.forEach((place, at) => {
    if (at === 0 || compare(alive[at - 1] ?? place, place) !== 0) {
      sets.push(placed[place] ?? []);
      counts.push(0);
    }
    counts.push((counts.pop() ?? 0) + (input.counts[place] ?? 0));
    becomes[place] = sets.length - 1;
  });
  const rareClasses = rare.map((one) => ({ ...one, class: placeOf(one.class) })).sort((a, b) => a.class - b.class);
  return { classes, sets, counts, becomes, rareClasses };
}

/** Inserts new classes (number → class, numbers beyond the list) where target and code point put them. */
function withAdded(
  classes: readonly ClassName[],
  added: ReadonlyMap<number, { readonly name: ClassName; readonly place: number }>,
): { readonly classes: readonly ClassName[]; readonly placeOf: (number: number) => number } {
  if (added.size === 0) return { classes, placeOf: (number) => number };
  const extended: ClassName[] = [];
  const places = new Map<number, number>();
  const pending = [...added].sort(([, a], [, b]) => a.place - b.place || a.name.target - b.name.target);
  for (let number = 0; number <= classes.length; number++) {
    while (pending[0] !== undefined && pending[0][1].place === number) {
      places.set(pending[0][0], extended.length);
      extended.push(pending[0][1].name);
      pending.shift();
    }
    const name = classes[number];
    if (name !== undefined) {
      places.set(number, extended.length);
      extended.push(name);
    }
  }
  return { classes: extended, placeOf: (number) => places.get(number) ?? number };
}
