import type { BaselineFacts, ClassFact, Facts } from './facts.js';

/** Classes of the baseline that had examples, by target and name. */
export function baselineClasses({ classes }: BaselineFacts): ReadonlyMap<string, number> {
  return new Map(classes.filter(({ examples }) => examples > 0).map((one) => [keyOf(one), one.examples] as const));
}

/** Classes of the data set as it is now. */
export function presentClasses({ classes }: Facts): ReadonlyMap<string, ClassFact> {
  return new Map(classes.filter(({ examples }) => examples > 0).map((one) => [keyOf(one), one] as const));
}

export function keyOf({ target, name }: Pick<ClassFact, 'target' | 'name'>): string {
  return JSON.stringify([target, name]);
}
