import type { NumberLists } from '../core/number-lists.js';

/** Examples per class, from examples per set. */
export function countClasses(sets: NumberLists, counts: ArrayLike<number>, classCount: number): Float64Array {
  const { length, starts, values } = sets;
  const perClass = new Float64Array(classCount);
  for (let set = 0; set < length; set++) {
    const examples = counts[set] ?? 0;
    for (let at = starts[set] ?? 0; at < (starts[set + 1] ?? 0); at++) {
      const place = values[at] ?? 0;
      perClass[place] = (perClass[place] ?? 0) + examples;
    }
  }
  return perClass;
}
