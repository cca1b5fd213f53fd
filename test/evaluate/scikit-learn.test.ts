import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ratios, TargetEvaluation } from '../../src/core/evaluation.js';
import { createTargetEvaluator, mcNemar } from '../../src/evaluate/evaluate.js';

interface Case {
  readonly kind: 'single' | 'multi';
  readonly threshold?: number;
  readonly names: readonly string[];
  readonly truth: readonly (string | readonly string[])[];
  readonly scores: readonly Readonly<Record<string, number>>[];
  readonly accuracy: number;
  readonly jaccard?: number;
  readonly macro: Ratios;
  readonly micro: Ratios;
  readonly weighted: Ratios;
  readonly classes: Readonly<Record<keyof Ratios, readonly number[]>>;
  readonly confusion?: readonly (readonly number[])[];
  readonly calibration: { error: number; counts: number[]; accuracies: number[]; confidences: number[] };
}

/** Made by make.py, which says how. */
const CASES: {
  readonly single: Readonly<Record<string, Case>>;
  readonly multi: Readonly<Record<string, Case>>;
  readonly mcNemar: readonly { onlyFirst: number; onlySecond: number; pValue: number }[];
} = JSON.parse(readFileSync(new URL('scikit-learn.json', import.meta.url), 'utf8'));

const RATIOS = ['precision', 'recall', 'f1', 'jaccard'] as const;

function evaluate(given: Case): TargetEvaluation {
  const evaluator = createTargetEvaluator({
    target: 'target',
    kind: given.kind,
    threshold: given.threshold ?? 0.5,
    replicas: 0,
    seed: 42,
  });
  given.truth.forEach((truth, at) => {
    const scores = new Map(Object.entries(given.scores[at] ?? {}));
    evaluator.add([truth].flat(), { kind: 'scores', scores });
  });
  return evaluator.result();
}

function expectClose(actual: number | undefined, wanted: number | undefined): void {
  expect(Math.abs((actual ?? NaN) - (wanted ?? NaN)), `${actual} and ${wanted}`).toBeLessThanOrEqual(1e-12);
}

describe('the metrics agree with scikit-learn to 1e-12', () => {
  it.each([...Object.entries(CASES.single), ...Object.entries(CASES.multi)].map(([name, given]) => ({ name, given })))(
    'for $given.kind: $name',
    ({ given }) => {
      const found = evaluate(given);
      expect(found.examples).toBe(given.truth.length);
      expectClose(found.accuracy, given.accuracy);
      expectClose(found.jaccard, given.jaccard ?? given.accuracy);
      for (const ratio of RATIOS) {
        expectClose(found.macro[ratio], given.macro[ratio]);
        expectClose(found.micro[ratio], given.micro[ratio]);
        expectClose(found.weighted[ratio], given.weighted[ratio]);
        found.classes.forEach((each, at) => expectClose(each[ratio], given.classes[ratio][at]));
      }
      expect(found.classes.map((each) => each.class)).toEqual(given.names);
      const { calibration } = found;
      expectClose(calibration?.error, given.calibration.error);
      expect(calibration?.bins.map(({ count }) => count)).toEqual(given.calibration.counts);
      calibration?.bins.forEach(({ accuracy, confidence }, at) => {
        expectClose(accuracy, given.calibration.accuracies[at]);
        expectClose(confidence, given.calibration.confidences[at]);
      });
      if (given.confusion === undefined) expect(found.confusion).toBeUndefined();
      else {
        const cells = given.confusion.flatMap((row, actual) =>
          row.map((count, predicted) => ({ actual: given.names[actual], predicted: given.names[predicted], count })),
        );
        expect(found.confusion).toEqual(cells.filter(({ count }) => count > 0));
      }
    },
  );

  it.each(CASES.mcNemar)('for McNemar with $onlyFirst and $onlySecond', ({ onlyFirst, onlySecond, pValue }) => {
    const found = mcNemar({ bothRight: 1, onlyFirst, onlySecond, bothWrong: 2 });
    expectClose(found.pValue, pValue);
    expect(found).toMatchObject({ bothRight: 1, onlyFirst, onlySecond, bothWrong: 2 });
  });
});
