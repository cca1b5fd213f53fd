import { idOf } from './ids.js';
import { linesOf, pageOf, type FileStore } from './files.js';
import { problem } from './problems.js';
import type { RouteAnswer, Routes } from './server.js';

/** When a job comes to a status: seconds after it was created or started. */
export type Course = readonly (readonly [seconds: number, status: string])[];

/** What becomes of jobs. */
export interface Scenario {
  /** From creation on. */
  readonly validation?: Course;
  /** From the start on. */
  readonly training?: Course;
}

export interface StoredJob {
  readonly id: string;
  readonly body: any;
  readonly createdAt: number;
  readonly targets: readonly { readonly name: string; readonly labels: readonly string[] }[];
  startedAt?: number;
  cancelledAt?: number;
}

export interface Jobs {
  readonly routes: Routes;
  /** Jobs that ended well, with the names of their models. */
  trained(): readonly { readonly job: StoredJob; readonly model: string; readonly examples: readonly any[] }[];
  cancelAll(): void;
}

/** The published intent job: queued for 3 s, started at 6, running from 10, done at 234. */
const VALIDATION: Course = [
  [0, 'QUEUED'],
  [3, 'VALIDATING'],
  [3, 'VALIDATED'],
];
const TRAINING: Course = [
  [0, 'QUEUED'],
  [4, 'RUNNING'],
  [228, 'SUCCESS'],
];
const OVER = ['SUCCESS', 'FAILED', 'FAILED_VALIDATION', 'CANCELLED'];

interface Setting {
  readonly now: () => number;
  readonly files: FileStore;
  readonly scenario: Scenario;
}

/** The training jobs of the service: their status follows the clock. */
export function createJobs({ now, files, scenario }: Setting): Jobs {
  const { validation = VALIDATION, training = TRAINING } = scenario;
  const jobs: StoredJob[] = [];

  /** The statuses so far, each with its time. A start puts the status back to the first of training, without an event. */
  const past = (job: StoredJob): Course => {
    const at = Math.min(now(), job.cancelledAt ?? Infinity);
    const validated = validation.map(([seconds, status]) => [job.createdAt + seconds, status] as const);
    const start = job.startedAt ?? (job.body.auto_start === true ? (validated.at(-1)?.[0] ?? 0) : undefined);
    const trained = start === undefined ? [] : training.map(([seconds, status]) => [start + seconds, status] as const);
    const isRefused = OVER.includes(validation.at(-1)?.[1] ?? '');
    const course = [...validated, ...(isRefused ? [] : trained)].filter(([time]) => time <= at);
    return job.cancelledAt === undefined ? course : [...course, [job.cancelledAt, 'CANCELLED']];
  };
  const statusOf = (job: StoredJob): string => past(job).at(-1)?.[1] ?? 'QUEUED';
  const modelOf = (job: StoredJob): string | null => {
    if (statusOf(job) !== 'SUCCESS') return null;
    const day = new Date(job.createdAt * 1000).toISOString().slice(0, 10).replaceAll('-', '');
    const suffix = (job.body.suffix ?? null) === null ? '' : `${job.body.suffix}:`;
    return `ft:classifier:${job.body.model}:8a3b1c2d:${day}:${suffix}${job.id.slice(0, 8)}`;
  };
  const examplesOf = (job: StoredJob): readonly any[] =>
    idsOf(job.body.training_files).flatMap((id) => linesOf(files.get(id)?.content ?? Buffer.alloc(0)));

  const shortForm = (job: StoredJob): Record<string, any> => {
    const { body, id, createdAt } = job;
    const isValidated = past(job).some(([, status]) => status === 'VALIDATED');
    const steps = body.hyperparameters?.training_steps ?? 100;
    const dataTokens = isValidated ? examplesOf(job).length * 26 : null;
    return {
      id,
      auto_start: body.auto_start ?? false,
      model: body.model,
      status: statusOf(job),
      created_at: Math.floor(createdAt),
      modified_at: Math.floor(past(job).at(-1)?.[0] ?? createdAt),
      training_files: idsOf(body.training_files),
      validation_files: body.validation_files ?? null,
      object: 'job',
      fine_tuned_model: modelOf(job),
      suffix: body.suffix ?? null,
      integrations: (body.integrations ?? []).map(({ project, name, run_name }: any) => {
        return { type: 'wandb', project, name: name ?? null, run_name: run_name ?? null, url: null };
      }),
      trained_tokens: statusOf(job) === 'SUCCESS' ? steps * 16384 : null,
      metadata: {
        expected_duration_seconds: isValidated ? steps * 4 : null,
        cost: isValidated ? Math.round(steps * 3.28) / 100 : 0,
        cost_currency: isValidated ? 'EUR' : null,
        train_tokens_per_step: isValidated ? 65536 : null,
        train_tokens: isValidated ? steps * 65536 : null,
        data_tokens: dataTokens,
        estimated_start_time: null,
        ...(dataTokens === null ? {} : { epochs: (steps * 65536) / dataTokens }),
      },
      job_type: 'classifier',
      hyperparameters: { training_steps: steps, learning_rate: 0.0001, ...body.hyperparameters },
    };
  };
  const longForm = (job: StoredJob): RouteAnswer => {
    const course = past(job);
    const restart = job.startedAt === undefined ? -1 : validation.length;
    const events = course.flatMap(([time, status], at) => (at === restart ? [] : [eventOf(time, status)])).reverse();
    const targets = job.targets.map((target) => ({ weight: 1, loss_function: 'single_class', ...target }));
    return { json: { ...shortForm(job), events, checkpoints: checkpointsOf(job), classifier_targets: targets } };
  };
  const checkpointsOf = (job: StoredJob): readonly object[] => {
    const course = past(job);
    const begin = course.find(([, status]) => status === 'RUNNING')?.[0];
    if (begin === undefined) return [];
    const steps: number = job.body.hyperparameters?.training_steps ?? 100;
    const length = (training.at(-1)?.[0] ?? 1) - (training.find(([, status]) => status === 'RUNNING')?.[0] ?? 0);
    const share = statusOf(job) === 'SUCCESS' ? 1 : Math.min(1, (Math.min(now(), job.cancelledAt ?? Infinity) - begin) / length);
    return Array.from({ length: Math.floor(steps * share) }, (_, at) => checkpointOf(at + 1, steps, begin)).reverse();
  };

  const find = (id: string | undefined, answer: (job: StoredJob) => RouteAnswer): RouteAnswer => {
    const job = jobs.find((each) => each.id === id);
    return job === undefined ? { status: 404, json: { detail: 'Not Found' } } : answer(job);
  };
  const isLive = (job: StoredJob): boolean => !OVER.includes(statusOf(job));

  const routes: Routes = {
    'POST /v1/fine_tuning/jobs': (request) => {
      const body: any = JSON.parse(request.body.toString('utf8'));
      const wrong = checkJob(body, files);
      if (wrong !== undefined) return wrong;
      const ids = idsOf(body.training_files);
      const isSimilar = (job: StoredJob): boolean => idsOf(job.body.training_files).join() === ids.join();
      if (jobs.some((job) => isLive(job) && isSimilar(job)))
        return { status: 409, json: { detail: 'A similar job is already running, validated or queued.' } };
      const targets = body.classifier_targets ?? targetsIn(ids.flatMap((id) => linesOf(files.get(id)!.content)));
      const job: StoredJob = { id: idOf('job', jobs.length), body, createdAt: now(), targets };
      jobs.push(job);
      return { json: { ...shortForm(job), status: 'QUEUED' } };
    },
    'GET /v1/fine_tuning/jobs': ({ query }) => {
      const [status, model, suffix] = [query.get('status'), query.get('model'), query.get('suffix')];
      const after = Date.parse(query.get('created_after') ?? '') / 1000;
      const data = jobs.map(shortForm).filter((job) => {
        if (status !== null && job['status'] !== status) return false;
        if (suffix !== null && job['suffix'] !== suffix) return false;
        return (model === null || job['model'] === model) && !(job['created_at'] < after);
      });
      return { json: { data: pageOf(data.reverse(), query), object: 'list', total: data.length } };
    },
    'GET /v1/fine_tuning/jobs/:id': (_request, [id]) => find(id, longForm),
    'POST /v1/fine_tuning/jobs/:id/start': (_request, [id]) =>
      find(id, (job) => {
        if (statusOf(job) !== 'VALIDATED') return { status: 409, json: { detail: `Job is ${statusOf(job)}.` } };
        job.startedAt = now();
        return longForm(job);
      }),
    'POST /v1/fine_tuning/jobs/:id/cancel': (_request, [id]) =>
      find(id, (job) => {
        if (!isLive(job)) return { status: 409, json: { detail: `Job is ${statusOf(job)}.` } };
        job.cancelledAt = now();
        return longForm(job);
      }),
  };
  return {
    routes,
    trained: () =>
      jobs.flatMap((job) => ({ job, model: modelOf(job) ?? '', examples: examplesOf(job) })).filter(({ model }) => model !== ''),
    cancelAll() {
      for (const job of jobs) if (isLive(job)) job.cancelledAt = now();
    },
  };
}

function eventOf(time: number, status: string): object {
  const error = status === 'FAILED_VALIDATION' ? { error: 'line 3: labels must be a dictionary' } : {};
  return { name: 'status-updated', created_at: Math.floor(time), data: { status, ...error } };
}

/** Losses fall; they are evaluated every 25 steps and at the end, and 0 elsewhere. Written every 10 steps. */
function checkpointOf(step: number, steps: number, begin: number): object {
  const loss = 0.0002 + 0.0018 / (1 + step / 8);
  const isEvaluated = step % 25 === 0 || step === steps;
  const metrics = {
    train_loss: loss,
    valid_loss: isEvaluated ? loss * 1.2 : 0,
    valid_mean_token_accuracy: isEvaluated ? 2 ** (loss * 1.2) : 0,
  };
  return { metrics, step_number: step, created_at: Math.floor(begin + Math.ceil(step / 10) * 10) };
}

function checkJob(body: any, files: FileStore): RouteAnswer | undefined {
  const place = ['body', 'job_in'];
  const ids = idsOf(body.training_files);
  if (ids.length === 0) return problem(place, 'At least one training file or repository is required.');
  const stranger = [...ids, ...(body.validation_files ?? [])].find((id) => files.get(id) === undefined);
  if (stranger !== undefined) return { status: 422, json: { detail: `File ${stranger} not found.` } };
  if (body.model !== 'ministral-3b-latest') {
    const detail = 'Model not available for this type of fine-tuning (classifier). Available model(s): ministral-3b-latest';
    return { status: 422, json: { detail } };
  }
  if (body.job_type !== 'classifier')
    return {
      status: 422,
      json: { detail: 'Model not available for this type of fine-tuning (completion). Available model(s): ' },
    };
  const { training_steps: steps, learning_rate: rate } = body.hyperparameters;
  if (steps !== undefined && !(Number.isInteger(steps) && steps >= 1))
    return problem(
      [...place, 'hyperparameters', 'training_steps'],
      'Input should be greater than or equal to 1',
      'greater_than_equal',
    );
  if (rate !== undefined && !(rate >= 1e-8 && rate <= 1))
    return problem([...place, 'hyperparameters', 'learning_rate'], 'Input should be less than or equal to 1', 'less_than_equal');
  if ((body.suffix ?? '').length > 18)
    return problem([...place, 'suffix'], 'String should have at most 18 characters', 'string_too_long');
  return undefined;
}

/** Ids as they stand in a request: objects by its schema, plain ids in the documentation's example. */
function idsOf(files: readonly any[] | undefined): readonly string[] {
  return (files ?? []).map((file) => (typeof file === 'string' ? file : file.file_id));
}

function targetsIn(examples: readonly any[]): StoredJob['targets'] {
  const targets = new Map<string, Set<string>>();
  for (const { labels } of examples)
    for (const [name, label] of Object.entries<any>(labels)) {
      const known = targets.get(name) ?? new Set<string>();
      for (const each of [label].flat()) known.add(each);
      targets.set(name, known);
    }
  return [...targets].map(([name, labels]) => ({ name, labels: [...labels] }));
}
