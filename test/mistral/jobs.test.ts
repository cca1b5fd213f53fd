import { describe, expect, it } from 'vitest';
import {
  cancelJob,
  classify,
  createJob,
  deleteModel,
  getJob,
  jobBody,
  listJobs,
  listModels,
  renameModel,
  archiveModel,
  unarchiveModel,
  startJob,
  watchJob,
  type Job,
  type JobDraft,
  type Service,
} from '../../src/mistral/mistral.js';
import type { LocalMistral, MistralOptions } from '../server/mistral.js';
import { NOTEBOOK_JOB, TEST, TRAIN } from './notebook.js';
import { CANARY, connect, failureOf, fakeTime, serveMistral, store } from './support.js';

interface Given {
  readonly server: LocalMistral;
  readonly service: Service;
  readonly draft: JobDraft;
}

/** A local service with a training and a validation file, and a job to make of them. */
async function given(options: MistralOptions = {}): Promise<Given> {
  const server = await serveMistral(options);
  const training = await store(server, 'train.jsonl', TRAIN);
  const validation = await store(server, 'validation.jsonl', TEST);
  const draft = { trainingFiles: [{ id: training }], validationFiles: [validation], trainingSteps: 100, learningRate: 0.00004 };
  return { server, service: await connect(server), draft };
}

/** Statuses as they were seen, without repeats in a row. */
function recorder(): { readonly seen: string[]; readonly onJob: (job: Job) => void } {
  const seen: string[] = [];
  const onJob = ({ status }: Job): void => {
    if (seen.at(-1) !== status) seen.push(status);
  };
  return { seen, onJob };
}

describe('the workflow of the published notebook', () => {
  it('goes from the job to the answers', async () => {
    const { server, service, draft } = await given();
    const created = await createJob(service, draft);
    expect(created).toMatchObject({ status: 'QUEUED', autoStart: false, trainingSteps: 100, learningRate: 0.00004 });
    const sent = server.requests.findLast(({ method }) => method === 'POST');
    expect(JSON.parse(String(sent?.body))).toEqual({
      model: NOTEBOOK_JOB.model,
      job_type: 'classifier',
      training_files: [{ file_id: draft.trainingFiles[0]?.id, weight: 1 }],
      validation_files: draft.validationFiles,
      hyperparameters: { training_steps: 100, learning_rate: 0.00004 },
      auto_start: false,
      invalid_sample_skip_percentage: 0,
    });

    const validated = await watchJob(service, created.id);
    expect(validated).toMatchObject({ status: 'VALIDATED', expected: { seconds: 400, cost: 3.28, currency: 'EUR' } });
    expect(await startJob(service, created.id)).toMatchObject({ status: 'QUEUED' });
    const { seen, onJob } = recorder();
    const done = await watchJob(service, created.id, { onJob });
    expect(seen).toEqual(['RUNNING', 'SUCCESS']);
    expect(done.checkpoints).toHaveLength(100);
    expect(done.checkpoints.filter(({ validationLoss }) => validationLoss !== undefined).map(({ step }) => step)).toEqual([
      25, 50, 75, 100,
    ]);
    expect(done.checkpoints[0]).toMatchObject({ step: 1 });

    const model = done.fineTunedModel ?? '';
    const texts = ['weather for tomorrow', 'play jazz'].map((text) => ({ kind: 'text', text }) as const);
    const scores = await classify(service, model, texts);
    expect(scores.map((each) => [...(each.get('intent') ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0])).toEqual([
      'weather_query',
      'play_music',
    ]);
    await renameModel(service, model, { name: 'intents' });
    await archiveModel(service, model);
    expect((await listModels(service)).find(({ id }) => id === model)).toMatchObject({ name: 'intents', isArchived: true });
    await unarchiveModel(service, model);
    expect((await listModels(service)).find(({ id }) => id === model)).toMatchObject({ isArchived: false });
    await deleteModel(service, model);
    expect((await listModels(service)).map(({ id }) => id)).toEqual(['ministral-3b-latest']);
  });

  it('says that training is retired, and still lists models', async () => {
    const { server, service, draft } = await given({ isRetired: true });
    for (const call of [
      createJob(service, draft),
      getJob(service, 'x'),
      startJob(service, 'x'),
      listJobs(service),
      watchJob(service, 'x'),
    ]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'SERVICE_RETIRED', exitCode: 6 });
      expect(error.message).toContain('the service has retired the training of classifiers: models that are there still answer');
    }
    expect(await listModels(service)).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path.includes('jobs'))).toHaveLength(5);
  });
});

describe('creating a job', () => {
  it('names the job that is in the way', async () => {
    const { service, draft } = await given();
    const { id } = await createJob(service, draft);
    const error = await failureOf(createJob(service, draft));
    expect(error).toMatchObject({ code: 'SERVICE_CONFLICT', exitCode: 6, facts: { job: id } });
    expect(error.message).toContain(`job ${id} on the same files is VALIDATED: watch, start or cancel it`);
  });

  it('makes one job where the answer is lost', async () => {
    const { server, service, draft } = await given();
    server.plan({ kind: 'done-reset', on: 'POST /v1/fine_tuning/jobs' });
    const { id } = await createJob(await connect(server, { time: fakeTime(Date.UTC(2025, 3, 16, 12)) }), draft);
    expect((await listJobs(service)).map((job) => job.id)).toEqual([id]);
    expect(server.requests.filter(({ path, method }) => path.endsWith('/jobs') && method === 'POST')).toHaveLength(1);
  });

  it('fails where the answer is lost and no job was made', async () => {
    const { server, service, draft } = await given();
    server.plan({ kind: 'reset', afterBytes: 1, on: 'POST /v1/fine_tuning/jobs' });
    expect(await failureOf(createJob(service, draft))).toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      facts: { isDoubtful: true },
    });
    expect(await listJobs(service)).toEqual([]);
  });

  it.each<[string, object]>([
    ['a job needs a training file: name the id that the upload told', { trainingFiles: [] }],
    ['the file "a" is named twice: a file is for training or for validation, once', { validationFiles: ['a'] }],
    ['the weight of the file "a" must be above 0, not 0', { trainingFiles: [{ id: 'a', weight: 0 }] }],
    ['training steps must be a whole number from 1, not 1.5', { trainingSteps: 1.5 }],
    ['epochs must be above 0, not 0', { epochs: 0 }],
    ['training steps and epochs can not both be given: one follows from the other', { epochs: 1, trainingSteps: 1 }],
    ['the learning rate must be from 1e-8 to 1, not 2', { learningRate: 2 }],
    ['the learning rate must be from 1e-8 to 1, not NaN', { learningRate: NaN }],
    ['the weight decay must be from 0 to 1, not 1.1', { weightDecay: 1.1 }],
    ['the warm-up must be from 0 to 1, not -1', { warmup: -1 }],
    ['the share of examples that may be skipped must be from 0 to 0.5, not 0.6', { skipShare: 0.6 }],
    ['the suffix may have 18 characters, "nineteen-characters" has 19', { suffix: 'nineteen-characters' }],
    [
      'the weight of the target "t" must be 0 or more, not -1',
      { targets: [{ name: 't', classes: ['c'], lossFunction: 'single_class', weight: -1 }] },
    ],
    ['the target "t" has no classes', { targets: [{ name: 't', classes: [], lossFunction: 'single_class' }] }],
    ['the key of Weights & Biases must have 40 characters', { wandb: { project: 'p', key: 'short' } }],
  ])('is refused before anything is sent: %s', (message, changes) => {
    expect(() => jobBody({ trainingFiles: [{ id: 'a' }], ...changes })).toThrow(
      expect.objectContaining({ code: 'USAGE', message }),
    );
  });

  it('sends all that can be set, under the names of the service', () => {
    const key = 'k'.repeat(40);
    expect(
      jobBody({
        model: 'm',
        trainingFiles: [{ id: 'a', weight: 2 }],
        epochs: 3,
        weightDecay: 0.2,
        warmup: 0.1,
        suffix: 's',
        autoStart: true,
        skipShare: 0.01,
        targets: [{ name: 't', classes: ['x', 'y'], weight: 0.5, lossFunction: 'multi_class' }],
        wandb: { project: 'p', key, name: 'n', runName: 'r' },
      }),
    ).toEqual({
      model: 'm',
      job_type: 'classifier',
      training_files: [{ file_id: 'a', weight: 2 }],
      validation_files: [],
      hyperparameters: { epochs: 3, weight_decay: 0.2, warmup_fraction: 0.1 },
      auto_start: true,
      suffix: 's',
      integrations: [{ type: 'wandb', project: 'p', api_key: key, name: 'n', run_name: 'r' }],
      invalid_sample_skip_percentage: 0.01,
      classifier_targets: [{ name: 't', labels: ['x', 'y'], weight: 0.5, loss_function: 'multi_class' }],
    });
  });
});

describe('watching a job', () => {
  it('ends where validation fails, with what the service says', async () => {
    const { service, draft } = await given({
      scenario: {
        validation: [
          [0, 'QUEUED'],
          [30, 'VALIDATING'],
          [60, 'FAILED_VALIDATION'],
        ],
      },
    });
    const { id } = await createJob(service, draft);
    const { seen, onJob } = recorder();
    const job = await watchJob(service, id, { onJob });
    expect(seen).toEqual(['VALIDATING', 'FAILED_VALIDATION']);
    expect(job.events[0]).toMatchObject({ status: 'FAILED_VALIDATION', message: 'line 3: labels must be a dictionary' });
  });

  it('goes past VALIDATED where the job starts by itself', async () => {
    const { service, draft } = await given();
    const { id } = await createJob(service, { ...draft, autoStart: true });
    expect((await watchJob(service, id)).status).toBe('SUCCESS');
  });

  it('sees that the job is cancelled from elsewhere', async () => {
    const { server, service, draft } = await given();
    const { id } = await createJob(service, { ...draft, autoStart: true });
    const { seen, onJob } = recorder();
    const cancelOnce = (job: Job): void => {
      onJob(job);
      if (job.status === 'RUNNING') server.state.cancelJobs();
    };
    expect((await watchJob(service, id, { onJob: cancelOnce })).status).toBe('CANCELLED');
    expect(seen).toEqual(['RUNNING', 'CANCELLED']);
  });

  it('goes on through statuses it does not know, but not for ever', async () => {
    const passing = {
      training: [
        [0, 'PREPARING'],
        [60, 'RUNNING'],
        [120, 'SUCCESS'],
      ],
    } as const;
    const known = await given({ scenario: passing });
    const { id } = await createJob(known.service, { ...known.draft, autoStart: true });
    const { seen, onJob } = recorder();
    expect((await watchJob(known.service, id, { onJob })).status).toBe('SUCCESS');
    expect(seen).toEqual(['PREPARING', 'RUNNING', 'SUCCESS']);

    const stuck = await given({ scenario: { training: [[0, 'PAUSED\u001b[2J']] } });
    const job = await createJob(stuck.service, { ...stuck.draft, autoStart: true });
    const error = await failureOf(watchJob(stuck.service, job.id));
    expect(error).toMatchObject({ code: 'SERVICE_BUSY', exitCode: 5 });
    expect(error.message).toContain('a status that this version does not know, for an hour now');
    expect(error.message).not.toContain('\u001b');
  });

  it('outlives a service out of reach, and gives up after half an hour', async () => {
    const { server, service, draft } = await given();
    const { id } = await createJob(service, { ...draft, autoStart: true });
    const on = 'GET /v1/fine_tuning/jobs/:id';
    server.plan(...Array.from({ length: 20 }, () => ({ kind: 'reset', afterBytes: 0, on }) as const));
    const lost: string[] = [];
    expect((await watchJob(service, id, { onLost: ({ code }) => lost.push(code) })).status).toBe('SUCCESS');
    expect(lost).toEqual(['SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE', 'SERVICE_UNREACHABLE']);
    const time = fakeTime();
    const later = await connect(server, { time });
    await server.close();
    expect((await failureOf(watchJob(later, id, { everyMs: 60_000 }))).code).toBe('SERVICE_UNREACHABLE');
    expect(time.waits.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(30 * 60_000);
  });

  it('is stopped, and taken up by another', async () => {
    const { server, service, draft } = await given();
    const { id } = await createJob(service, { ...draft, autoStart: true });
    const controller = new AbortController();
    const error = await failureOf(watchJob(service, id, { signal: controller.signal, onJob: () => controller.abort() }));
    expect(error).toMatchObject({
      code: 'ABORTED',
      message: `stopped by the caller; the job goes on; take up the watch with: labelmill job watch ${id}`,
    });
    expect((await watchJob(await connect(server), id)).status).toBe('SUCCESS');
  });
});

describe('starting and cancelling a job', () => {
  it('is told to be done where the answer is lost', async () => {
    const { server, service, draft } = await given();
    const { id } = await createJob(service, draft);
    await watchJob(service, id);
    server.plan({ kind: 'done-reset', on: 'POST /v1/fine_tuning/jobs/:id/start' });
    expect((await startJob(service, id)).status).toBe('RUNNING');
    server.plan({ kind: 'reset', afterBytes: 0, on: 'POST /v1/fine_tuning/jobs/:id/cancel' });
    expect((await failureOf(cancelJob(service, id))).code).toBe('SERVICE_UNREACHABLE');
    server.plan({ kind: 'done-reset', on: 'POST /v1/fine_tuning/jobs/:id/cancel' });
    expect((await cancelJob(service, id)).status).toBe('CANCELLED');
    expect((await failureOf(startJob(service, id))).message).toMatch(
      /\(409\): Job is CANCELLED; its status does not allow that: see labelmill job get$/,
    );
    expect((await failureOf(cancelJob(service, '../x'))).message).toContain('see the ids with labelmill job list');
    expect(server.requests.at(-1)?.path).toBe('/v1/fine_tuning/jobs/..%2Fx/cancel');
  });
});

describe('listing jobs', () => {
  it('asks with the filters it is given, page by page', async () => {
    const { server, service, draft } = await given();
    for (let at = 0; at < 3; at++) {
      const id = await store(server, `more-${at}.jsonl`, TRAIN);
      await createJob(service, { ...draft, trainingFiles: [{ id }], suffix: `s${at}` });
    }
    expect((await listJobs(service)).map(({ suffix }) => suffix)).toEqual(['s2', 's1', 's0']);
    expect((await listJobs(service, { suffix: 's1', status: 'VALIDATED', limit: 2 })).map(({ suffix }) => suffix)).toEqual([
      's1',
    ]);
    expect(await listJobs(service, { limit: 2 })).toHaveLength(2);
    const createdAfter = new Date('2026-01-01');
    const filters = {
      createdAfter,
      createdBefore: createdAfter,
      createdByMe: true,
      wandbProject: 'p',
      wandbName: 'n',
      model: 'm',
    };
    expect(await listJobs(service, filters)).toEqual([]);
    expect(Object.fromEntries(server.requests.at(-1)?.query ?? [])).toEqual({
      created_after: '2026-01-01T00:00:00.000Z',
      created_before: '2026-01-01T00:00:00.000Z',
      created_by_me: 'true',
      wandb_project: 'p',
      wandb_name: 'n',
      model: 'm',
      page: '0',
      page_size: '100',
    });
    expect(JSON.stringify(await listJobs(service))).not.toContain(CANARY);
  });
});

describe('an answer that is not what is documented', () => {
  it.each([
    [(service: Service) => getJob(service, 'x'), { id: 'x' }],
    [(service: Service) => listJobs(service), { data: ['x'] }],
    [(service: Service) => listModels(service), { data: [{}] }],
    [(service: Service) => classify(service, 'm', [{ kind: 'text', text: 'a' }]), { results: [] }],
    [(service: Service) => classify(service, 'm', [{ kind: 'text', text: 'a' }]), { results: [{ t: { scores: { c: 'x' } } }] }],
    [(service: Service) => classify(service, 'm', [{ kind: 'text', text: 'a' }]), { results: [{}] }],
  ])('is refused: %s', async (call, json) => {
    const server = await serveMistral({ faults: [{ kind: 'answer', answer: { json } }] });
    expect(await failureOf(call(await connect(server)))).toMatchObject({ code: 'SERVICE_REFUSED', exitCode: 6 });
  });
});

describe('deleting a model', () => {
  it('is told to be done where the answer is lost, and only then', async () => {
    const { server, service, draft } = await given();
    const { id } = await createJob(service, { ...draft, autoStart: true });
    const { fineTunedModel: model = '' } = await watchJob(service, id);
    server.plan({ kind: 'reset', afterBytes: 0, on: 'DELETE /v1/models/:id' });
    expect((await failureOf(deleteModel(service, model))).code).toBe('SERVICE_UNREACHABLE');
    server.plan({ kind: 'done-reset', on: 'DELETE /v1/models/:id' });
    await deleteModel(service, model);
    expect((await failureOf(deleteModel(service, model))).message).toContain('see the models with labelmill model list');
  });
});
