import type { JobDraft, TrainingFile } from '../index.js';
import { draftOf as draftOfOptions } from '../pipeline/pipeline.js';
import type { ServiceFlags } from './service-flags.js';
import { numberOf } from './target-options.js';
import { trainingOptionsOf, type TrainingFlags } from './training-flags.js';

export interface CreateFlags extends ServiceFlags, TrainingFlags {
  readonly trainingFile?: readonly string[];
  readonly validationFile?: readonly string[];
  readonly autoStart?: boolean;
  readonly dryRun?: boolean;
}

/** A job of flags, but for its targets. @throws LabelmillError USAGE, KEY_MISSING */
export function draftOf(flags: CreateFlags, environment: Readonly<Record<string, string | undefined>>): JobDraft {
  return {
    ...draftOfOptions(trainingOptionsOf(flags), environment['WANDB_API_KEY']),
    trainingFiles: (flags.trainingFile ?? []).map(trainingFile),
    validationFiles: flags.validationFile ?? [],
    ...(flags.autoStart === undefined ? {} : { autoStart: flags.autoStart }),
  };
}

function trainingFile(value: string): TrainingFile {
  const at = value.lastIndexOf('=');
  return at < 0 ? { id: value } : { id: value.slice(0, at), weight: numberOf(value.slice(at + 1), '--training-file') };
}
