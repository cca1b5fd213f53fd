import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTargetEvaluator, createThresholdTuner } from '../../src/evaluate/evaluate.js';

interface Scored {
  readonly truth: readonly string[];
  readonly scores: ReadonlyMap<string, number>;
}

const NAMES = ['a', 'b', 'c'];
const scored = fc.record({
  truth: fc.subarray(NAMES, { minLength: 1 }),
  scores: fc
    .tuple(
      ...NAMES.map(() =>
        fc.oneof(
          fc.integer({ min: 0, max: 100 }).map((score) => score / 100),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
      ),
    )
    .map((values) => new Map(NAMES.map((name, at) => [name, values[at] ?? 0]))),
});

function tune(examples: readonly Scored[]): { threshold: number; macroF1: number } | undefined {
  const tuner = createThresholdTuner();
  for (const { truth, scores } of examples) tuner.add(truth, scores);
  return tuner.best();
}

function macroF1(examples: readonly Scored[], threshold: number): number {
  const evaluator = createTargetEvaluator({ target: 't', kind: 'multi', threshold, replicas: 0, seed: 0 });
  for (const { truth, scores } of examples) evaluator.add(truth, { kind: 'scores', scores });
  return evaluator.result().macro.f1;
}

describe('the tuned threshold', () => {
  it('is the lowest of 0.01 to 0.99 with the highest macro F1, as trying them all finds it', () => {
    fc.assert(
      fc.property(fc.array(scored, { minLength: 1, maxLength: 12 }), (examples) => {
        const tried = Array.from({ length: 99 }, (_, at) => macroF1(examples, (at + 1) / 100));
        const highest = Math.max(...tried);
        const found = tune(examples)!;
        expect(found.macroF1).toBeCloseTo(highest, 12);
        expect(macroF1(examples, found.threshold)).toBeCloseTo(highest, 12);
        const lowest = (tried.findIndex((value) => value > highest - 1e-12) + 1) / 100;
        expect(found.threshold).toBe(lowest);
      }),
    );
  });

  it('is not there where nothing was seen', () => {
    expect(tune([])).toBeUndefined();
  });
});
