import { canonicalJson } from '../core/canonical-json.js';
import type { ClassName } from '../core/label-sets.js';

/**
 * The `labels` of a line as JSON: targets in mapping order, a class as a string, a list in sorted order. Written out by hand
 * because a plain object would put targets that look like numbers first and could not hold `__proto__`.
 */
export function labelsAsJson(
  places: readonly number[],
  classes: readonly ClassName[],
  targets: readonly string[],
  takesList: readonly boolean[],
): string {
  const parts = targets.flatMap((target, at) => {
    const names = places.map((place) => classes[place]).filter((name) => name?.target === at);
    const [first] = names;
    if (first === undefined) return [];
    return [`${canonicalJson(target)}:${canonicalJson(takesList[at] === true ? names.map((name) => name?.name) : first.name)}`];
  });
  return `{${parts.join()}}`;
}
