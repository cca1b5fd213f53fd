import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CANARY } from '../mistral/support.js';
import type { MistralOptions } from '../server/mistral.js';
import type { PlannedFault } from '../server/server.js';
import { withRun, type RunCase } from './run-support.js';
import { ended, type Ended } from './support.js';

const WANDB_CANARY = 'wandb-canary-0123456789-0123456789abcdef';
const RUN = ['run', '--every', '0', '--wandb-project', 'tickets'] as const;
/** A service that says all it was told, as careless ones do. */
const ECHO = { detail: `Unauthorized: Bearer ${CANARY}, wandb ${WANDB_CANARY}`, message: CANARY };

const RUNS: readonly (readonly [name: string, code: number, options: MistralOptions, faults: readonly PlannedFault[]])[] = [
  ['comes to its end', 0, {}, []],
  ['meets a retired service', 6, { isRetired: true }, []],
  [
    'is refused its key by a service that says it',
    6,
    {},
    [{ kind: 'answer', answer: { status: 401, json: { detail: `Unauthorized: Bearer ${CANARY}` } } }],
  ],
  [
    'is refused its job by a service that says both keys',
    6,
    {},
    [{ kind: 'answer', answer: { status: 422, json: ECHO }, on: 'POST /v1/fine_tuning/jobs' }],
  ],
  [
    'looks at its job at a service that says both keys',
    6,
    {},
    [{ kind: 'answer', answer: { status: 403, json: ECHO }, on: 'GET /v1/fine_tuning/jobs/:id' }],
  ],
  ['sends files that are not valid', 6, { scenario: { validation: [[0, 'FAILED_VALIDATION']] } }, []],
  [
    'is sent elsewhere with its key',
    6,
    {},
    [{ kind: 'answer', answer: { status: 307, headers: { location: `http://127.0.0.1:9/?key=${CANARY}` } } }],
  ],
  [
    'loses answers',
    0,
    {},
    [
      { kind: 'done-reset', on: 'POST /v1/files' },
      { kind: 'truncated', bytes: 9, on: 'GET /v1/fine_tuning/jobs/:id' },
      { kind: 'reset', afterBytes: 0, on: 'POST /v1/classifications' },
    ],
  ],
];

/** Some twenty commands one after another. */
const MANY_MS = 120_000;

describe('the keys', () => {
  it.each(RUNS)('are in no byte of a run that %s', async (_name, code, options, faults) => {
    await withRun({ ...options, faults }, async (given) => {
      const done = await watched(given, RUN);
      expect(done.code, done.err).toBe(code);
      await expectNoKey(given, done);
    });
  });

  it(
    'are in no byte of the commands one by one, nor of what they leave behind',
    async () => {
      await withRun({}, async (given) => {
        const { training, job } = await trained(given);
        const model = JSON.parse((await given.run(['model', 'list', '--json'])).out)[0].id;
        for (const args of commandsWith({ training, job, model })) await expectNoKey(given, await watched(given, args));
      });
    },
    MANY_MS,
  );

  it(
    'are in no byte of any command that the service refuses, saying what it was told',
    async () => {
      const statusOf = (at: number): number => (at % 2 === 0 ? 401 : 422);
      const refuse = (_: unknown, at: number): PlannedFault => ({ kind: 'answer', answer: { status: statusOf(at), json: ECHO } });
      const faults = Array.from({ length: 100 }, refuse);
      await withRun({ faults }, async (given) => {
        expect((await given.run(['prepare', '--sha256', '--quiet'])).code).toBe(0);
        for (const args of commandsWith({ training: 'a', job: 'b', model: 'c' })) {
          const before = given.server.requests.length;
          await expectNoKey(given, await watched(given, args));
          if (!args.includes('--dry-run')) expect(given.server.requests.length, args.join(' ')).toBeGreaterThan(before);
        }
      });
    },
    MANY_MS,
  );

  it('are looked for in every command that takes them', async () => {
    await withRun({}, async (given) => {
      const tried = commandsWith({ training: 'a', job: 'b', model: 'c' }).map((args) => args.join(' '));
      const takers = await commandsThatTakeTheKey(given);
      expect(takers).toEqual(expect.arrayContaining(['upload', 'run', 'classify', 'job watch', 'model delete']));
      for (const command of takers)
        expect(
          tried.some((args) => `${args} `.startsWith(`${command} `)),
          command,
        ).toBe(true);
    });
  });

  it('can be read from a file, unless others can read it', async () => {
    await withRun({}, async (given) => {
      const path = join(given.folder, '..', `${given.folder.split('/').at(-1) ?? ''}.key`);
      await writeFile(path, `${CANARY}\n`, { mode: 0o600 });
      const env = { MISTRAL_API_KEY: '', MISTRAL_API_KEY_FILE: path };
      expect((await given.run(['model', 'list', '--json'], { env })).code).toBe(0);
      for (const mode of [0o640, 0o604, 0o644]) {
        await chmod(path, mode);
        const refused = await given.run(['model', 'list'], { env });
        expect(refused).toMatchObject({
          code: 2,
          out: '',
          err: expect.stringContaining('error KEY_MISSING: others than you can open'),
        });
      }
      await rm(path);
    });
  });
});

interface Ids {
  readonly training: string;
  readonly job: string;
  readonly model: string;
}

/** Every command that takes the key, on a prepared set in `out`: those that go well and some that fail. */
function commandsWith({ training, job, model }: Ids): readonly (readonly string[])[] {
  return [
    RUN,
    ['upload', 'out', '--to', 'mistral', '--json'],
    ['job', 'list'],
    ['job', 'create', 'out', '--training-file', training, '--wandb-project', 'p', '--dry-run'],
    ['job', 'create', '--training-file', training, '--wandb-project', 'p', '--json'],
    ['job', 'create', '--training-file', 'none'],
    ['job', 'get', job],
    ['job', 'watch', job, '--every', '0', '--json'],
    ['job', 'start', job],
    ['job', 'cancel', job],
    ['job', 'cancel', 'none'],
    ['classify', '--model', model, 'a text', '--json'],
    ['classify', '--model', 'none', 'a text', '--json'],
    ['evaluate', 'out/test.jsonl', '--model', model, '--predictions', 'said.jsonl', '--replicas', '0'],
    ['model', 'list', '--all'],
    ['model', 'rename', model, '--name', 'tickets'],
    ['model', 'archive', model],
    ['model', 'unarchive', model],
    ['model', 'delete', model, '--yes'],
    ['model', 'delete', 'none', '--yes', '--json'],
  ];
}

/** Commands that talk to the service: those that can be told its address. */
async function commandsThatTakeTheKey({ run }: RunCase): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (command: readonly string[]): Promise<void> => {
    const { out } = await run([...command, '--help']);
    if (/^ +--server <address>/m.test(out)) found.push(command.join(' '));
    const [, listed = ''] = /^Commands:\n((?: .*\n)+)/m.exec(out) ?? [];
    for (const [name] of listed.matchAll(/(?<=^ {2})[a-z]+/gm)) if (name !== 'help') await visit([...command, name]);
  };
  await visit([]);
  return found;
}

/** A run whose arguments and title are read all the while, as others on the machine can read them. */
async function watched({ start, environment }: RunCase, args: readonly string[]): Promise<Ended> {
  const child = start(args, { ...environment, WANDB_API_KEY: WANDB_CANARY });
  let isOver = false;
  const titles = new Set<string>();
  const watch = (async () => {
    while (!isOver) {
      for (const name of ['cmdline', 'comm', 'status'])
        titles.add(await readFile(`/proc/${child.pid ?? 0}/${name}`, 'utf8').catch(() => ''));
      await setTimeout(5);
    }
  })();
  child.stdin.end();
  const done = await ended(child);
  isOver = true;
  await watch;
  expect([...titles].join('\n')).toContain(args[0]);
  expectNone([...titles].join('\n'));
  return done;
}

async function expectNoKey({ folder }: RunCase, { out, err }: Ended): Promise<void> {
  expectNone(out);
  expectNone(err);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    expectNone(entry.name);
    if (entry.isFile()) expectNone(await readFile(join(entry.parentPath, entry.name), 'latin1'));
  }
}

function expectNone(text: string): void {
  for (const key of [CANARY, WANDB_CANARY])
    for (const form of [key, Buffer.from(key).toString('base64').slice(0, 24), encodeURIComponent(key)])
      expect(text.includes(form), 'a key is in what was said').toBe(false);
}

async function trained(given: RunCase): Promise<Pick<Ids, 'training' | 'job'>> {
  expect((await watched(given, RUN)).code).toBe(0);
  const { job } = JSON.parse(await given.read('out.run/job.json'));
  return { training: given.server.files.find(({ name }) => name.startsWith('train'))?.id ?? '', job };
}
