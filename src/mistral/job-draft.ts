import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';

/** A training job to be created. */
export interface JobDraft {
  /** Base model. Default `ministral-3b-latest`, the only one there was. */
  readonly model?: string;
  readonly trainingFiles: readonly TrainingFile[];
  /** Ids of files. */
  readonly validationFiles?: readonly string[];
  /** Default 100. Not together with `epochs`. */
  readonly trainingSteps?: number;
  readonly epochs?: number;
  /** Peak of the learning rate, 1e-8 to 1. Default of the service: 1e-4. */
  readonly learningRate?: number;
  /** 0 to 1. Default of the service: 0.1. */
  readonly weightDecay?: number;
  /** Share of the steps on which the learning rate rises, 0 to 1. Default of the service: 0.05. */
  readonly warmup?: number;
  /** At most 18 characters that the model's name will have. */
  readonly suffix?: string;
  /** Train as soon as the files are validated. Default false. */
  readonly autoStart?: boolean;
  /** Share of examples the service may leave out as invalid, 0 to 0.5. Default 0. */
  readonly skipShare?: number;
  /** What the classifier answers. The service tells them from the files where they are not given. */
  readonly targets?: readonly JobTarget[];
  /** Sends the metrics to Weights & Biases. */
  readonly wandb?: WandbOptions;
}

export interface TrainingFile {
  readonly id: string;
  /** How often it is drawn from, beside other files. Above 0; default 1. */
  readonly weight?: number;
}

export interface JobTarget {
  readonly name: string;
  readonly classes: readonly string[];
  /** From 0. Default 1. */
  readonly weight?: number;
  readonly lossFunction: LossFunction;
}

export type LossFunction = 'single_class' | 'multi_class';

export interface WandbOptions {
  readonly project: string;
  /** 40 characters. */
  readonly key: string;
  readonly name?: string;
  readonly runName?: string;
}

export const BASE_MODEL = 'ministral-3b-latest';
const DEFAULT_STEPS = 100;
const SUFFIX_CHARACTERS = 18;
const WANDB_KEY_CHARACTERS = 40;

/**
 * The body that creates a job. Limits of the service are checked here, before anything is sent; names and defaults are those of
 * its documentation.
 * @throws LabelmillError USAGE
 */
export function jobBody(draft: JobDraft): Readonly<Record<string, unknown>> {
  checkDraft(draft);
  const { trainingSteps, epochs, learningRate, weightDecay, warmup, suffix, targets, wandb } = draft;
  return {
    model: draft.model ?? BASE_MODEL,
    job_type: 'classifier',
    training_files: draft.trainingFiles.map(({ id, weight = 1 }) => ({ file_id: id, weight })),
    validation_files: draft.validationFiles ?? [],
    hyperparameters: {
      ...(epochs === undefined ? { training_steps: trainingSteps ?? DEFAULT_STEPS } : { epochs }),
      ...(learningRate === undefined ? {} : { learning_rate: learningRate }),
      ...(weightDecay === undefined ? {} : { weight_decay: weightDecay }),
      ...(warmup === undefined ? {} : { warmup_fraction: warmup }),
    },
    auto_start: draft.autoStart ?? false,
    ...(suffix === undefined ? {} : { suffix }),
    ...(wandb === undefined ? {} : { integrations: [wandbBody(wandb)] }),
    invalid_sample_skip_percentage: draft.skipShare ?? 0,
    ...(targets === undefined
      ? {}
      : {
          classifier_targets: targets.map(({ name, classes, weight = 1, lossFunction }) => ({
            name,
            labels: classes,
            weight,
            loss_function: lossFunction,
          })),
        }),
  };
}

function wandbBody({ project, key, name, runName }: WandbOptions): object {
  return {
    type: 'wandb',
    project,
    api_key: key,
    ...(name === undefined ? {} : { name }),
    ...(runName === undefined ? {} : { run_name: runName }),
  };
}

function checkDraft(draft: JobDraft): void {
  const { trainingFiles, validationFiles = [], trainingSteps, epochs, suffix, targets = [], wandb } = draft;
  if (trainingFiles.length === 0) throw usage('a job needs a training file: name the id that the upload told');
  const ids = [...trainingFiles.map(({ id }) => id), ...validationFiles];
  if (ids.includes('')) throw usage('the id of a file is empty');
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined)
    throw usage(`the file ${quoted(twice)} is named twice: a file is for training or for validation, once`);
  for (const { id, weight = 1 } of trainingFiles)
    if (!(Number.isFinite(weight) && weight > 0))
      throw usage(`the weight of the file ${quoted(id)} must be above 0, not ${weight}`);
  if (trainingSteps !== undefined && epochs !== undefined)
    throw usage('training steps and epochs can not both be given: one follows from the other');
  if (trainingSteps !== undefined && !(Number.isSafeInteger(trainingSteps) && trainingSteps >= 1))
    throw usage(`training steps must be a whole number from 1, not ${trainingSteps}`);
  if (epochs !== undefined && !(Number.isFinite(epochs) && epochs > 0)) throw usage(`epochs must be above 0, not ${epochs}`);
  checkRange('the learning rate', draft.learningRate, 1e-8, 1);
  checkRange('the weight decay', draft.weightDecay, 0, 1);
  checkRange('the warm-up', draft.warmup, 0, 1);
  checkRange('the share of examples that may be skipped', draft.skipShare, 0, 0.5);
  if (suffix !== undefined && [...suffix].length > SUFFIX_CHARACTERS)
    throw usage(`the suffix may have ${SUFFIX_CHARACTERS} characters, ${quoted(suffix)} has ${[...suffix].length}`);
  for (const { name, classes, weight } of targets) {
    if (classes.length === 0) throw usage(`the target ${quoted(name)} has no classes`);
    checkRange(`the weight of the target ${quoted(name)}`, weight, 0, Number.MAX_VALUE);
  }
  if (wandb !== undefined && wandb.key.length !== WANDB_KEY_CHARACTERS)
    throw usage(`the key of Weights & Biases must have ${WANDB_KEY_CHARACTERS} characters`);
}

function checkRange(what: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined || (value >= low && value <= high)) return;
  throw usage(`${what} must be ${high === Number.MAX_VALUE ? `${low} or more` : `from ${low} to ${high}`}, not ${value}`);
}

function usage(message: string): LabelmillError {
  return new LabelmillError('USAGE', message);
}
