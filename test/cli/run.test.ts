import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOTEBOOK_JOB } from '../mistral/notebook.js';
import type { Fault } from '../server/server.js';
import { asked, CONFIG, withRun, type RunCase } from './run-support.js';
import { DROPPED, STRANGE } from './service-support.js';
import { ended } from './support.js';

const JOBS = /^\/v1\/fine_tuning\/jobs$/;
const FILES = /^\/v1\/files$/;
const RUN = ['run', '--every', '0', '--no-progress'] as const;
/** A service whose clock is that of this computer, and whose jobs take no time. */
const QUICK = {
  now: () => Date.now() / 1000,
  scenario: {
    validation: [
      [0, 'QUEUED'],
      [0, 'VALIDATED'],
    ],
    training: [
      [0, 'RUNNING'],
      [0, 'SUCCESS'],
    ],
  },
} as const;

describe('run', () => {
  it('does the published notebook from raw data to an evaluation, and sends the job it prints', async () => {
    await withRun({}, async ({ run, names, server, read }) => {
      const { code, out, err } = await run(RUN);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const steps = out.match(/^\d\/6 .*/gm);
      expect(steps).toEqual(['1/6 prepare', '2/6 upload', '3/6 job', '4/6 train', '5/6 classify', '6/6 evaluate']);
      expect(out).toMatch(/fine-tuned +ft:classifier:ministral-3b-latest:/);
      expect(out).toMatch(/queue: 10 examples, 3 classes\n +accuracy +\d/);
      const { id, training, validation } = await jobOf({ server });
      expect(server.requests.map(({ method, path }) => `${method} ${path.replaceAll(id, 'JOB')}`)).toEqual([
        'GET /v1/files',
        'GET /v1/files',
        'POST /v1/files',
        'POST /v1/files',
        'POST /v1/fine_tuning/jobs',
        'GET /v1/fine_tuning/jobs/JOB',
        'POST /v1/fine_tuning/jobs/JOB/start',
        ...Array.from({ length: asked(server, 'GET', /jobs\/./) - 1 }, () => 'GET /v1/fine_tuning/jobs/JOB'),
        'POST /v1/classifications',
      ]);
      expect(bodyOf({ server }, JOBS)).toEqual({
        model: 'ministral-3b-latest',
        job_type: 'classifier',
        training_files: [{ file_id: training, weight: 1 }],
        validation_files: [validation],
        hyperparameters: { training_steps: 100, learning_rate: 0.00004 },
        auto_start: false,
        invalid_sample_skip_percentage: 0,
        classifier_targets: [
          { name: 'queue', labels: ['delivery', 'praise', 'refund'], weight: 1, loss_function: 'single_class' },
        ],
      });
      expect(await names()).toEqual(['labelmill.config.json', 'out', 'out.run', 'out.upload.jsonl', 'tickets.csv']);
      expect(await names('out.run')).toEqual([id, 'job.json']);
      expect(await names(`out.run/${id}`)).toEqual([
        'evaluation.html',
        expect.stringMatching(/^test-[0-9a-f]{8}\.predictions\.jsonl$/),
      ]);
      expect(out).toContain(`as a page with charts: out.run/${id}/evaluation.html\n`);
      expect(JSON.parse(await read('out.run/job.json'))).toMatchObject({ job: id });
    });
  });

  it('is told the job that the notebook prints', async () => {
    await withRun({}, async ({ run, server, environment }) => {
      const { out } = await run([...RUN, '--json']);
      const { job, evaluation, upload, prepared } = JSON.parse(out);
      expect(job).toMatchObject({ status: 'SUCCESS', model: NOTEBOOK_JOB.model, trainingSteps: 100, learningRate: 0.00004 });
      expect(evaluation).toMatchObject({ examples: 10, targets: [{ target: 'queue', kind: 'single' }] });
      expect(upload.files).toMatchObject([{ name: 'train.jsonl' }, { name: 'validation.jsonl' }]);
      expect(prepared).toMatchObject({ account: { rowsRead: 100, written: 100 } });
      const headers = { authorization: `Bearer ${environment['MISTRAL_API_KEY'] ?? ''}` };
      const told: any = await (await fetch(`${server.url}/v1/fine_tuning/jobs`, { headers })).json();
      expect(Object.keys(told.data[0]).sort()).toEqual(expect.arrayContaining(Object.keys(NOTEBOOK_JOB)));
    });
  });

  it('finds all it did when it is run again', async () => {
    await withRun({}, async ({ run, server }) => {
      const first = await run(RUN);
      const before = server.requests.length;
      const again = await run(RUN);
      expect(again).toMatchObject({ code: 0, err: '' });
      expect(again.out).toContain('2 files, 0 sent by this run');
      expect(again.out).toContain('taken up, as it was created before');
      expect(again.out).toContain('0 predictions added, 10 were there');
      expect(again.out.split('6/6')[1]).toBe(first.out.split('6/6')[1]);
      expect(server.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true);
    });
  });

  it('makes another job, on the files that are there, when its settings change', async () => {
    await withRun({}, async ({ run, server, names }) => {
      await run(RUN);
      const other = await run([...RUN, '--learning-rate', '1e-5']);
      expect(other).toMatchObject({ code: 0, err: '' });
      expect(asked(server, 'POST', FILES)).toBe(2);
      expect(asked(server, 'POST', JOBS)).toBe(2);
      expect((await names('out.run')).length).toBe(3);
    });
  });

  it.each<readonly [string, string, Fault['kind']]>([
    ['the first file has arrived', 'POST /v1/files', 'done-hang'],
    ['the job is asked for', 'POST /v1/fine_tuning/jobs', 'hang'],
    ['the job is made', 'POST /v1/fine_tuning/jobs', 'done-hang'],
    ['the job is looked at', 'GET /v1/fine_tuning/jobs/:id', 'hang'],
    ['the job is started', 'POST /v1/fine_tuning/jobs/:id/start', 'done-hang'],
    ['the model is asked', 'POST /v1/classifications', 'hang'],
  ])('killed when %s, takes up where it stopped: each file, job and answer once', async (_when, on, kind) => {
    await withRun(QUICK, async ({ run, start, server, environment, names, folder }) => {
      server.plan(kind === 'done-hang' ? { kind: 'done-hang', on } : { kind: 'hang', on });
      const [method = '', pattern = ''] = on.split(' ');
      const path = new RegExp(`^${pattern.replace(':id', '[^/]+')}$`);
      const child = start(RUN, environment);
      await expect.poll(() => asked(server, method, path), { timeout: 20_000 }).toBeGreaterThan(0);
      child.kill('SIGKILL');
      await once(child, 'close');
      const again = await run(RUN);
      expect(again.code).toBe(0);
      expect(again.err).toMatch(/^(?:took over from a run that ended without cleaning up .*\n)?$/);
      const { data: files } = await list({ server, environment }, '/v1/files');
      expect(files.map(({ filename }: any) => filename.replace(/-\w+/, '')).sort()).toEqual(['train.jsonl', 'validation.jsonl']);
      const { data: jobs } = await list({ server, environment }, '/v1/fine_tuning/jobs');
      expect(jobs.map(({ status }: any) => status)).toEqual(['SUCCESS']);
      const [answers = ''] = (await names(`out.run/${jobs[0].id}`)).filter((name) => name.endsWith('.jsonl'));
      const lines = (await readFile(join(folder, 'out.run', jobs[0].id, answers), 'utf8')).split('\n').slice(0, -1);
      const texts = (await readFile(join(folder, 'out/test.jsonl'), 'utf8')).split('\n').slice(0, -1);
      expect(lines.map((line) => JSON.parse(line).text)).toEqual(texts.map((line) => JSON.parse(line).text));
      expect(await names()).toEqual(['labelmill.config.json', 'out', 'out.run', 'out.upload.jsonl', 'tickets.csv']);
    });
  });

  it('ends where the service has retired training, and says what is prepared, sent, and to be done', async () => {
    await withRun({ isRetired: true }, async ({ run, server, names, folder }) => {
      for (const sent of [2, 0]) {
        const { code, out, err } = await run(RUN);
        expect(code).toBe(6);
        expect(out).toContain(`2 files, ${sent} sent by this run`);
        expect(err).toMatch(/^error SERVICE_RETIRED: cannot create the job: .*; where another service has kept these routes/);
        expect(err).toContain(`; the set is prepared in ${folder}/out, sent as train.jsonl `);
        expect(err).not.toContain('run it again');
      }
      expect(asked(server, 'POST', FILES)).toBe(2);
      expect((await run(['verify', 'out', '--quiet'])).code).toBe(0);
      const { error } = JSON.parse((await run([...RUN, '--json'])).out);
      expect(error).toMatchObject({ code: 'SERVICE_RETIRED', status: 410, prepared: join(folder, 'out') });
      expect(error.files).toHaveLength(2);
      expect(await names('out.run')).toEqual([]);
    });
  });

  it('tells of a job whose files are not valid, and tries again when it is run again', async () => {
    await withRun({ scenario: { validation: [[0, 'FAILED_VALIDATION']] } }, async ({ run, server }) => {
      for (const jobs of [1, 2]) {
        const { code, err } = await run(RUN);
        expect(code).toBe(6);
        expect(err).toMatch(
          /^FAILED_VALIDATION\nerror JOB_FAILED: the job \S+ failed: its files are not valid \(FAILED_VALIDATION\): line 3: labels must be a dictionary; |^error JOB_FAILED: the job \S+ failed: its files are not valid/,
        );
        expect(asked(server, 'POST', JOBS)).toBe(jobs);
      }
    });
  });

  it('tells of a job that is cancelled from elsewhere while it is watched', async () => {
    await withRun({ scenario: { training: [[0, 'RUNNING']] } }, async ({ start, server, environment }) => {
      const child = start(RUN, environment);
      const done = ended(child);
      await expect.poll(() => asked(server, 'GET', /jobs\/./), { timeout: 20_000 }).toBeGreaterThan(3);
      server.state.cancelJobs();
      const { code, err } = await done;
      expect(code).toBe(6);
      expect(err).toMatch(/^error JOB_FAILED: the job \S+ was cancelled \(CANCELLED\); /);
    });
  });

  it('watches on over connections that drop and a status it does not know', async () => {
    await withRun({ scenario: STRANGE, faults: DROPPED }, async ({ run, server }) => {
      const { code, out, err } = await run(['run', '--every', '0']);
      expect(code).toBe(0);
      expect(err).toMatch(/^VALIDATED\nPREPARING\\x1b\[2J\nRUNNING\b/);
      expect(out).toMatch(/6\/6 evaluate\n/);
      expect([asked(server, 'POST', JOBS), asked(server, 'POST', FILES)]).toEqual([1, 2]);
    });
  });

  it('stopped while it watches says how to go on, and goes on with the same job', async () => {
    await withRun(
      { ...QUICK, scenario: { ...QUICK.scenario, training: [[0, 'RUNNING']] } },
      async ({ start, server, environment }) => {
        const ids = new Set<string>();
        for (const jobs of [1, 1]) {
          const before = asked(server, 'GET', /jobs\/./);
          const child = start(RUN, environment);
          const done = ended(child);
          await expect.poll(() => asked(server, 'GET', /jobs\/./), { timeout: 20_000 }).toBeGreaterThan(before + 3);
          child.kill('SIGINT');
          const { code, err } = await done;
          expect(code).toBe(130);
          expect(err).toMatch(
            /^stopped by SIGINT; the set is prepared in .*, in training as job \S+; run it again to go on from there\n$/,
          );
          ids.add(/job (\S+);/.exec(err)?.[1] ?? '');
          expect(asked(server, 'POST', JOBS)).toBe(jobs);
        }
        expect(ids.size).toBe(1);
      },
    );
  });

  it('says with --dry-run what it would do, asks no one, needs no key and leaves nothing', async () => {
    await withRun({}, async ({ run, server, names }) => {
      const { code, out, err } = await run([...RUN, '--dry-run'], { env: { MISTRAL_API_KEY: '' } });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('would send train.jsonl (80 lines) and validation.jsonl (10 lines)');
      expect(out).toContain('"learning_rate": 0.00004');
      expect(out).toMatch(/^cost +3\.28 EUR/m);
      expect(out).toMatch(/^longest .*[^-]out\/train\.jsonl:\d+$/m);
      expect(out).toMatch(/\nNothing was sent, and nothing was kept\.\n$/);
      expect(await names()).toEqual(['labelmill.config.json', 'tickets.csv']);
      const { prepared, job } = JSON.parse((await run([...RUN, '--dry-run', '--json'])).out);
      expect(prepared.files).toHaveLength(3);
      expect(job.forecast).toMatchObject({ examples: 80 });
      expect(server.requests).toEqual([]);
    });
  });

  it('refuses before anything is sent what can not come to an end', async () => {
    const refuse = async (config: object, args: readonly string[], code: number, message: string): Promise<void> => {
      await withRun(
        {},
        async ({ run, server }) => {
          expect(await run([...RUN, ...args])).toMatchObject({ code, err: expect.stringContaining(message) });
          expect(server.requests).toEqual([]);
        },
        { 'labelmill.config.json': JSON.stringify({ ...CONFIG, ...config }) },
      );
    };
    await refuse({}, ['--split', '90/10/0'], 1, 'NO_ROWS: there is no test split to judge the classifier by');
    await refuse({ job: { trainingSteps: 5, epochs: 2 } }, [], 2, 'training steps and epochs can not both be given');
    await refuse({ job: { steps: 5 } }, [], 2, 'labelmill.config.json:1:');
    await refuse({ job: { targets: { topic: { weight: 2 } } } }, [], 2, 'has no target "topic"; it has "queue"');
    await refuse({}, ['--wandb-name', 'n'], 2, '--wandb-name and --wandb-run need --wandb-project');
    await refuse({ job: { wandb: { project: 'p' } } }, [], 2, 'KEY_MISSING: there is no key for Weights & Biases');
  });
});

/** The body of the first request of a route. */
function bodyOf({ server }: Pick<RunCase, 'server'>, path: RegExp): any {
  const request = server.requests.find(({ method, path: asked }) => method === 'POST' && path.test(asked));
  return JSON.parse(request?.body.toString() ?? '');
}

async function jobOf({ server }: Pick<RunCase, 'server'>): Promise<{ id: string; training: string; validation: string }> {
  const { training_files: files, validation_files: validation } = bodyOf({ server }, JOBS);
  const watched = server.requests.find(({ path }) => /jobs\/./.test(path));
  return { id: watched?.path.split('/').at(-1) ?? '', training: files[0].file_id, validation: validation[0] };
}

async function list({ server, environment }: Pick<RunCase, 'server' | 'environment'>, path: string): Promise<any> {
  const headers = { authorization: `Bearer ${environment['MISTRAL_API_KEY'] ?? ''}` };
  return (await fetch(`${server.url}${path}`, { headers })).json();
}
