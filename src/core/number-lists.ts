import { createUint32List } from './growable.js';

/**
 * Many short lists of whole numbers, one after the other: four bytes a number and four a list, where an array of arrays takes
 * ten times that.
 */
export interface NumberLists {
  /** Lists. */
  readonly length: number;
  /** List l is `values[starts[l]]` up to `values[starts[l + 1]]`. */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

/** Lists that grow in number. */
export interface NumberListsBuilder {
  readonly length: number;
  push(list: ArrayLike<number>): void;
  /** One of the lists, as a view that the next push may leave behind. */
  at(place: number): Uint32Array;
  /** Whether a list holds these numbers, in this order. */
  equals(place: number, list: ArrayLike<number>): boolean;
  /** The lists so far, as a view that the next push may leave behind. */
  view(): NumberLists;
}

export function createNumberLists(): NumberListsBuilder {
  const starts = createUint32List();
  const values = createUint32List();
  starts.push(0);
  return {
    get length() {
      return starts.length - 1;
    },
    push(list) {
      for (let at = 0; at < list.length; at++) values.push(list[at] ?? 0);
      starts.push(values.length);
    },
    at: (place) => values.view().subarray(starts.at(place), starts.at(place + 1)),
    equals(place, list) {
      const start = starts.at(place);
      if (starts.at(place + 1) - start !== list.length) return false;
      for (let at = 0; at < list.length; at++) if (values.at(start + at) !== list[at]) return false;
      return true;
    },
    view: () => ({ length: starts.length - 1, starts: starts.view(), values: values.view() }),
  };
}

/** The same from arrays. */
export function numberLists(lists: Iterable<ArrayLike<number>>): NumberLists {
  const builder = createNumberLists();
  for (const list of lists) builder.push(list);
  return builder.view();
}

/** One of the lists, as a view. */
export function listAt({ starts, values }: NumberLists, place: number): Uint32Array {
  return values.subarray(starts[place], starts[place + 1]);
}

/**
 * Compares two lists number by number; a list that starts another goes first. This is the canonical order of label sets.
 * @returns below 0, 0 or above 0. Time O(length of the common prefix).
 */
export function compareLists({ starts, values }: NumberLists, a: number, b: number): number {
  let atA = starts[a] ?? 0;
  let atB = starts[b] ?? 0;
  const endA = starts[a + 1] ?? 0;
  const endB = starts[b + 1] ?? 0;
  for (; atA < endA && atB < endB; atA++, atB++) {
    const difference = (values[atA] ?? 0) - (values[atB] ?? 0);
    if (difference !== 0) return difference;
  }
  return endA - atA - (endB - atB);
}
