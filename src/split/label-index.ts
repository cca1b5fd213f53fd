import { add, at } from './numbers.js';

/** Which classes a label set holds and which label sets hold a class, by offsets into two flat lists. */
export interface LabelIndex {
  readonly setCount: number;
  readonly classCount: number;
  /** Classes of set s: `classes[setStarts[s]]` up to `classes[setStarts[s + 1]]`. */
  readonly setStarts: Float64Array;
  readonly classes: Float64Array;
  /** Sets of class c: `sets[classStarts[c]]` up to `sets[classStarts[c + 1]]`. */
  readonly classStarts: Float64Array;
  readonly sets: Float64Array;
}

/** Time and memory O(places in all sets). */
export function indexLabels(sets: readonly (readonly number[])[], classCount: number): LabelIndex {
  const setStarts = new Float64Array(sets.length + 1);
  const classStarts = new Float64Array(classCount + 1);
  sets.forEach((held, set) => {
    setStarts[set + 1] = at(setStarts, set) + held.length;
    for (const one of held) add(classStarts, one + 1, 1);
  });
  for (let one = 0; one < classCount; one++) add(classStarts, one + 1, at(classStarts, one));
  const places = at(setStarts, sets.length);
  const classes = new Float64Array(places);
  const holders = new Float64Array(places);
  const filled = classStarts.slice();
  sets.forEach((held, set) => {
    held.forEach((one, place) => {
      classes[at(setStarts, set) + place] = one;
      holders[at(filled, one)] = set;
      add(filled, one, 1);
    });
  });
  return { setCount: sets.length, classCount, setStarts, classes, classStarts, sets: holders };
}

/** Label sets that hold a class. */
export function holdersOf(index: LabelIndex, held: number): Float64Array {
  return index.sets.subarray(at(index.classStarts, held), at(index.classStarts, held + 1));
}

/** Classes that a label set holds. */
export function classesOf(index: LabelIndex, set: number): Float64Array {
  return index.classes.subarray(at(index.setStarts, set), at(index.setStarts, set + 1));
}

/** Sums a table of label sets (cells per row: `width`) over the sets that hold each class. */
export function sumOverClasses(index: LabelIndex, table: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(index.classCount * width);
  for (let set = 0; set < index.setCount; set++) {
    for (let place = at(index.setStarts, set); place < at(index.setStarts, set + 1); place++) {
      const held = at(index.classes, place);
      for (let column = 0; column < width; column++) add(sums, held * width + column, at(table, set * width + column));
    }
  }
  return sums;
}
