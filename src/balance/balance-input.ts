import type { ClassTable } from '../core/class-table.js';
import { addTo, numberAt, wordAt } from '../core/number-at.js';
import type { NumberLists } from '../core/number-lists.js';

/** What balance decides from: label sets and how many examples carry each. No texts. */
export interface BalanceInput {
  /** Names of the targets, in mapping order. */
  readonly targets: readonly string[];
  /** All classes, by target and then by code point. */
  readonly classes: ClassTable;
  /** Label sets: ascending places in `classes`; the sets in lexicographic order of their places, without repeats. */
  readonly sets: NumberLists;
  /** Examples per set, duplicates and contradictions already settled. */
  readonly counts: readonly number[] | Float64Array;
}

/** Examples per class: an example counts once for each class it carries. Time O(places in all sets). */
export function countClasses(input: BalanceInput): Float64Array {
  const counts = new Float64Array(input.classes.length);
  const { length, starts, values } = input.sets;
  for (let set = 0; set < length; set++) {
    const examples = numberAt(input.counts, set);
    for (let at = wordAt(starts, set); at < wordAt(starts, set + 1); at++) addTo(counts, wordAt(values, at), examples);
  }
  return counts;
}

/** Examples per target: those that carry at least one class of it. Time O(places in all sets). */
export function countTargets(input: BalanceInput): Float64Array {
  const counts = new Float64Array(input.targets.length);
  const { length, starts, values } = input.sets;
  for (let set = 0; set < length; set++) {
    const examples = numberAt(input.counts, set);
    let last = -1;
    for (let at = wordAt(starts, set); at < wordAt(starts, set + 1); at++) {
      const target = input.classes.targetOf(wordAt(values, at));
      if (target !== last) addTo(counts, target, examples);
      last = target;
    }
  }
  return counts;
}
