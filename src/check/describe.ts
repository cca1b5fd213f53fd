import type { Origin } from '../core/origin.js';
import { quoted } from '../core/printable.js';
import type { ClassFact, Facts } from './facts.js';
import { PLACES_KEPT } from './places.js';

/** Classes named in one message. */
const NAMED = 5;

/** The class as messages name it: with its target where there are several. */
export function className({ targets }: Pick<Facts, 'targets'>, { target, name }: Pick<ClassFact, 'target' | 'name'>): string {
  return quoted(targets.length > 1 ? `${target}: ${name}` : name);
}

/** Names classes with their examples: `"refund" (12)`. */
export function withExamples(facts: Pick<Facts, 'targets'>): (one: Pick<ClassFact, 'target' | 'name' | 'examples'>) => string {
  return (one) => `${className(facts, one)} (${one.examples})`;
}

/** `target "intent": `, or nothing where there is one target only. */
export function ofTarget({ targets }: Pick<Facts, 'targets'>, target: string): string {
  return targets.length > 1 ? `target ${quoted(target)}: ` : '';
}

/** The first few of a list by their names, and how many more there are. */
export function listed<Item>(items: readonly Item[], nameOf: (item: Item) => string): string {
  const more = items.length > NAMED ? `, and ${items.length - NAMED} more` : '';
  return items.slice(0, NAMED).map(nameOf).join(', ') + more;
}

/** `12.3 %`, `0.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Classes of each target, in mapping order. */
export function byTarget({
  targets,
  classes,
}: Facts): readonly { readonly target: string; readonly classes: readonly ClassFact[] }[] {
  const [only] = targets;
  if (only !== undefined && targets.length === 1) return [{ target: only, classes }];
  return targets.map((target) => ({ target, classes: classes.filter((one) => one.target === target) }));
}

/** The first places of classes, those that have one. */
export function placesOf(classes: readonly ClassFact[]): readonly Origin[] {
  const places: Origin[] = [];
  for (const { place } of classes) {
    if (places.length === PLACES_KEPT) break;
    if (place !== undefined) places.push(place);
  }
  return places;
}
