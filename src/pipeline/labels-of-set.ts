import type { ClassName } from '../core/label-sets.js';
import type { ReportLabel } from '../core/report.js';

/**
 * A set of labels as a report has it, by target.
 * @param places of the classes that are in the set
 */
export function labelsOfSet(
  places: readonly number[],
  classes: readonly ClassName[],
  targets: readonly string[],
): readonly ReportLabel[] {
  const held = places.map((place) => classes[place]).filter((name) => name !== undefined);
  return targets
    .map((target, at) => ({ target, classes: held.filter((name) => name.target === at).map(({ name }) => name) }))
    .filter(({ classes: names }) => names.length > 0);
}
