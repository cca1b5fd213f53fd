import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classify, prepare, upload, watchJob } from '../../src/index.js';
import { openFiles } from '../../src/mistral/mistral.js';
import { openMistral } from '../../src/upload/destinations/mistral.js';
import { withFolder } from '../pipeline/support.js';
import type { LocalMistral } from '../server/mistral.js';
import { NOTEBOOK_JOB, TEST, TRAIN } from './notebook.js';
import { CANARY, connect, serveMistral } from './support.js';

/** The official client, 2.4.0: the last that has jobs. */
function official({ url }: LocalMistral, apiKey = CANARY): Mistral {
  return new Mistral({ apiKey, serverURL: url, httpClient: new HTTPClient() });
}

describe('the local server, to the official client', () => {
  it('is the service of the published notebook, from the upload to the answer', async () => {
    const server = await serveMistral();
    const client = official(server);
    const upload = (fileName: string, content: string) =>
      client.files.upload({ file: { fileName, content: Buffer.from(content) }, purpose: 'fine-tune' });
    const training = await upload('train.jsonl', TRAIN);
    const validation = await upload('validation.jsonl', TEST);
    expect(training).toMatchObject({ object: 'file', filename: 'train.jsonl', numLines: 12, purpose: 'fine-tune' });
    expect((await upload('train.jsonl', TRAIN)).id).toBe(training.id);
    expect((await client.files.list({})).total).toBe(2);
    expect(await client.files.retrieve({ fileId: training.id })).toMatchObject({ deleted: false });

    const created = await client.fineTuning.jobs.create({
      model: 'ministral-3b-latest',
      jobType: 'classifier',
      trainingFiles: [{ fileId: training.id, weight: 1 }],
      validationFiles: [validation.id],
      hyperparameters: { trainingSteps: 100, learningRate: 0.00004 },
      autoStart: false,
    });
    expect(created).toMatchObject({
      jobType: 'classifier',
      status: 'QUEUED',
      trainingFiles: [training.id],
      fineTunedModel: null,
    });
    const jobId = 'id' in created ? created.id : '';
    const statuses: string[] = [];
    const look = async (): Promise<Awaited<ReturnType<typeof client.fineTuning.jobs.get>>> => {
      const job = await client.fineTuning.jobs.get({ jobId });
      if (job.jobType === 'classifier') statuses.push(job.status);
      return job;
    };
    while ((await look()) && statuses.at(-1) !== 'VALIDATED');
    expect(await client.fineTuning.jobs.start({ jobId })).toMatchObject({ jobType: 'classifier', status: 'QUEUED' });
    while ((await look()) && statuses.at(-1) !== 'SUCCESS');
    expect([...new Set(statuses)]).toEqual(['VALIDATED', 'RUNNING', 'SUCCESS']);
    const done = await look();
    if (done.jobType !== 'classifier') throw new Error('no classifier');
    expect(done.fineTunedModel).toMatch(/^ft:classifier:ministral-3b-latest:[0-9a-f]{8}:20250416:[0-9a-f]{8}$/);
    expect(done.events?.map(({ data }) => data?.['status'])).toEqual(['SUCCESS', 'RUNNING', 'VALIDATED', 'VALIDATING', 'QUEUED']);
    expect(done.checkpoints?.map(({ stepNumber }) => stepNumber)).toEqual(Array.from({ length: 100 }, (_, at) => 100 - at));
    expect(done.classifierTargets).toMatchObject([{ name: 'intent', lossFunction: 'single_class' }]);
    expect((await client.fineTuning.jobs.list({ status: 'SUCCESS' })).total).toBe(1);

    const model = done.fineTunedModel ?? '';
    const { results } = await client.classifiers.classify({ model, inputs: ['weather for tomorrow', 'play jazz'] });
    const tops = results.map((result) => Object.entries(result['intent']?.scores ?? {}).sort((a, b) => b[1] - a[1])[0]?.[0]);
    expect(tops).toEqual(['weather_query', 'play_music']);
    const chat = await client.classifiers.classifyChat({
      model,
      input: { messages: [{ role: 'user', content: 'my meetings' }] },
    });
    expect(Object.keys(chat.results[0]?.['intent']?.scores ?? {})).toHaveLength(3);
    expect(await client.models.update({ modelId: model, updateModelRequest: { name: 'intents' } })).toMatchObject({
      name: 'intents',
      modelType: 'classifier',
    });
    expect(await client.models.archive({ modelId: model })).toMatchObject({ archived: true });
    expect(await client.models.unarchive({ modelId: model })).toMatchObject({ archived: false });
    expect((await client.models.list()).data?.map((card: any) => card.id)).toEqual(['ministral-3b-latest', model]);
    expect(await client.models.delete({ modelId: model })).toMatchObject({ deleted: true });
    expect((await client.models.list()).data).toHaveLength(1);
  });

  it('shows it the files that our upload sent, trains on them, and has it find its own file for ours', async () => {
    await withFolder(async (folder) => {
      const out = join(folder, 'out');
      const rows = TRAIN.split('\n').slice(0, -1);
      const sources = [{ rows: rows.map((line) => ({ text: JSON.parse(line).text, intent: JSON.parse(line).labels.intent })) }];
      await prepare({
        sources,
        mapping: { text: 'text', labels: { intent: { field: 'intent' } } },
        split: { ratios: '50/25/25' },
        out,
      });
      const server = await serveMistral();
      const client = official(server);
      const service = await connect(server);
      const to = openMistral(openFiles(service));
      const ours = await upload(out, { to });
      const listed = await client.files.list({});
      expect(listed.data.map(({ id, filename }) => [filename, id])).toEqual(server.files.map(({ name, id }) => [name, id]));
      expect(listed.data.map(({ id }) => id).sort()).toEqual(ours.files.map(({ id }) => id).sort());
      const [train] = server.files.filter(({ name }) => name.startsWith('train'));
      const content = await readFile(join(out, 'train.jsonl'));
      const again = await client.files.upload({ file: { fileName: train?.name ?? '', content }, purpose: 'fine-tune' });
      expect(again).toMatchObject({ id: train?.id, sizeBytes: content.length });
      await rm(`${out}.upload.jsonl`);
      expect((await upload(out, { to })).files.map(({ state }) => state)).toEqual(['found', 'found']);
      const created = await client.fineTuning.jobs.create({
        model: 'ministral-3b-latest',
        jobType: 'classifier',
        trainingFiles: [{ fileId: train?.id ?? '' }],
        hyperparameters: { trainingSteps: 10 },
        autoStart: true,
      });
      const job = await watchJob(service, 'id' in created ? created.id : '');
      expect(job).toMatchObject({ status: 'SUCCESS', trainingSteps: 10 });
      const [ask, theirs] = await Promise.all([
        classify(service, job.fineTunedModel ?? '', [{ kind: 'text', text: 'play jazz' }]),
        client.classifiers.classify({ model: job.fineTunedModel ?? '', inputs: ['play jazz'] }),
      ]);
      expect(Object.fromEntries(ask[0]?.get('intent') ?? [])).toEqual(theirs.results[0]?.['intent']?.scores);
    });
  });

  it('answers a new job word for word as the notebook prints it', async () => {
    const server = await serveMistral();
    const { id } = await official(server).files.upload({ file: { fileName: 'a.jsonl', content: Buffer.from(TRAIN) } });
    const response = await fetch(`${server.url}/v1/fine_tuning/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${CANARY}` },
      body: JSON.stringify({
        model: 'ministral-3b-latest',
        job_type: 'classifier',
        training_files: [{ file_id: id, weight: 1 }],
        hyperparameters: { training_steps: 100, learning_rate: 0.00004 },
        auto_start: false,
      }),
    });
    const job: any = await response.json();
    expect(job).toMatchObject(NOTEBOOK_JOB);
    expect(job.hyperparameters).toEqual({ training_steps: 100, learning_rate: 0.00004 });
    expect(Object.keys(job)).not.toContain('checkpoints');
  });

  it('refuses as the service does: a wrong key, a similar job, what is not there, what is retired', async () => {
    const server = await serveMistral({ maxBytes: 2000 });
    const client = official(server);
    await expect(official(server, 'wrong').models.list()).rejects.toMatchObject({ statusCode: 401 });
    await expect(client.models.delete({ modelId: 'ft:none' })).rejects.toMatchObject({ statusCode: 404 });
    const upload = (fileName: string, content: string) =>
      client.files.upload({ file: { fileName, content: Buffer.from(content) } });
    await expect(upload('big.jsonl', 'x'.repeat(2001))).rejects.toMatchObject({ statusCode: 413 });
    await expect(upload('data.zip', 'PK')).rejects.toMatchObject({ statusCode: 422 });
    const { id } = await upload('train.jsonl', TRAIN);
    const request = {
      model: 'ministral-3b-latest',
      jobType: 'classifier',
      trainingFiles: [{ fileId: id }],
      hyperparameters: {},
    } as const;
    const create = (changes: object) =>
      client.fineTuning.jobs.create({ ...request, trainingFiles: [...request.trainingFiles], ...changes });
    await expect(create({ trainingFiles: [] })).rejects.toMatchObject({ statusCode: 422 });
    await create({});
    await expect(create({})).rejects.toMatchObject({ statusCode: 409 });
    server.state.retire();
    await expect(client.fineTuning.jobs.list({})).rejects.toMatchObject({ statusCode: 410 });
    await expect(client.models.list()).resolves.toMatchObject({ object: 'list' });
  });
});
