import type { ClassName } from '../core/label-sets.js';

/** What balance decides from: label sets and how many examples carry each. No texts. */
export interface BalanceInput {
  /** Names of the targets, in mapping order. */
  readonly targets: readonly string[];
  /** All classes, by target and then by code point. */
  readonly classes: readonly ClassName[];
  /** Label sets: ascending places in `classes`; the sets in lexicographic order of their places, without repeats. */
  readonly sets: readonly (readonly number[])[];
  /** Examples per set, duplicates and contradictions already settled. */
  readonly counts: readonly number[] | Float64Array;
}

/** Examples per class: an example counts once for each class it carries. Time O(places in all sets). */
export function countClasses(input: BalanceInput): Float64Array {
  const counts = new Float64Array(input.classes.length);
  input.sets.forEach((set, place) => {
    for (const held of set) counts[held] = (counts[held] ?? 0) + (input.counts[place] ?? 0);
  });
  return counts;
}

/** Examples per target: those that carry at least one class of it. Time O(places in all sets). */
export function countTargets(input: BalanceInput): Float64Array {
  const counts = new Float64Array(input.targets.length);
  input.sets.forEach((set, place) => {
    let last = -1;
    for (const held of set) {
      const target = input.classes[held]?.target ?? last;
      if (target !== last) counts[target] = (counts[target] ?? 0) + (input.counts[place] ?? 0);
      last = target;
    }
  });
  return counts;
}
