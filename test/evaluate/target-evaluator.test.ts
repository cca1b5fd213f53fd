import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.js';
import { createTargetEvaluator, predictClasses, type Prediction, type TargetOptions } from '../../src/evaluate/evaluate.js';

const SINGLE: TargetOptions = { target: 'intent', kind: 'single', threshold: 0.5, replicas: 0, seed: 42 };

function scores(values: Readonly<Record<string, number>>): Prediction {
  return { kind: 'scores', scores: new Map(Object.entries(values)) };
}

function classes(...names: readonly string[]): Prediction {
  return { kind: 'classes', classes: names };
}

describe('predicted classes', () => {
  it('of a single target are the one with the highest score, of equals the first by code point', () => {
    expect(predictClasses(scores({ b: 0.4, c: 0.4, a: 0.2 }), 'single', 0.9)).toEqual(['b']);
    expect(predictClasses(scores({ c: 0.4, b: 0.4 }), 'single', 0.9)).toEqual(['b']);
    expect(predictClasses(scores({ b: 0 }), 'single', 0.9)).toEqual(['b']);
  });

  it('of a list are those above the threshold, not at it, sorted', () => {
    expect(predictClasses(scores({ c: 0.3, b: 0.25, a: 0.26 }), 'multi', 0.25)).toEqual(['a', 'c']);
    expect(predictClasses(scores({ c: 0.3 }), 'multi', 0.3)).toEqual([]);
  });

  it('are those given where no scores are, sorted and once', () => {
    expect(predictClasses(classes('b', 'a', 'b'), 'multi', 0.5)).toEqual(['a', 'b']);
  });
});

describe('the evaluation of a target', () => {
  it('gives zeros where there is nothing to divide by', () => {
    const evaluator = createTargetEvaluator({ ...SINGLE, kind: 'multi' });
    expect(evaluator.result()).toMatchObject({ examples: 0, accuracy: 0, jaccard: 0, macro: { f1: 0 }, classes: [] });
    expect(evaluator.add([], classes())).toBe(true);
    expect(evaluator.result()).toMatchObject({ examples: 1, accuracy: 1, jaccard: 0, micro: { precision: 0, f1: 0 } });
    expect(evaluator.add(['a'], classes())).toBe(false);
    expect(evaluator.result().classes).toEqual([
      { class: 'a', support: 1, predicted: 0, hits: 0, precision: 0, recall: 0, f1: 0, jaccard: 0 },
    ]);
  });

  it('has a calibration only where there are scores, and a threshold only where one was used', () => {
    const single = createTargetEvaluator(SINGLE);
    single.add(['a'], classes('a'));
    expect(Object.keys(single.result())).not.toContain('calibration');
    single.add(['b'], scores({ a: 0.75, b: 0.25 }));
    expect(single.result().calibration).toEqual({
      count: 1,
      error: 0.75,
      bins: [{ low: 11 / 15, high: 12 / 15, count: 1, confidence: 0.75, accuracy: 0 }],
    });
    expect(Object.keys(single.result())).not.toContain('threshold');
    const multi = createTargetEvaluator({ ...SINGLE, kind: 'multi', threshold: 0.2 });
    multi.add(['a'], scores({ a: 0.3, b: 0.7 }));
    expect(multi.result()).toMatchObject({ threshold: 0.2, jaccard: 0.5, calibration: { count: 2 } });
  });

  it.each([0, 1 / 15, 2 / 15, 0.2, 3 / 15, 6 / 15, 7 / 15, 14 / 15, 1])(
    'puts a score of %d on an edge into the bin below',
    (score) => {
      const evaluator = createTargetEvaluator(SINGLE);
      evaluator.add(['a'], scores({ a: score }));
      const [bin] = evaluator.result().calibration?.bins ?? [];
      expect(bin?.high).toBe(Math.max(1 / 15, score));
    },
  );

  it('does not depend on the order of examples, bounds included', () => {
    const pair = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('a', 'b', 'c', 'e'));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 30 }), fc.nat(), (pairs, turn) => {
        const results = [pairs, [...pairs.slice(turn % pairs.length), ...pairs.slice(0, turn % pairs.length)]].map((order) => {
          const evaluator = createTargetEvaluator({ ...SINGLE, replicas: 20 });
          for (const [truth, predicted] of order) evaluator.add([truth], classes(predicted));
          return evaluator.result();
        });
        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a class named like a member of every object apart', () => {
    const evaluator = createTargetEvaluator(SINGLE);
    evaluator.add(['__proto__'], scores({ constructor: 0.9, toString: 0.1 }));
    expect(evaluator.result().confusion).toEqual([{ actual: '__proto__', predicted: 'constructor', count: 1 }]);
  });
});

describe('the bounds', () => {
  function boundsOf(examples: number, seed: number, share: number): { low: number; high: number } {
    const random = createRandom(seed, 'truth');
    const evaluator = createTargetEvaluator({ ...SINGLE, replicas: 400, seed });
    for (let at = 0; at < examples; at++) evaluator.add(['a'], classes(random.fraction() < share ? 'a' : 'b'));
    return evaluator.result().bounds!.accuracy;
  }

  it('are the same for the same seed, and others for another', () => {
    expect(boundsOf(200, 1, 0.7)).toEqual(boundsOf(200, 1, 0.7));
    expect(boundsOf(200, 1, 0.7)).not.toEqual(boundsOf(200, 2, 0.7));
  });

  it('hold the true share in about 95 of 100 data sets', () => {
    const held = Array.from({ length: 200 }, (_, seed) => boundsOf(150, seed, 0.8)).filter(
      ({ low, high }) => low <= 0.8 && 0.8 <= high,
    );
    expect(held.length / 200).toBeGreaterThan(0.89);
    expect(held.length / 200).toBeLessThan(0.995);
  });

  it('are not there where no resamples are asked for, and are one point where all is right', () => {
    const evaluator = createTargetEvaluator(SINGLE);
    evaluator.add(['a'], classes('a'));
    expect(Object.keys(evaluator.result())).not.toContain('bounds');
    const sure = createTargetEvaluator({ ...SINGLE, replicas: 10 });
    for (const name of ['a', 'b', 'b']) sure.add([name], classes(name));
    expect(sure.result().bounds).toMatchObject({ accuracy: { low: 1, high: 1 }, macroF1: { low: 1, high: 1 } });
  });
});
