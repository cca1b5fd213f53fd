import type { RejectCode } from '../core/reject.js';
import type { Unit } from './walk-units.js';

export interface SettlePolicies {
  readonly duplicates: 'keep' | 'keep-one' | 'fail';
  readonly contradictions: 'keep' | 'drop' | 'majority' | 'merge' | 'fail';
}

/** What the settling rules need to know of label sets; by the numbers a lane gave them. */
export interface LabelSetFacts {
  /** Equal for label sets that hold the same classes. */
  setOf(labelSet: number): number;
  /** Place of the split the source gives, or -1. */
  givenOf(labelSet: number): number;
  /** Label set with the classes of all of these; undefined where a single target disagrees. */
  union(labelSets: readonly number[]): number | undefined;
}

/** What becomes of the examples of one input that carry one label set. */
export interface SettledPart {
  readonly labelSet: number;
  /** Examples read. */
  readonly copies: number;
  /** Examples that stay. */
  readonly kept: number;
  /** Label set they carry from now on (another one after a merge). */
  readonly becomes: number;
  /** Why the rest goes. */
  readonly code: RejectCode;
}

/**
 * Applies the rules for equal inputs to one input that occurs more than once, in this order: an input given to several
 * splits stays in the one held out most (test before validation before train); then contradictions; then duplicates.
 * `fail` keeps all here: the pipeline counts and refuses.
 */
export function settle(unit: Unit, policies: SettlePolicies, facts: LabelSetFacts): readonly SettledPart[] {
  const parts = settleLeak(unit, facts);
  const alive = parts.filter((part) => part.kept > 0);
  const isContradiction = new Set(alive.map((part) => facts.setOf(part.labelSet))).size > 1;
  const agreed = isContradiction ? settleContradiction(alive, policies, facts) : alive;
  const kept = policies.duplicates === 'keep-one' ? settleDuplicates(agreed, facts) : agreed;
  return [...kept, ...parts.filter((part) => part.kept === 0)];
}

/** Whether an input carries label sets that differ. */
export function isContradiction(unit: Unit, facts: LabelSetFacts): boolean {
  const first = facts.setOf(unit.labelSets[0] ?? 0);
  return unit.labelSets.some((labelSet) => facts.setOf(labelSet) !== first);
}

/** Whether an input is given to more than one split. */
export function isLeak(unit: Unit, facts: LabelSetFacts): boolean {
  const first = facts.givenOf(unit.labelSets[0] ?? 0);
  return unit.labelSets.some((labelSet) => facts.givenOf(labelSet) !== first);
}

function settleLeak(unit: Unit, facts: LabelSetFacts): SettledPart[] {
  const heldOutMost = Math.max(...unit.labelSets.map((labelSet) => facts.givenOf(labelSet)));
  return unit.labelSets.map((labelSet, at) => {
    const copies = unit.counts[at] ?? 0;
    const stays = facts.givenOf(labelSet) === heldOutMost;
    return { labelSet, copies, kept: stays ? copies : 0, becomes: labelSet, code: stays ? 'duplicate' : 'split-leak' };
  });
}

function settleContradiction(
  parts: readonly SettledPart[],
  policies: SettlePolicies,
  facts: LabelSetFacts,
): readonly SettledPart[] {
  const dropped = (part: SettledPart): SettledPart => ({ ...part, kept: 0, code: 'contradiction' });
  switch (policies.contradictions) {
    case 'keep':
    case 'fail':
      return parts;
    case 'drop':
      return parts.map(dropped);
    case 'majority': {
      const most = Math.max(...parts.map((part) => part.copies));
      const leaders = parts.filter((part) => part.copies === most);
      return parts.map((part) => (leaders.length === 1 && part === leaders[0] ? part : dropped(part)));
    }
    case 'merge': {
      const union = facts.union(parts.map((part) => part.labelSet));
      return union === undefined ? parts.map(dropped) : parts.map((part) => ({ ...part, becomes: union }));
    }
  }
}

/** Keeps one example of each input and set of labels; which copy it is makes no difference, their lines are equal. */
function settleDuplicates(parts: readonly SettledPart[], facts: LabelSetFacts): readonly SettledPart[] {
  const seen = new Set<number>();
  return parts.map((part) => {
    const set = facts.setOf(part.becomes);
    const isFirst = part.kept > 0 && !seen.has(set);
    if (isFirst) seen.add(set);
    return part.kept === 0 ? part : { ...part, kept: isFirst ? 1 : 0, code: 'duplicate' };
  });
}
