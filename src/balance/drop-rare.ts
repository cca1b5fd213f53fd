import type { ClassName, ClassTable } from '../core/class-table.js';
import { addTo, numberAt, wordAt } from '../core/number-at.js';
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
  const { classes, placeOf } = withAdded(input.classes, input.targets.length, added);

  const alive: number[] = [];
  for (let place = 0; place < input.sets.length; place++) {
    if (!changed.has(place) || changed.get(place) !== undefined) alive.push(place);
  }
  const placed = (place: number): ArrayLike<number> => {
    const held = changed.get(place) ?? listAt(input.sets, place);
    return changed.has(place) || added.size > 0 ? Uint32Array.from(held, placeOf).sort() : held;
  };
  alive.sort((a, b) => compareLabelSets(placed(a), placed(b)));

  const sets = createNumberLists();
  const counts = new Float64Array(alive.length);
  const becomes = new Int32Array(input.sets.length).fill(-1);
  for (const place of alive) {
    const held = placed(place);
    if (sets.length === 0 || !sets.equals(sets.length - 1, held)) sets.push(held);
    becomes[place] = sets.length - 1;
    addTo(counts, sets.length - 1, numberAt(input.counts, place));
  }
  const rareClasses = rare.map((one) => ({ ...one, class: placeOf(one.class) })).sort((a, b) => a.class - b.class);
  return { classes, sets: sets.view(), counts: [...counts.subarray(0, sets.length)], becomes, rareClasses };
}

/** Inserts new classes (number → class, numbers beyond the list) where target and code point put them. */
function withAdded(
  classes: ClassTable,
  targetCount: number,
  added: ReadonlyMap<number, { readonly name: ClassName; readonly place: number }>,
): { readonly classes: ClassTable; readonly placeOf: (number: number) => number } {
  if (added.size === 0) return { classes, placeOf: (number) => number };
  const numbers: number[] = [];
  let next = 0;
  const addUpTo = (end: number): void => {
    for (; next < end; next++) numbers.push(next);
  };
  for (const [number, { place }] of [...added].sort(([, a], [, b]) => a.place - b.place || a.name.target - b.name.target)) {
    addUpTo(place);
    numbers.push(number);
  }
  addUpTo(classes.length);
  const places = new Uint32Array(classes.length + targetCount);
  numbers.forEach((number, place) => (places[number] = place));
  const newAt = (place: number): ClassName | undefined => added.get(numberAt(numbers, place))?.name;
  return {
    classes: {
      length: numbers.length,
      targetOf: (place) => newAt(place)?.target ?? classes.targetOf(numberAt(numbers, place)),
      nameOf: (place) => newAt(place)?.name ?? classes.nameOf(numberAt(numbers, place)),
    },
    placeOf: (number) => wordAt(places, number),
  };
}
