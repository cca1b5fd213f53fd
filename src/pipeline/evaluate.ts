import { realpath } from 'node:fs/promises';
import { LabelmillError } from '../core/errors.js';
import type { Evaluation } from '../core/evaluation.js';
import { quoted } from '../core/printable.js';
import {
  createTargetEvaluator,
  createThresholdTuner,
  mcNemar,
  type TargetEvaluator,
  type ThresholdTuner,
} from '../evaluate/evaluate.js';
import type { RunHooks } from './progress.js';
import { malformed } from './read-file.js';
import { readTogether } from './read-together.js';
import { checkSameInput, readLabels, readPrediction } from './scored-example.js';

/** A file of examples and one of predictions for them, line by line. */
export interface ScoredFiles {
  /** A split that prepare wrote. */
  readonly examples: string;
  /** JSON Lines: `{"predictions": {target: {"scores": {class: score}}}}`. */
  readonly predictions: string;
}

export interface EvaluateOptions extends RunHooks {
  /** Validation split and its predictions, to tune the thresholds of lists by. */
  readonly validation?: ScoredFiles;
  /** Another model: its predictions for the same examples, and for those of the validation split. */
  readonly compare?: { readonly predictions: string; readonly validationPredictions?: string };
  /** Above which a class of a list is predicted, where no threshold is tuned. Default 0.5. */
  readonly threshold?: number;
  /** Resamples for the bounds. Default 1000; 0 for none. */
  readonly replicas?: number;
  /** Default 42. */
  readonly seed?: number;
}

const DEFAULTS = { threshold: 0.5, replicas: 1000, seed: 42 } as const;
/** Resamples at most. */
const MOST_REPLICAS = 100_000;

/**
 * Holds predictions against the labels of a split. Thresholds are tuned on the validation split and never on the split that is
 * judged. Time: one pass over the files, then the resamples. Memory goes with the distinct pairs of true and predicted classes.
 * @throws LabelmillError USAGE, SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_MALFORMED, NO_ROWS, ABORTED
 */
export async function evaluate(files: ScoredFiles, options: EvaluateOptions = {}): Promise<Evaluation> {
  await checkOptions(files, options);
  const { validation, compare } = options;
  const models = [
    { predictions: files.predictions, validationPredictions: validation?.predictions },
    ...(compare === undefined ? [] : [compare]),
  ];
  const judges: Judge[] = [];
  for (const { predictions, validationPredictions } of models) {
    const hasValidation = validation !== undefined && validationPredictions !== undefined;
    const tuned = hasValidation
      ? await tuneThresholds({ examples: validation.examples, predictions: validationPredictions }, options)
      : new Map<string, number>();
    judges.push({ path: predictions, tuned, evaluators: new Map() });
  }
  const { examples, tallies } = await judgeExamples(files.examples, judges, options);
  if (examples === 0) throw new LabelmillError('NO_ROWS', `${files.examples} has no examples`, { path: files.examples });
  const [targets = [], others] = judges.map(({ evaluators }) =>
    [...evaluators.values()].map(({ evaluator }) => evaluator.result()),
  );
  if (others === undefined) return { examples, targets };
  const tests = [...tallies].map(([target, [bothWrong, onlyFirst, onlySecond, bothRight]]) => {
    return { target, ...mcNemar({ bothRight, onlyFirst, onlySecond, bothWrong }) };
  });
  return { examples, targets, compared: { targets: others, tests } };
}

/** One model on its way through the examples. */
interface Judge {
  readonly path: string;
  readonly tuned: ReadonlyMap<string, number>;
  readonly evaluators: Map<string, { readonly kind: 'single' | 'multi'; readonly evaluator: TargetEvaluator }>;
}

/** Examples by which models got them right: 1 for the first, 2 for the second. */
type Tally = [number, number, number, number];

async function judgeExamples(
  path: string,
  judges: readonly Judge[],
  options: EvaluateOptions,
): Promise<{ readonly examples: number; readonly tallies: ReadonlyMap<string, Tally> }> {
  const tallies = new Map<string, Tally>();
  let examples = 0;
  for await (const batch of readTogether([path, ...judges.map((judge) => judge.path)], readHooks(options))) {
    for (const [example, ...predicted] of batch) {
      if (example === undefined) continue;
      examples++;
      for (const line of predicted) checkSameInput(example, line);
      for (const [target, { kind, classes }] of readLabels(example)) {
        let right = 0;
        predicted.forEach((line, at) => {
          const judge = judges[at];
          if (judge === undefined) return;
          const known = judge.evaluators.get(target) ?? startTarget(judge, { target, kind, options });
          if (known.kind !== kind)
            throw malformed(example.origin, `${quoted(target)} is a class here and a list before, or the reverse`);
          if (known.evaluator.add(classes, readPrediction(line, target, kind))) right += at + 1;
        });
        const tally = tallies.get(target) ?? [0, 0, 0, 0];
        tally[right] = (tally[right] ?? 0) + 1;
        tallies.set(target, tally);
      }
    }
  }
  return { examples, tallies };
}

interface Started {
  readonly target: string;
  readonly kind: 'single' | 'multi';
  readonly options: EvaluateOptions;
}

function startTarget(judge: Judge, { target, kind, options }: Started): { kind: 'single' | 'multi'; evaluator: TargetEvaluator } {
  const { threshold, replicas, seed } = { ...DEFAULTS, ...options };
  const tuned = judge.tuned.get(target);
  const thresholdFrom = tuned !== undefined ? 'validation' : options.threshold === undefined ? 'default' : 'given';
  const evaluator = createTargetEvaluator({ target, kind, threshold: tuned ?? threshold, thresholdFrom, replicas, seed });
  const started = { kind, evaluator };
  judge.evaluators.set(target, started);
  return started;
}

/** The best threshold of each target with lists, by a split that is not the one to judge. */
async function tuneThresholds(files: ScoredFiles, options: EvaluateOptions): Promise<ReadonlyMap<string, number>> {
  const tuners = new Map<string, ThresholdTuner>();
  for await (const batch of readTogether([files.examples, files.predictions], readHooks(options))) {
    for (const [example, line] of batch) {
      if (example === undefined || line === undefined) continue;
      checkSameInput(example, line);
      for (const [target, { kind, classes }] of readLabels(example)) {
        const prediction = readPrediction(line, target, kind);
        if (kind === 'single' || prediction.kind === 'classes') continue;
        const tuner = tuners.get(target) ?? createThresholdTuner();
        tuners.set(target, tuner);
        tuner.add(classes, prediction.scores);
      }
    }
  }
  return new Map([...tuners].map(([target, tuner]) => [target, tuner.best()?.threshold ?? DEFAULTS.threshold]));
}

function readHooks({ signal, onProgress }: RunHooks): { signal?: AbortSignal; onBytes: (bytes: number) => void } {
  let bytes = 0;
  const onBytes = (read: number): void => onProgress?.({ phase: 'scan', bytes: (bytes += read), totalBytes: undefined });
  return signal === undefined ? { onBytes } : { signal, onBytes };
}

async function checkOptions(files: ScoredFiles, options: EvaluateOptions): Promise<void> {
  const { threshold, replicas, seed } = { ...DEFAULTS, ...options };
  if (!(threshold >= 0 && threshold <= 1)) throw usage(`the threshold must be from 0 to 1, not ${threshold}`);
  if (!(Number.isSafeInteger(replicas) && replicas >= 0 && replicas <= MOST_REPLICAS))
    throw usage(`the replicas must be a whole number from 0 to ${MOST_REPLICAS}, not ${replicas}`);
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw usage(`the seed must be a whole number from 0, not ${seed}`);
  const { validation, compare } = options;
  if (compare?.validationPredictions !== undefined && validation === undefined)
    throw usage('predictions for the validation split need the validation split');
  if (validation === undefined) return;
  const places = await Promise.all([files.examples, validation.examples].map((path) => realpath(path).catch(() => path)));
  if (places[0] === places[1])
    throw usage(
      `${validation.examples} is the split to judge: thresholds that are tuned on it flatter the model; name the validation split`,
    );
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
