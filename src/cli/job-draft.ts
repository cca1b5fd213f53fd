import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import type { JobDraft, LossFunction, JobTargetOptions, TrainingFile, WandbOptions } from '../index.js';
import type { ServiceFlags } from './service-flags.js';

export interface CreateFlags extends ServiceFlags {
  readonly trainingFile?: readonly string[];
  readonly validationFile?: readonly string[];
  readonly model?: string;
  readonly trainingSteps?: number;
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly weightDecay?: number;
  readonly warmup?: number;
  readonly suffix?: string;
  readonly autoStart?: boolean;
  readonly skipShare?: number;
  readonly targetWeight?: readonly string[];
  readonly loss?: readonly string[];
  readonly wandbProject?: string;
  readonly wandbName?: string;
  readonly wandbRun?: string;
  readonly dryRun?: boolean;
}

/** A job of flags, but for its targets. @throws LabelmillError USAGE, KEY_MISSING */
export function draftOf(flags: CreateFlags, environment: Readonly<Record<string, string | undefined>>): JobDraft {
  const { model, trainingSteps, epochs, learningRate, weightDecay, warmup, suffix, autoStart, skipShare } = flags;
  const wandb = wandbOf(flags, environment);
  return {
    trainingFiles: (flags.trainingFile ?? []).map(trainingFile),
    validationFiles: flags.validationFile ?? [],
    ...(model === undefined ? {} : { model }),
    ...(trainingSteps === undefined ? {} : { trainingSteps }),
    ...(epochs === undefined ? {} : { epochs }),
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(weightDecay === undefined ? {} : { weightDecay }),
    ...(warmup === undefined ? {} : { warmup }),
    ...(suffix === undefined ? {} : { suffix }),
    ...(autoStart === undefined ? {} : { autoStart }),
    ...(skipShare === undefined ? {} : { skipShare }),
    ...(wandb === undefined ? {} : { wandb }),
  };
}

/** Weights and loss functions by target. @throws LabelmillError USAGE */
export function targetOptionsOf({ targetWeight = [], loss = [] }: CreateFlags): ReadonlyMap<string, JobTargetOptions> {
  const options = new Map<string, JobTargetOptions>();
  for (const pair of targetWeight) {
    const [name, value] = pairOf(pair, '--target-weight');
    options.set(name, { ...options.get(name), weight: numberOf(value, '--target-weight') });
  }
  for (const pair of loss) {
    const [name, value] = pairOf(pair, '--loss');
    options.set(name, { ...options.get(name), lossFunction: lossFunctionOf(value) });
  }
  return options;
}

function trainingFile(value: string): TrainingFile {
  const at = value.lastIndexOf('=');
  return at < 0 ? { id: value } : { id: value.slice(0, at), weight: numberOf(value.slice(at + 1), '--training-file') };
}

function wandbOf(flags: CreateFlags, environment: Readonly<Record<string, string | undefined>>): WandbOptions | undefined {
  const { wandbProject: project, wandbName: name, wandbRun: runName } = flags;
  if (project === undefined) {
    if (name === undefined && runName === undefined) return undefined;
    throw usage('--wandb-name and --wandb-run need --wandb-project');
  }
  const key = environment['WANDB_API_KEY'];
  if (key === undefined || key === '')
    throw new LabelmillError('KEY_MISSING', 'there is no key for Weights & Biases: set WANDB_API_KEY');
  return { project, key, ...(name === undefined ? {} : { name }), ...(runName === undefined ? {} : { runName }) };
}

function pairOf(pair: string, flag: string): readonly [name: string, value: string] {
  const at = pair.lastIndexOf('=');
  if (at < 1) throw usage(`${flag} takes TARGET=VALUE, not ${quoted(pair)}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function numberOf(text: string, flag: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw usage(`${flag} takes a number after the =, not ${quoted(text)}`);
  return value;
}

function lossFunctionOf(value: string): LossFunction {
  if (value === 'single_class' || value === 'multi_class') return value;
  throw usage(`--loss takes single_class or multi_class, not ${quoted(value)}`);
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
