import type { Entries } from './entries.js';
import { isContradiction, isLeak, settle, type LabelSetFacts, type SettlePolicies } from './settle.js';
import { createTally } from './tally.js';
import { walkRuns } from './walk-units.js';

/** What pass 1 found, as counts. */
export interface SetCounts {
  /** Examples per distinct set of labels as they were read. */
  readonly read: readonly number[];
  /** Examples per distinct set of labels once equal inputs are settled. */
  readonly settled: readonly number[];
  /** Distinct inputs. */
  readonly inputs: number;
  /** Inputs that occur more than once with the same labels, and the examples beyond the first of each. */
  readonly duplicates: { readonly inputs: number; readonly examples: number };
  /** Inputs that carry different labels, and their examples. */
  readonly contradictions: { readonly inputs: number; readonly examples: number };
  /** Inputs given to more than one split, and their examples. */
  readonly leaks: { readonly inputs: number; readonly examples: number };
}

/** The first walk: groups equal inputs, settles them, counts. Time O(examples); the entries are sorted on the way. */
export function countSets(entries: Entries, policies: SettlePolicies, facts: LabelSetFacts, setCount: number): SetCounts {
  const read = new Array<number>(setCount).fill(0);
  const settled = new Array<number>(setCount).fill(0);
  const add = (counts: number[], set: number, examples: number): void => {
    counts[set] = (counts[set] ?? 0) + examples;
  };
  const duplicates = { inputs: 0, examples: 0 };
  const contradictions = { inputs: 0, examples: 0 };
  const leaks = { inputs: 0, examples: 0 };
  let inputs = 0;

  const { stride } = entries;
  const singles = createTally();
  walkRuns(entries, {
    singles(records, from, to) {
      inputs += (to - from) / stride;
      singles.add(records, { from, to, stride });
    },
    multiple(unit) {
      inputs++;
      const examples = unit.counts.reduce((sum, count) => sum + count, 0);
      const beyondFirst = examples - new Set(unit.labelSets.map((labelSet) => facts.setOf(labelSet))).size;
      if (beyondFirst > 0) tally(duplicates, beyondFirst);
      if (isContradiction(unit, facts)) tally(contradictions, examples);
      if (isLeak(unit, facts)) tally(leaks, examples);
      unit.labelSets.forEach((labelSet, at) => add(read, facts.setOf(labelSet), unit.counts[at] ?? 0));
      for (const part of settle(unit, policies, facts)) add(settled, facts.setOf(part.becomes), part.kept);
    },
  });
  singles.counts().forEach((examples, labelSet) => {
    if (examples === 0) return;
    add(read, facts.setOf(labelSet), examples);
    add(settled, facts.setOf(labelSet), examples);
  });
  return { read, settled, inputs, duplicates, contradictions, leaks };
}

function tally(counter: { inputs: number; examples: number }, examples: number): void {
  counter.inputs++;
  counter.examples += examples;
}
