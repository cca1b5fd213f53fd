import { createTargetEvaluator, mcNemar, type Evaluation, type TargetEvaluation } from '../../src/index.js';
import { HOSTILE } from './gates.js';

interface Drawn {
  readonly target: string;
  readonly names: readonly string[];
  /** Every example in so many is taken for the next class. */
  readonly wrongIn: number;
}

/** A target with one class: ten examples of each, fewer by one for each place in the list, at least one. */
function single({ target, names, wrongIn }: Drawn): TargetEvaluation {
  const evaluator = createTargetEvaluator({ target, kind: 'single', threshold: 0.5, replicas: 20, seed: 1 });
  let examples = 0;
  names.forEach((name, place) => {
    for (let copy = 0; copy < Math.max(1, 10 - place); copy++) {
      const isWrong = ++examples % wrongIn === 0;
      const guess = names[(place + (isWrong ? 1 : 0)) % names.length] ?? '';
      evaluator.add([name], { kind: 'scores', scores: new Map([[guess, 0.5 + (examples % 50) / 100]]) });
    }
  });
  return evaluator.result();
}

function multi(target: string, names: readonly string[]): TargetEvaluation {
  const evaluator = createTargetEvaluator({ target, kind: 'multi', threshold: 0.3, replicas: 20, seed: 1 });
  names.forEach((name, place) => {
    const scores = new Map(names.map((each, at) => [each, at === place ? 0.9 : (at * 0.4) / names.length]));
    evaluator.add([name, names[0] ?? ''].slice(0, place === 0 ? 1 : 2), { kind: 'scores', scores });
  });
  return evaluator.result();
}

/** An evaluation of two models with hostile texts wherever data can stand: targets of both kinds, and no figure that is absent. */
export function evilEvaluation(): Evaluation {
  const targetsOf = (wrongIn: number): readonly TargetEvaluation[] => [
    single({ target: 'plain', names: HOSTILE, wrongIn }),
    ...HOSTILE.map((target) => multi(target, HOSTILE)),
  ];
  const test = mcNemar({ bothRight: 3, onlyFirst: 9, onlySecond: 1, bothWrong: 2 });
  const targets = targetsOf(3);
  const tests = targets.map(({ target }) => ({ target, ...test }));
  return { examples: 10, targets, compared: { targets: targetsOf(4), tests } };
}

/** One target with many classes, the first with the most examples. */
export function manyClassesEvaluated(count: number): Evaluation {
  const names = Array.from({ length: count }, (_, at) => `class ${String(at).padStart(4, '0')}`);
  const target = single({ target: 'intent', names, wrongIn: 4 });
  return { examples: target.examples, targets: [target] };
}
