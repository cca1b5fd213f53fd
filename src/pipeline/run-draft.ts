import type { TrainingOptions } from '../config/config.js';
import { LabelmillError } from '../core/errors.js';
import type { JobDraft } from '../mistral/mistral.js';
import type { JobTargetOptions } from './jobs.js';

/**
 * The draft of a job by the options of a config or of flags, but for its files and targets, which the prepared set tells.
 * @throws LabelmillError KEY_MISSING where metrics are to be sent to Weights & Biases without its key
 */
export function draftOf(options: TrainingOptions = {}, wandbKey?: string): Omit<JobDraft, 'trainingFiles' | 'targets'> {
  const { targets, wandb, ...settings } = options;
  if (wandb === undefined) return settings;
  if (wandbKey === undefined || wandbKey === '')
    throw new LabelmillError('KEY_MISSING', 'there is no key for Weights & Biases: set WANDB_API_KEY');
  return { ...settings, wandb: { ...wandb, key: wandbKey } };
}

/** Weights and loss functions of a config's job, by target. */
export function targetOptionsOf({ targets = {} }: TrainingOptions = {}): ReadonlyMap<string, JobTargetOptions> {
  return new Map(Object.entries(targets));
}
