import type { ClassName, ClassTable } from '../../src/core/class-table.js';
import { listAt, type NumberLists } from '../../src/core/number-lists.js';

/** Lists as arrays. */
export function arraysOf(lists: NumberLists): readonly (readonly number[])[] {
  return Array.from({ length: lists.length }, (_, place) => [...listAt(lists, place)]);
}

/** Classes as objects. */
export function namesOf(classes: ClassTable): readonly ClassName[] {
  return Array.from({ length: classes.length }, (_, place) => ({ target: classes.targetOf(place), name: classes.nameOf(place) }));
}
