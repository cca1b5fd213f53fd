import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../mistral/support.js';
import { DROPPED, STRANGE, trainModel, withoutKey, withService } from './service-support.js';
import { ended, errorLine, MAIN, MAPPING, TICKETS } from './support.js';

const FAILING = {
  validation: [
    [0, 'QUEUED'],
    [60, 'FAILED_VALIDATION'],
  ],
} as const;

describe.concurrent('job', () => {
  it('goes from create to the end, in words', async () => {
    await withService({}, {}, async ({ run, training, validation }) => {
      const args = ['--training-file', `${training}=2`, '--validation-file', validation, '--learning-rate', '4e-5'];
      const created = await run(['job', 'create', ...args, '--suffix', 'small']);
      expect(created).toMatchObject({ code: 0 });
      expect(created.out).toMatch(/status +QUEUED\n[^]*suffix +small\n[^]*learning rate +0\.00004\n/);
      const [, id = ''] = /labelmill job watch (\S+)/.exec(created.err) ?? [];
      const validated = await run(['job', 'watch', id, '--every', '0']);
      expect(validated).toMatchObject({ code: 0, err: `VALIDATED\nstart it with: labelmill job start ${id}\n` });
      expect(validated.out).toMatch(/cost +3\.28 EUR\nexpected time +7 minutes\n/);
      expect((await run(['job', 'start', id])).out).toMatch(/status +QUEUED\n/);
      const watched = await run(['job', 'watch', id, '--every', '0']);
      expect(watched.code).toBe(0);
      expect(watched.err).toMatch(
        /^RUNNING, step \d+ of 100, train loss 0\.\d+, \d minutes left\nRUNNING, step 25 .*, validation loss 0\.000764, /,
      );
      expect(watched.out).toMatch(/^train loss, step 1 to 100: 0\.00180 to 0\.000333\n +0\.00180 █/);
      expect(watched.out).toMatch(/\nvalidation loss: 0\.000\d+ at step 25, .* at step 100\n\njob /);
      expect(watched.err).toMatch(/labelmill classify --model ft:classifier:ministral-3b-latest:8a3b1c2d:20250416:small:\w{8} /);
      expect((await run(['job', 'list', '--status', 'SUCCESS'])).out).toMatch(new RegExp(`^job .*\n${id} +SUCCESS +2025-04-16T`));
      expect((await run(['job', 'list', '--status', 'FAILED'])).out).toBe('no jobs\n');
      expect(JSON.parse((await run(['job', 'get', id, '--json'])).out)).toMatchObject({ id, status: 'SUCCESS' });
      expect(await run(['job', 'cancel', id])).toMatchObject({
        code: 6,
        err: expect.stringMatching(
          /^error SERVICE_CONFLICT: cannot cancel the job: .* \(409\): Job is SUCCESS; its status does not/,
        ),
      });
    });
  });

  it('says what retired training means, in words and as JSON', async () => {
    await withService({}, { isRetired: true }, async ({ run }) => {
      for (const args of [['list'], ['watch', 'x'], ['create', '--training-file', 'x']]) {
        const { code, out, err } = await run(['job', ...args]);
        expect({ code, out }).toEqual({ code: 6, out: '' });
        expect(err).toMatch(
          /^error SERVICE_RETIRED: .*\(410\): The fine-tuning API has been retired; the service has retired the/,
        );
      }
      expect(JSON.parse((await run(['job', 'list', '--json'])).out).error).toMatchObject({
        code: 'SERVICE_RETIRED',
        status: 410,
      });
    });
  });

  it('fails where the files are not valid, with what the service says', async () => {
    await withService({}, { scenario: FAILING }, async ({ run, training }) => {
      const { id } = JSON.parse((await run(['job', 'create', '--training-file', training, '--json'])).out);
      const watched = await run(['job', 'watch', id, '--every', '0']);
      expect(watched).toMatchObject({ code: 6, out: '' });
      expect(watched.err).toContain(
        errorLine(
          'JOB_FAILED',
          `the job ${id} failed: its files are not valid (FAILED_VALIDATION): line 3: labels must be a dictionary; check the files that were uploaded with labelmill verify, then create another`,
        ),
      );
      expect(JSON.parse((await run(['job', 'watch', id, '--json'])).out).error).toMatchObject({ code: 'JOB_FAILED', job: id });
    });
  });

  it('that is cancelled from elsewhere ends its watch, which was stopped and taken up before', async () => {
    const scenario = {
      training: [
        [0, 'QUEUED'],
        [30, 'RUNNING'],
      ],
    } as const;
    await withService({}, { scenario }, async ({ run, start, server, training, environment }) => {
      const { id } = JSON.parse((await run(['job', 'create', '--training-file', training, '--auto-start', '--json'])).out);
      const first = start(['job', 'watch', id, '--every', '0.01'], environment);
      const stopped = ended(first);
      await once(first.stderr, 'data');
      first.kill('SIGINT');
      const { code, err } = withoutKey(await stopped);
      expect(code).toBe(130);
      expect(err).toContain(`stopped by SIGINT; the job goes on; take up the watch with: labelmill job watch ${id}\n`);

      const second = start(['job', 'watch', id, '--every', '0.01'], environment);
      const over = ended(second);
      await once(second.stderr, 'data');
      server.state.cancelJobs();
      const end = withoutKey(await over);
      expect(end.code).toBe(6);
      expect(end.err).toContain(
        `error JOB_FAILED: the job ${id} was cancelled (CANCELLED); create another where it is still wanted`,
      );
    });
  });

  it('watches on over connections that drop and a status it does not know', async () => {
    await withService({}, { scenario: STRANGE, faults: DROPPED }, async ({ run, training }) => {
      const { id } = JSON.parse((await run(['job', 'create', '--training-file', training, '--auto-start', '--json'])).out);
      const { code, out, err } = await run(['job', 'watch', id, '--every', '0']);
      expect(code).toBe(0);
      expect(err).toMatch(/^PREPARING\\x1b\[2J\nRUNNING, /);
      expect(out).toMatch(/status +SUCCESS\n/);
    });
  });

  it('tells the targets from the manifest, and sends nothing in a dry run', async () => {
    await withService({ 'tickets.csv': TICKETS }, {}, async ({ run, server, training }) => {
      expect((await run(['prepare', 'tickets.csv', ...MAPPING])).code).toBe(0);
      const before = server.requests.length;
      const key = 'w'.repeat(40);
      const args = ['job', 'create', 'out', '--training-file', training, '--target-weight', 'queue=2', '--wandb-project', 'p'];
      const dry = await run([...args, '--dry-run'], { env: { MISTRAL_API_KEY: '', WANDB_API_KEY: key } });
      expect(dry).toMatchObject({ code: 0, err: '' });
      expect(dry.out).not.toContain(key);
      expect(dry.out).toMatch(/train tokens +6,553,600 in 100 steps\n[^]*Nothing was sent\.\n$/);
      const { body, forecast } = JSON.parse((await run([...args, '--dry-run', '--json'], { env: { WANDB_API_KEY: key } })).out);
      expect(body).toMatchObject({
        classifier_targets: [
          { name: 'queue', labels: ['delivery', 'praise', 'refund'], weight: 2, loss_function: 'single_class' },
        ],
        integrations: [{ type: 'wandb', project: 'p', api_key: '[key]' }],
      });
      expect(forecast).toMatchObject({ examples: 48, trainingSteps: 100 });
      expect(server.requests).toHaveLength(before);

      const created = await run([...args, '--loss', 'queue=multi_class'], { env: { WANDB_API_KEY: key } });
      expect(created).toMatchObject({ code: 0 });
      const sent = JSON.parse(String(server.requests.at(-1)?.body));
      expect(sent.integrations).toEqual([{ type: 'wandb', project: 'p', api_key: key }]);
      expect(sent.classifier_targets[0].loss_function).toBe('multi_class');
      for (const [flags, message] of [
        [['--target-weight', 'topic=1'], 'out has no target "topic"; it has "queue"'],
        [['--loss', 'queue=other'], '--loss takes single_class or multi_class, not "other"'],
        [['--target-weight', 'queue=x'], '--target-weight takes a number after the =, not "x"'],
      ] as const)
        expect(await run(['job', 'create', 'out', '--training-file', 'a', ...flags])).toMatchObject({
          code: 2,
          err: errorLine('USAGE', message),
        });
    });
  });

  it('hides a key of Weights & Biases that the service sends back', async () => {
    const key = 'w'.repeat(40);
    const answer = { status: 422, json: { detail: `bad integration ${key}` } };
    const faults = [{ kind: 'answer', answer, on: 'POST /v1/fine_tuning/jobs' }] as const;
    await withService({}, { faults }, async ({ run }) => {
      const args = ['job', 'create', '--training-file', 'a', '--wandb-project', 'p'];
      const { err } = await run(args, { env: { WANDB_API_KEY: key } });
      expect(err).toMatch(/\(422\): bad integration \[key\]\n$/);
      expect(await run(args)).toMatchObject({
        code: 2,
        err: errorLine('KEY_MISSING', 'there is no key for Weights & Biases: set WANDB_API_KEY'),
      });
    });
  });

  it('refuses to start without a key, with a wrong one, and with one in a flag', async () => {
    await withService({}, {}, async ({ run, server }) => {
      expect((await run(['job', 'list'], { env: { MISTRAL_API_KEY: '' } })).err).toMatch(/^error KEY_MISSING: there is no key/);
      expect(await run(['job', 'list'], { env: { MISTRAL_API_KEY: 'wrong' } })).toMatchObject({
        code: 6,
        err: expect.stringMatching(/^error KEY_REFUSED: .* refuses the key \(401\): Unauthorized; see that MISTRAL_API_KEY/),
      });
      expect((await run(['job', 'list', '--api-key', 'x'])).err).toMatch(/^error USAGE: unknown option '--api-key'/);
      expect(await run(['job', 'list', '--server', 'http://example.org'])).toMatchObject({ code: 2 });
      await server.close();
      expect((await run(['job', 'start', 'x'])).err).toMatch(/^error SERVICE_UNREACHABLE: .*\(ECONNREFUSED\)/);
    });
  }, 60_000);
});

describe.concurrent('model', () => {
  it('lists, renames, archives and deletes', async () => {
    await withService({}, {}, async (given) => {
      const { run } = given;
      expect((await run(['model', 'list'])).out).toBe('no models\n');
      const model = await trainModel(given);
      expect((await run(['model', 'rename', model, '--name', 'intents'])).out).toBe(`${model} is renamed\n`);
      expect((await run(['model', 'archive', model])).out).toBe(`${model} is archived\n`);
      expect((await run(['model', 'list'])).out).toMatch(new RegExp(`\n${model}  intents  archived  \\S+\n$`));
      expect((await run(['model', 'unarchive', model])).out).toBe(`${model} is in use\n`);
      expect(JSON.parse((await run(['model', 'list', '--json', '--all'])).out)).toMatchObject([
        { id: 'ministral-3b-latest', isFineTuned: false },
        { id: model, isFineTuned: true, isArchived: false, name: 'intents' },
      ]);
      expect(await run(['model', 'rename', model])).toMatchObject({ code: 2 });
      expect(await run(['model', 'delete', model])).toMatchObject({
        code: 2,
        err: errorLine('USAGE', 'there is no terminal to ask on: say --yes to delete without asking'),
      });
      expect((await run(['model', 'delete', model, '--yes'])).out).toBe(`${model} is deleted\n`);
      const again = await run(['model', 'delete', model, '--yes']);
      expect(again).toMatchObject({ code: 6, err: expect.stringContaining('see the models with labelmill model list') });
    });
  });
});

// util-linux' script runs a command on a terminal of its own
const HAS_TERMINAL = process.platform === 'linux' && existsSync('/usr/bin/script');

describe.runIf(HAS_TERMINAL).concurrent('model delete on a terminal', () => {
  it.each([
    ['n', 'nothing was deleted', 1],
    ['y', ' is deleted', 0],
  ])('asks, and obeys the answer %s', async (answer, said, left) => {
    await withService({}, {}, async (given) => {
      const model = await trainModel(given);
      const command = `'${process.execPath}' '${MAIN}' model delete ${model}`;
      const env = { ...process.env, ...given.environment };
      const child = spawn('script', ['-qec', command, '/dev/null'], { env, cwd: given.folder });
      const over = ended(child);
      await once(child.stdout, 'data'); // the question
      child.stdin.end(`${answer}\n`);
      const { code, out } = withoutKey(await over);
      expect(code).toBe(0);
      expect(out).toContain(`Delete "${model}" for good? [y/N] `);
      expect(out).toContain(said);
      expect(JSON.parse((await given.run(['model', 'list', '--json'])).out)).toHaveLength(left);
    });
  });
});

describe.concurrent('the key', () => {
  it('is found by this test where it is said', () => {
    expect(() => withoutKey({ out: `so ${CANARY}` })).toThrow('the key is in what was said');
  });
});
