import type { PerSplit } from '../../src/core/splits.js';
import { numberLists } from '../../src/core/number-lists.js';
import { strataOf, type Stratum } from '../../src/core/strata.js';
import { planSplit as plan, splitSizes, type SplitInput, type SplitPlan, type SplitPlanOptions } from '../../src/split/split.js';

export const RATIOS: PerSplit<number> = [0.8, 0.1, 0.1];

/** Examples per intent of MASSIVE's balanced training set. */
export const MASSIVE = [600, 600, 573, 566, 555, 544, 503, 418, 354, 350, 312, 283, 283, 267, 227, 207];

/** An input of arrays, and what comes of it as arrays. */
export interface PlainInput extends Omit<SplitInput, 'sets' | 'strata'> {
  readonly sets: readonly (readonly number[])[];
  readonly strata: readonly Stratum[];
}

export interface PlainPlan extends Omit<SplitPlan, 'units'> {
  readonly units: readonly PerSplit<number>[];
}

export function planSplit(input: PlainInput, options: SplitPlanOptions): PlainPlan {
  const { certificate, units } = plan({ ...input, sets: numberLists(input.sets), strata: strataOf(input.strata) }, options);
  const unitsAt = (cell: number): number => units[cell] ?? 0;
  return {
    certificate,
    units: input.strata.map((_, place) => [unitsAt(3 * place), unitsAt(3 * place + 1), unitsAt(3 * place + 2)]),
  };
}

export function optionsWith(changes: Partial<SplitPlanOptions>): SplitPlanOptions {
  return { smallClasses: 'proportional', ratios: RATIOS, seed: 42, ...changes };
}

export function sizesOf(examples: number, ratios: PerSplit<number>): PerSplit<number> {
  return splitSizes(examples, { ratios, counts: [undefined, undefined, undefined], smallClasses: 'proportional' });
}

export function singles(counts: readonly number[]): readonly Stratum[] {
  return counts.map((units, set) => ({ units, parts: [{ set, examples: 1 }] }));
}

export function examplesIn(strata: readonly Stratum[]): number {
  return strata.reduce((sum, { units, parts }) => sum + units * parts.reduce((all, part) => all + part.examples, 0), 0);
}

/** Plans single-target data: one class per label set. */
export function planClasses(
  counts: readonly number[],
  changes: Partial<SplitPlanOptions> = {},
  sizes?: PerSplit<number>,
): PlainPlan {
  return planStrata(counts.length, singles(counts), changes, sizes);
}

export function planStrata(
  classCount: number,
  strata: readonly Stratum[],
  changes: Partial<SplitPlanOptions> = {},
  sizes?: PerSplit<number>,
): PlainPlan {
  const options = optionsWith(changes);
  const sets = Array.from({ length: classCount }, (_, place) => [place]);
  return planSplit({ sets, classCount, strata, sizes: sizes ?? sizesOf(examplesIn(strata), options.ratios) }, options);
}

/** Examples per label set and split. */
export function givenOf(setCount: number, strata: readonly Stratum[], plan: PlainPlan): readonly PerSplit<number>[] {
  const given = Array.from({ length: setCount }, (): [number, number, number] => [0, 0, 0]);
  strata.forEach(({ parts }, place) => {
    const [train, validation, test] = plan.units[place] ?? [0, 0, 0];
    for (const { set, examples } of parts) {
      const [a, b, c] = given[set] ?? [0, 0, 0];
      given[set] = [a + train * examples, b + validation * examples, c + test * examples];
    }
  });
  return given;
}

export function totalsOf(given: readonly PerSplit<number>[]): PerSplit<number> {
  return given.reduce<PerSplit<number>>(([a, b, c], [x, y, z]) => [a + x, b + y, c + z], [0, 0, 0]);
}
