import { LabelmillError } from '../core/errors.js';
import {
  EXAMPLE_OVERHEAD,
  MESSAGE_OVERHEAD,
  MINIMUM_FEE,
  OVERHEAD_MARGIN,
  PRICE_PER_10000_STEPS,
  SECONDS_PER_STEP,
  STORAGE_FEE,
  TARGET_OVERHEAD,
  TOKENS_PER_STEP,
} from './figures.js';
import type { Interval } from './interval.js';

/** What is in the training files. */
export interface TrainingFacts {
  readonly examples: number;
  readonly targets: number;
  /** Tokens of all texts and messages. */
  readonly textTokens: Interval;
  /** Messages of all chats but the first of each; 0 where there are only texts. */
  readonly furtherMessages: number;
}

export interface JobOptions {
  /** Steps to train. Default: what `epochs` takes, else 100. */
  readonly trainingSteps?: number;
  /** How often each example is to be seen, at least; instead of `trainingSteps`. */
  readonly epochs?: number;
  /** Tokens the service adds to each example, where that is known. Default: 12 and 6 for each target, give or take 2. */
  readonly overheadTokens?: number;
}

/** What a job will come to. */
export interface JobForecast {
  readonly trainingSteps: number;
  /** Tokens of the training files, once over. */
  readonly dataTokens: Interval;
  /** Tokens the job trains on and is charged for: 65,536 a step. */
  readonly trainTokens: number;
  /** How often each example is seen. */
  readonly epochs: Interval;
  /** The service's own estimate at the prices of April 2025, EUR. */
  readonly costEur: number;
  /** What the service charges at least for a job, USD. */
  readonly minimumFeeUsd: number;
  /** What the service charges for keeping the model, USD a month. */
  readonly storageFeeUsdPerMonth: number;
  /** Seconds by what the published jobs took for a step; the service gives no rule. */
  readonly seconds: { readonly low: number; readonly high: number };
}

const DEFAULT_STEPS = 100;

/**
 * Forecasts a fine-tuning job of the service: its tokens, epochs, cost and time. The rules are those of figures.ts.
 * @throws LabelmillError USAGE where the options make no job
 */
export function forecastJob(facts: TrainingFacts, options: JobOptions = {}): JobForecast {
  checkOptions(options);
  const dataTokens = dataTokensOf(facts, options.overheadTokens);
  const trainingSteps =
    options.trainingSteps ??
    (options.epochs === undefined ? DEFAULT_STEPS : Math.ceil((options.epochs * dataTokens.expected) / TOKENS_PER_STEP));
  const trainTokens = trainingSteps * TOKENS_PER_STEP;
  return {
    trainingSteps,
    dataTokens,
    trainTokens,
    epochs: {
      low: trainTokens / dataTokens.high,
      expected: trainTokens / dataTokens.expected,
      high: trainTokens / dataTokens.low,
    },
    costEur: (trainingSteps * PRICE_PER_10000_STEPS) / 10_000,
    minimumFeeUsd: MINIMUM_FEE,
    storageFeeUsdPerMonth: STORAGE_FEE,
    seconds: { low: trainingSteps * SECONDS_PER_STEP.low, high: trainingSteps * SECONDS_PER_STEP.high },
  };
}

function checkOptions({ trainingSteps, epochs, overheadTokens }: JobOptions): void {
  if (trainingSteps !== undefined && epochs !== undefined)
    throw usage('training steps and epochs can not both be given: one follows from the other');
  if (trainingSteps !== undefined && !(Number.isSafeInteger(trainingSteps) && trainingSteps >= 1))
    throw usage(`training steps must be a whole number from 1, not ${trainingSteps}`);
  if (epochs !== undefined && !(Number.isFinite(epochs) && epochs > 0)) throw usage(`epochs must be above 0, not ${epochs}`);
  if (overheadTokens !== undefined && !(Number.isFinite(overheadTokens) && overheadTokens >= 0))
    throw usage(`the overhead must be 0 tokens or more, not ${overheadTokens}`);
}

function dataTokensOf({ examples, targets, textTokens, furtherMessages }: TrainingFacts, overhead?: number): Interval {
  const perExample = overhead ?? EXAMPLE_OVERHEAD + TARGET_OVERHEAD * targets;
  const margin = (overhead === undefined ? examples * OVERHEAD_MARGIN : 0) + furtherMessages * MESSAGE_OVERHEAD;
  const added = examples * perExample + furtherMessages * MESSAGE_OVERHEAD;
  return {
    low: Math.round(textTokens.low + added - margin),
    expected: Math.round(textTokens.expected + added),
    high: Math.round(textTokens.high + added + margin),
  };
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
