import type { FrozenLabelSets, LabelSets } from '../core/label-sets.js';
import { settle, walkUnits, type Entries, type LabelSetFacts, type SettlePolicies } from '../measure/measure.js';

export interface FreezeOptions {
  readonly entries: Entries;
  /** Whether a target takes a list, by target. */
  readonly takesList: readonly boolean[];
  readonly policies: SettlePolicies;
}

/**
 * Ends the table of label sets after pass 1. Merging contradictions makes sets that no row had, so those are made first, on
 * a walk of their own.
 */
export function freezeLabelSets(
  labelSets: LabelSets,
  { entries, takesList, policies }: FreezeOptions,
): { frozen: FrozenLabelSets; facts: LabelSetFacts } {
  const union = (numbers: readonly number[]): number | undefined => labelSets.union(numbers, takesList);
  let frozen = labelSets.freeze();
  const facts: LabelSetFacts = {
    setOf: (labelSet) => frozen.setOf[labelSet] ?? 0,
    givenOf: (labelSet) => frozen.givenOf[labelSet] ?? -1,
    union,
  };
  if (policies.contradictions === 'merge') {
    walkUnits(entries, { single: () => undefined, multiple: (unit) => settle(unit, policies, facts) });
    frozen = labelSets.freeze();
  }
  return { frozen, facts };
}
