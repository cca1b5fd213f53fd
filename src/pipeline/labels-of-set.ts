import type { ClassTable } from '../core/class-table.js';
import type { ReportLabel } from '../core/report.js';

/**
 * A set of labels as a report has it, by target.
 * @param places of the classes that are in the set
 */
export function labelsOfSet(places: Iterable<number>, classes: ClassTable, targets: readonly string[]): readonly ReportLabel[] {
  const held = [...places];
  return targets
    .map((target, at) => ({ target, classes: held.filter((place) => classes.targetOf(place) === at).map(classes.nameOf) }))
    .filter(({ classes: names }) => names.length > 0);
}
