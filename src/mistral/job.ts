import { isObject, listMember, member, numberMember, stringMember } from './member.js';

/** A training job as the service tells of it. What it leaves out is undefined; times are seconds since 1970. */
export interface Job {
  readonly id: string;
  /** As the service writes it, also one that this version does not know. */
  readonly status: string;
  readonly model: string;
  readonly suffix?: string;
  /** Whether the job trains as soon as its files are validated. */
  readonly autoStart: boolean;
  readonly createdAt?: number;
  readonly modifiedAt?: number;
  readonly trainingFiles: readonly string[];
  readonly validationFiles: readonly string[];
  readonly trainingSteps?: number;
  readonly learningRate?: number;
  /** The model that came of it. */
  readonly fineTunedModel?: string;
  /** What the service expects, once the files are validated. */
  readonly expected: JobExpectation;
  readonly targets: readonly string[];
  readonly events: readonly JobEvent[];
  /** By step. */
  readonly checkpoints: readonly Checkpoint[];
  /** Pages of the integrations. */
  readonly links: readonly string[];
}

export interface JobExpectation {
  readonly seconds?: number;
  readonly cost?: number;
  readonly currency?: string;
  readonly dataTokens?: number;
  readonly trainTokens?: number;
  readonly epochs?: number;
  readonly startsAt?: number;
}

export interface JobEvent {
  readonly name: string;
  readonly at?: number;
  readonly status?: string;
  /** What the service says with it. */
  readonly message?: string;
}

export interface Checkpoint {
  readonly step: number;
  readonly at?: number;
  readonly trainLoss?: number;
  /** Undefined where the service did not evaluate: it writes 0 there. */
  readonly validationLoss?: number;
}

/** What a status means for one who waits. */
export type JobState = 'waiting' | 'validated' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'unknown';

const STATES: ReadonlyMap<string, JobState> = new Map([
  ['QUEUED', 'waiting'],
  ['STARTED', 'waiting'],
  ['VALIDATING', 'waiting'],
  ['VALIDATED', 'validated'],
  ['RUNNING', 'running'],
  ['CANCELLATION_REQUESTED', 'running'],
  ['SUCCESS', 'succeeded'],
  ['FAILED', 'failed'],
  ['FAILED_VALIDATION', 'failed'],
  ['CANCELLED', 'cancelled'],
]);

/** Every status the service documents. */
export const JOB_STATUSES: readonly string[] = [...STATES.keys()];

export function jobState(status: string): JobState {
  return STATES.get(status) ?? 'unknown';
}

/** Whether a job will never change again. */
export function isOver(status: string): boolean {
  const state = jobState(status);
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

/** A job of an answer; undefined where that is none. */
export function readJob(value: unknown): Job | undefined {
  const id = stringMember(value, 'id');
  const status = stringMember(value, 'status');
  if (id === undefined || status === undefined) return undefined;
  const hyperparameters = member(value, 'hyperparameters');
  const checkpoints = listMember(value, 'checkpoints').flatMap((each) => readCheckpoint(each) ?? []);
  return {
    id,
    status,
    model: stringMember(value, 'model') ?? '',
    ...given('suffix', stringMember(value, 'suffix')),
    autoStart: member(value, 'auto_start') === true,
    ...given('createdAt', numberMember(value, 'created_at')),
    ...given('modifiedAt', numberMember(value, 'modified_at')),
    trainingFiles: stringsOf(listMember(value, 'training_files')),
    validationFiles: stringsOf(listMember(value, 'validation_files')),
    ...given('trainingSteps', numberMember(hyperparameters, 'training_steps')),
    ...given('learningRate', numberMember(hyperparameters, 'learning_rate')),
    ...given('fineTunedModel', stringMember(value, 'fine_tuned_model')),
    expected: readExpectation(member(value, 'metadata')),
    targets: listMember(value, 'classifier_targets').flatMap((target) => stringMember(target, 'name') ?? []),
    events: listMember(value, 'events').map(readEvent),
    checkpoints: checkpoints.sort((a, b) => a.step - b.step),
    links: listMember(value, 'integrations').flatMap((each) => stringMember(each, 'url') ?? []),
  };
}

function readExpectation(value: unknown): JobExpectation {
  return {
    ...given('seconds', numberMember(value, 'expected_duration_seconds')),
    ...given('cost', numberMember(value, 'cost')),
    ...given('currency', stringMember(value, 'cost_currency')),
    ...given('dataTokens', numberMember(value, 'data_tokens')),
    ...given('trainTokens', numberMember(value, 'train_tokens')),
    ...given('epochs', numberMember(value, 'epochs')),
    ...given('startsAt', numberMember(value, 'estimated_start_time')),
  };
}

function readEvent(value: unknown): JobEvent {
  const data = member(value, 'data');
  const message = stringMember(data, 'error') ?? stringMember(data, 'message') ?? stringMember(data, 'detail');
  return {
    name: stringMember(value, 'name') ?? '',
    ...given('at', numberMember(value, 'created_at')),
    ...given('status', stringMember(data, 'status')),
    ...given('message', message),
  };
}

function readCheckpoint(value: unknown): Checkpoint | undefined {
  const step = numberMember(value, 'step_number');
  if (step === undefined) return undefined;
  const metrics = member(value, 'metrics');
  const validationLoss = numberMember(metrics, 'valid_loss');
  return {
    step,
    ...given('at', numberMember(value, 'created_at')),
    ...given('trainLoss', numberMember(metrics, 'train_loss')),
    ...given('validationLoss', validationLoss === 0 ? undefined : validationLoss),
  };
}

/** Ids as they are, or as the `file_id` of an object. */
function stringsOf(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) =>
    isObject(value) ? (stringMember(value, 'file_id') ?? []) : typeof value === 'string' ? value : [],
  );
}

/** A member, where there is a value for it. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>>;
function given(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}
