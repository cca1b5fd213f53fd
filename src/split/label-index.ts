import { listAt, type NumberLists } from '../core/number-lists.js';
import { add, at, placeAt } from './numbers.js';

/** Which classes a label set holds and which label sets hold a class, by offsets into two flat lists. */
export interface LabelIndex {
  readonly setCount: number;
  readonly classCount: number;
  /** Classes of set s: `classes[setStarts[s]]` up to `classes[setStarts[s + 1]]`. */
  readonly setStarts: Uint32Array;
  readonly classes: Uint32Array;
  /** Sets of class c: `sets[classStarts[c]]` up to `sets[classStarts[c + 1]]`. */
  readonly classStarts: Uint32Array;
  readonly sets: Uint32Array;
}

/** Time and memory O(places in all sets). */
export function indexLabels(lists: NumberLists, classCount: number): LabelIndex {
  const { length, starts, values } = lists;
  const classStarts = new Uint32Array(classCount + 1);
  for (const held of values) classStarts[held + 1] = placeAt(classStarts, held + 1) + 1;
  for (let held = 0; held < classCount; held++)
    classStarts[held + 1] = placeAt(classStarts, held + 1) + placeAt(classStarts, held);
  const sets = new Uint32Array(values.length);
  const filled = classStarts.slice();
  for (let set = 0; set < length; set++) {
    for (const held of listAt(lists, set)) {
      sets[placeAt(filled, held)] = set;
      filled[held] = placeAt(filled, held) + 1;
    }
  }
  return { setCount: length, classCount, setStarts: starts, classes: values, classStarts, sets };
}

/** Label sets that hold a class. */
export function holdersOf(index: LabelIndex, held: number): Uint32Array {
  return index.sets.subarray(placeAt(index.classStarts, held), placeAt(index.classStarts, held + 1));
}

/** Classes that a label set holds. */
export function classesOf(index: LabelIndex, set: number): Uint32Array {
  return index.classes.subarray(placeAt(index.setStarts, set), placeAt(index.setStarts, set + 1));
}

/** Sums a table of label sets (cells per row: `width`) over the sets that hold each class. */
export function sumOverClasses(index: LabelIndex, table: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(index.classCount * width);
  for (let set = 0; set < index.setCount; set++) {
    for (let place = placeAt(index.setStarts, set); place < placeAt(index.setStarts, set + 1); place++) {
      const held = placeAt(index.classes, place);
      for (let column = 0; column < width; column++) add(sums, held * width + column, at(table, set * width + column));
    }
  }
  return sums;
}
