import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { upload, type Upload } from '../../src/index.js';
import { openFiles, openService } from '../../src/mistral/mistral.js';
import { openMistral } from '../../src/upload/destinations/mistral.js';
import { CANARY, connect, fakeTime } from '../mistral/support.js';
import { faultScript } from '../server/faults.js';
import { createFileStore, type FileStore } from '../server/files.js';
import { startServer } from '../server/server.js';
import { copySet, prepareSet, quickPatience } from './support.js';

/** Scripts that are run; 2,000 before a release. */
const SCRIPTS = Number(process.env['FAULT_SCRIPTS'] ?? 100);
const PER_TEST = 20;
const IDLE_MS = 150;
/** Runs after which every script has come to its end. */
const MOST_RUNS = 12;

let shared: string;
let prepared: string;
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'labelmill-upload-'));
  prepared = await prepareSet(shared);
});
afterAll(() => rm(shared, { recursive: true, force: true }));

describe('an upload through a failing network', () => {
  const starts = Array.from({ length: Math.ceil(SCRIPTS / PER_TEST) }, (_, at) => at * PER_TEST);
  it.each(starts)(
    'makes no file twice, claims none that is not there and loses no id (scripts from %i)',
    async (start) => {
      for (let number = start; number < start + PER_TEST; number++) await runScript(number);
    },
    300_000,
  );
});

/** Uploads again and again until it succeeds, and looks at the server after every run. */
async function runScript(number: number): Promise<void> {
  const out = await copySet(prepared);
  const store = createFileStore({ key: CANARY, keepsEqual: true });
  const server = await startServer({ routes: store.routes, faults: faultScript(number) });
  try {
    const ids = new Map<string, string>();
    let done: Upload | undefined;
    for (let runs = 0; done === undefined; runs++) {
      expect(runs, `script ${number} has no end`).toBeLessThan(MOST_RUNS);
      const service = await connect(server, { idleTimeoutMs: IDLE_MS });
      const to = openMistral(openFiles(service));
      done = await upload(out, { to, patience: quickPatience() }).catch((error: unknown) => expectHonest(error, number));
      expectOnce(store, number);
      for (const [name, id] of await idsInJournal(out)) {
        expect(ids.get(name) ?? id, `script ${number} lost an id`).toBe(id);
        ids.set(name, id);
      }
    }
    expect(done.files.map(({ name }) => name)).toEqual(['train.jsonl', 'validation.jsonl']);
    for (const { name, id } of done.files) {
      const kept = store.files.find((file) => file.id === id);
      expect(kept?.content, `script ${number}`).toEqual(await readFile(join(out, name)));
      expect(kept?.purpose).toBe('fine-tune');
    }
    expect(store.files.length).toBe(2);
    expect(await readFile(`${out}.upload.jsonl`, 'utf8')).not.toContain(CANARY);
  } finally {
    await server.close();
  }
}

/** A run may fail only in ways that say so: try later, or refused. */
function expectHonest(error: unknown, number: number): undefined {
  if (!(error instanceof LabelmillError)) throw error;
  expect([5, 6], `script ${number}: ${error.message}`).toContain(error.exitCode);
  expect(`${error.message}${JSON.stringify(error.facts)}`).not.toContain(CANARY);
  return undefined;
}

function expectOnce(store: FileStore, number: number): void {
  const names = store.files.map(({ name }) => name);
  expect(new Set(names).size, `script ${number} made a file twice`).toBe(names.length);
}

async function idsInJournal(out: string): Promise<readonly (readonly [string, string])[]> {
  const lines = (await readFile(`${out}.upload.jsonl`, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ id }) => id !== undefined)
    .map(({ name, id }) => [name, id]);
}

describe('the network of the tests', () => {
  it('is seen to fail in every way', () => {
    const kinds = new Set(
      Array.from({ length: 300 }, (_, at) => faultScript(at))
        .flat()
        .map(({ kind }) => kind),
    );
    expect([...kinds].sort()).toEqual(['answer', 'done-hang', 'done-reset', 'hang', 'none', 'reset', 'slow', 'truncated']);
  });

  it('would show an uploader that sends again without asking', async () => {
    const store = createFileStore({ keepsEqual: true });
    const server = await startServer({ routes: store.routes, faults: [{ kind: 'done-reset' }] });
    try {
      const environment = { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: server.url };
      const files = openFiles(await openService({ environment, time: fakeTime() }));
      const send = (): Promise<unknown> =>
        files.upload({ name: 'train.jsonl', bytes: 2, open: () => content() }, new AbortController().signal);
      await expect(send()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
      await send();
      expect(() => expectOnce(store, 0)).toThrow('made a file twice');
    } finally {
      await server.close();
    }
  });
});

async function* content(): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from('{}');
}
