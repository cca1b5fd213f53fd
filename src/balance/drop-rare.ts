import type { ClassName, ClassTable } from '../core/class-table.js';
import { createNumberLists, listAt, type NumberLists } from '../core/number-lists.js';
import type { BalanceInput } from './balance-input.js';
import { checkBalance } from './check-balance.js';
import { checkNames } from './check-names.js';
import { compareLabelSets } from './label-set-order.js';
import type { BalanceOptions } from './options.js';
import type { RareClass } from './rare-class.js';
import { relabelRare } from './relabel-rare.js';

export interface RarePlan {
  /** The classes of the input, and the class that rare ones were mapped to where it was new; places below refer to this list. */
  readonly classes: ClassTable;
  /** Label sets that remain, in canonical order. */
  readonly sets: NumberLists;
  /** Examples per remaining set. */
  readonly counts: BalanceInput['counts'];
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
  const { changed, rare, added } = relabelRare(input, options);
  if (changed.size === 0 && added.size === 0) {
    const becomes = Int32Array.from({ length: input.sets.length }, (_, place) => place);
    return { classes: input.classes, sets: input.sets, counts: input.counts, becomes, rareClasses: [] };
  }
  const { classes, placeOf } = withAdded(input.classes, added);

  const alive: number[] = [];
  for (let place = 0; place < input.sets.length; place++) {
    if (!changed.has(place) || changed.get(place) !== undefined) alive.push(place);
  }
  const placed = (place: number): ArrayLike<number> => {
    const held = changed.get(place) ?? listAt(input.sets, place);
    return changed.has(place) || added.size > 0 ? Uint32Array.from(held, placeOf).sort() : held;
  };
  const compare = (a: number, b: number): number => compareLabelSets(placed(a), placed(b));
  alive.sort(compare);

  const sets = createNumberLists();
  const counts: number[] = [];
  const becomes = new Int32Array(input.sets.length).fill(-1);
  alive.forEach((place, at) => {
    if (at === 0 || compare(alive[at - 1] ?? place, place) !== 0) {
      sets.push(placed(place));
      counts.push(0);
    }
    counts.push((counts.pop() ?? 0) + (input.counts[place] ?? 0));
    becomes[place] = sets.length - 1;
  });
  const rareClasses = rare.map((one) => ({ ...one, class: placeOf(one.class) })).sort((a, b) => a.class - b.class);
  return { classes, sets: sets.view(), counts, becomes, rareClasses };
}

/** Inserts new classes (number → class, numbers beyond the list) where target and code point put them. */
function withAdded(
  classes: ClassTable,
  added: ReadonlyMap<number, { readonly name: ClassName; readonly place: number }>,
): { readonly classes: ClassTable; readonly placeOf: (number: number) => number } {
  if (added.size === 0) return { classes, placeOf: (number) => number };
  const pending = [...added].sort(([, a], [, b]) => a.place - b.place || a.name.target - b.name.target);
  const numbers: number[] = [];
  for (let number = 0; number <= classes.length; number++) {
    while (pending[0]?.[1].place === number) numbers.push(pending.shift()?.[0] ?? 0);
    if (number < classes.length) numbers.push(number);
  }
  const places = new Map(numbers.map((number, place) => [number, place]));
  const newAt = (place: number): ClassName | undefined => added.get(numbers[place] ?? -1)?.name;
  return {
    classes: {
      length: numbers.length,
      targetOf: (place) => newAt(place)?.target ?? classes.targetOf(numbers[place] ?? -1),
      nameOf: (place) => newAt(place)?.name ?? classes.nameOf(numbers[place] ?? -1),
    },
    placeOf: (number) => places.get(number) ?? number,
  };
}
