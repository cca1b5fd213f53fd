import { ratiosOf, share } from './ratios.js';

/** Finds the threshold above which a class of a list is best taken for predicted. */
export interface ThresholdTuner {
  add(truth: readonly string[], scores: ReadonlyMap<string, number>): void;
  /** The threshold from 0.01 to 0.99 with the highest macro F1, of equals the lowest; undefined where nothing was added. */
  best(): { readonly threshold: number; readonly macroF1: number } | undefined;
}

/** Thresholds tried: 1/100 to 99/100. */
const STEPS = 100;
/** Sums that differ by less differ by the order of their terms alone. */
const ROUNDING = 1e-12;

interface ClassHistogram {
  /** Scores by the number of thresholds they are above, of examples that carry the class and of those that do not. */
  readonly right: Float64Array;
  readonly wrong: Float64Array;
  /** Examples that carry the class. */
  support: number;
}

/**
 * An empty tuner for one target. To be fed with the validation split: a threshold that was tuned on the examples it is judged
 * by flatters the model. One threshold serves all classes, so that small ones are not fitted to a handful of examples.
 * Memory: 1.6 KB a class.
 */
export function createThresholdTuner(): ThresholdTuner {
  const histograms = new Map<string, ClassHistogram>();
  let isEmpty = true;

  const histogramOf = (name: string): ClassHistogram => {
    const known = histograms.get(name);
    if (known !== undefined) return known;
    const fresh = { right: new Float64Array(STEPS), wrong: new Float64Array(STEPS), support: 0 };
    histograms.set(name, fresh);
    return fresh;
  };

  return {
    add(truth, scores) {
      isEmpty = false;
      for (const name of truth) histogramOf(name).support++;
      for (const [name, score] of scores) {
        const { right, wrong } = histogramOf(name);
        const counts = truth.includes(name) ? right : wrong;
        const passed = thresholdsBelow(score);
        counts[passed] = (counts[passed] ?? 0) + 1;
      }
    },
    best() {
      if (isEmpty) return undefined;
      const f1Sums = new Float64Array(STEPS);
      const present = new Float64Array(STEPS);
      for (const { right, wrong, support } of histograms.values()) {
        let truePositives = 0;
        let falsePositives = 0;
        for (let step = STEPS - 1; step > 0; step--) {
          truePositives += right[step] ?? 0;
          falsePositives += wrong[step] ?? 0;
          if (support + falsePositives === 0) continue;
          present[step] = (present[step] ?? 0) + 1;
          f1Sums[step] = (f1Sums[step] ?? 0) + ratiosOf(truePositives, falsePositives, support - truePositives).f1;
        }
      }
      let best = { threshold: 1 / STEPS, macroF1: -1 };
      for (let step = 1; step < STEPS; step++) {
        const macroF1 = share(f1Sums[step] ?? 0, present[step] ?? 0);
        if (macroF1 > best.macroF1 + ROUNDING) best = { threshold: step / STEPS, macroF1 };
      }
      return best;
    },
  };
}

/** How many of the thresholds a score is above. */
function thresholdsBelow(score: number): number {
  let passed = Math.min(STEPS - 1, Math.max(0, Math.ceil(score * STEPS)));
  while (passed > 0 && score <= passed / STEPS) passed--;
  return passed;
}
