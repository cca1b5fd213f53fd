import { LabelmillError } from '../core/errors.js';
import type { JobDraft, TrainingFile, WandbOptions } from '../index.js';
import type { ServiceFlags } from './service-flags.js';
import { numberOf } from './target-options.js';
import type { TrainingFlags } from './training-flags.js';

export interface CreateFlags extends ServiceFlags, TrainingFlags {
  readonly trainingFile?: readonly string[];
  readonly validationFile?: readonly string[];
  readonly autoStart?: boolean;
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

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
