import type { TargetFigures } from '../core/evaluation.js';
import type { Outcome } from './outcome-table.js';
import { meanRatios, ratiosOf, share } from './ratios.js';

/** The figures of one target, and what they are reckoned from. */
export interface Summary extends TargetFigures {
  readonly classes: readonly ClassCounts[];
}

/** How often a class is predicted rightly, wrongly, and not. */
export interface ClassCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/**
 * Reckons the metrics as scikit-learn 1.9 does (accuracy_score, jaccard_score, precision_recall_fscore_support with
 * zero_division=0).
 * @param counts examples of each outcome: its own count, or that of a resample
 * @param classCount classes of the target
 * Time O(outcomes + classes).
 */
export function summarize(outcomes: readonly Outcome[], counts: ArrayLike<number>, classCount: number): Summary {
  const right = new Float64Array(classCount);
  const wrong = new Float64Array(classCount);
  const missing = new Float64Array(classCount);
  let examples = 0;
  let exact = 0;
  let overlap = 0;
  for (let at = 0; at < outcomes.length; at++) {
    const outcome = outcomes[at];
    const count = counts[at] ?? 0;
    if (outcome === undefined || count === 0) continue;
    const { shared, missed, extra } = outcome;
    for (const place of shared) right[place] = (right[place] ?? 0) + count;
    for (const place of extra) wrong[place] = (wrong[place] ?? 0) + count;
    for (const place of missed) missing[place] = (missing[place] ?? 0) + count;
    examples += count;
    if (missed.length + extra.length === 0) exact += count;
    overlap += count * share(shared.length, shared.length + missed.length + extra.length);
  }
  const classes = Array.from(right, (truePositives, place) => ({
    truePositives,
    falsePositives: wrong[place] ?? 0,
    falseNegatives: missing[place] ?? 0,
  }));
  const present = classes.filter((each) => each.truePositives + each.falsePositives + each.falseNegatives > 0);
  const ratios = present.map((each) => ratiosOf(each.truePositives, each.falsePositives, each.falseNegatives));
  return {
    accuracy: share(exact, examples),
    jaccard: share(overlap, examples),
    macro: meanRatios(
      ratios,
      present.map(() => 1),
    ),
    micro: ratiosOf(sum(right), sum(wrong), sum(missing)),
    weighted: meanRatios(
      ratios,
      present.map((each) => each.truePositives + each.falseNegatives),
    ),
    classes,
  };
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}
