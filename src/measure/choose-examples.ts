import type { RejectCode } from '../core/reject.js';
import { settle, type LabelSetFacts, type SettlePolicies } from './settle.js';
import type { Unit } from './walk-units.js';

/** The examples of one input that carry one label set, after settling, dropping rare classes and capping. */
export interface ChosenPart {
  readonly labelSet: number;
  /** Set they are written with, or -1 where nothing but rare classes is left. */
  readonly set: number;
  /** Examples that stay after duplicates and contradictions are settled. */
  readonly settled: number;
  /** Examples that stay under the maximum as well. */
  readonly kept: number;
  /** Why those beyond `settled` go. */
  readonly code: RejectCode;
}

/**
 * Goes along a walk and says which examples stay: of every set the first ones in rank order, of equal copies as many as fit.
 * It counts as it goes, so each walk needs a new one.
 */
export interface Chooser {
  /** @returns the set a single input is written with, or -1 where it does not stay */
  single(labelSet: number): number;
  multiple(unit: Unit): readonly ChosenPart[];
}

export interface ChooserOptions {
  readonly policies: SettlePolicies;
  readonly facts: LabelSetFacts;
  /** Set of labels as read → set that is written, or -1 (class below minimum). */
  readonly becomes: Int32Array;
  /** Examples that stay per written set; undefined where nothing is capped before the split. */
  readonly keep: ArrayLike<number> | undefined;
}

export function createChooser({ policies, facts, becomes, keep }: ChooserOptions): Chooser {
  const left = keep === undefined ? undefined : Float64Array.from(keep);
  const take = (set: number, examples: number): number => {
    if (set < 0) return 0;
    if (left === undefined) return examples;
    const taken = Math.min(examples, left[set] ?? 0);
    left[set] = (left[set] ?? 0) - taken;
    return taken;
  };
  return {
    single(labelSet) {
      const set = becomes[facts.setOf(labelSet)] ?? -1;
      if (set < 0 || left === undefined) return set;
      const room = left[set] ?? 0;
      if (room < 1) return -1;
      left[set] = room - 1;
      return set;
    },
    multiple(unit) {
      return settle(unit, policies, facts)
        .map((part) => ({ part, set: becomes[facts.setOf(part.becomes)] ?? -1 }))
        .sort((a, b) => a.set - b.set)
        .map(({ part, set }) => ({
          labelSet: part.labelSet,
          set,
          settled: part.kept,
          kept: take(set, part.kept),
          code: part.code,
        }));
    },
  };
}
