import type { ConfusionCell, TargetEvaluation, ThresholdOrigin } from '../core/evaluation.js';
import { bootstrap } from './bootstrap.js';
import { createCalibrator, type Calibrator } from './calibration.js';
import { createOutcomeTable, type Outcomes } from './outcome-table.js';
import { predictClasses, type Prediction } from './prediction.js';
import { ratiosOf } from './ratios.js';
import { summarize } from './summary.js';

export interface TargetOptions {
  readonly target: string;
  readonly kind: 'single' | 'multi';
  /** Above which a class of a list is predicted, where predictions are scores. */
  readonly threshold: number;
  /** Default: 'given'. */
  readonly thresholdFrom?: ThresholdOrigin;
  /** Resamples for the bounds; none at 0. */
  readonly replicas: number;
  readonly seed: number;
}

/** Takes the examples of one target, one by one, and says in the end how good the predictions were. */
export interface TargetEvaluator {
  /** @returns whether the predicted classes are exactly the true ones */
  add(truth: readonly string[], prediction: Prediction): boolean;
  result(): TargetEvaluation;
}

/** An empty evaluator. Memory goes with the distinct pairs of true and predicted classes, not with the examples. */
export function createTargetEvaluator(options: TargetOptions): TargetEvaluator {
  const { target, kind, threshold, thresholdFrom = 'given' } = options;
  const table = createOutcomeTable();
  const calibrator = createCalibrator();
  let examples = 0;
  let hasScores = false;
  return {
    add(truth, prediction) {
      const predicted = predictClasses(prediction, kind, threshold);
      table.add(truth, predicted);
      examples++;
      if (prediction.kind === 'scores') {
        hasScores = true;
        calibrate(calibrator, { truth, predicted, scores: prediction.scores, kind });
      }
      return predicted.length === truth.length && predicted.every((name) => truth.includes(name));
    },
    result() {
      const frozen = table.freeze();
      const { outcomes } = frozen;
      const { classes, ...summary } = summarize(
        outcomes,
        outcomes.map(({ count }) => count),
        frozen.classes.length,
      );
      const bounds = bootstrap(frozen, options);
      const calibration = calibrator.result();
      return {
        target,
        kind,
        examples,
        ...(kind === 'multi' && hasScores ? { threshold, thresholdFrom } : {}),
        ...summary,
        ...(bounds === undefined ? {} : { bounds }),
        classes: classes.map(({ truePositives, falsePositives, falseNegatives }, place) => ({
          class: frozen.classes[place] ?? '',
          support: truePositives + falseNegatives,
          predicted: truePositives + falsePositives,
          hits: truePositives,
          ...ratiosOf(truePositives, falsePositives, falseNegatives),
        })),
        ...(kind === 'single' ? { confusion: confusionOf(frozen) } : {}),
        ...(calibration === undefined ? {} : { calibration }),
      };
    },
  };
}

interface Scored {
  readonly truth: readonly string[];
  readonly predicted: readonly string[];
  readonly scores: ReadonlyMap<string, number>;
  readonly kind: 'single' | 'multi';
}

function calibrate(calibrator: Calibrator, { truth, predicted, scores, kind }: Scored): void {
  for (const name of kind === 'single' ? predicted : scores.keys()) calibrator.add(scores.get(name) ?? 0, truth.includes(name));
}

function confusionOf({ classes, outcomes }: Outcomes): readonly ConfusionCell[] {
  const cells = outcomes.map(({ shared, missed, extra, count }) => ({
    actual: missed[0] ?? shared[0] ?? -1,
    predicted: extra[0] ?? shared[0] ?? -1,
    count,
  }));
  return cells
    .sort((a, b) => a.actual - b.actual || a.predicted - b.predicted)
    .map((cell) => ({ actual: classes[cell.actual] ?? '', predicted: classes[cell.predicted] ?? '', count: cell.count }));
}
