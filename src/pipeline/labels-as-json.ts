import { canonicalJson } from '../core/canonical-json.js';
import type { ClassTable } from '../core/class-table.js';
import { createJsonTexts, type JsonTexts } from '../core/json-texts.js';
import { listAt, type NumberLists } from '../core/number-lists.js';

export interface LabelNames {
  readonly sets: NumberLists;
  readonly classes: ClassTable;
  readonly targets: readonly string[];
  readonly takesList: readonly boolean[];
}

/**
 * The `labels` of a line as JSON, for each set: targets in mapping order, a class as a string, a list in sorted order. Written out
 * by hand because a plain object would put targets that look like numbers first and could not hold `__proto__`.
 */
export function labelsAsJson({ sets, classes, targets, takesList }: LabelNames): JsonTexts {
  const keys = targets.map((target) => `${canonicalJson(target)}:`);
  return createJsonTexts(sets.length, (set) => {
    const places = listAt(sets, set);
    const parts = keys.flatMap((key, at) => {
      const names = Array.from(
        places.filter((place) => classes.targetOf(place) === at),
        classes.nameOf,
      );
      const [first] = names;
      if (first === undefined) return [];
      return [key + canonicalJson(takesList[at] === true ? names : first)];
    });
    return `{${parts.join()}}`;
  });
}
