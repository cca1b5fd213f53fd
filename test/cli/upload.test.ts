import { describe, expect, it } from 'vitest';
import { CANARY } from '../mistral/support.js';
import { createFileStore } from '../server/files.js';
import { startServer } from '../server/server.js';
import { errorLine, MAPPING, TICKETS, withCase, type Case } from './support.js';

async function prepared(given: Case): Promise<void> {
  expect((await given.run(['prepare', 'tickets.csv', ...MAPPING, '--quiet'])).code).toBe(0);
}

describe('upload', () => {
  it('copies a set, tells of it, and has nothing to send the second time', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async (given) => {
      await prepared(given);
      const args = ['upload', 'out', '--to', 'directory', '--place', 'copy'];
      const planned = await given.run([...args, '--dry-run']);
      expect(planned.out).toMatch(
        /^train\.jsonl +48 lines .* to be sent\n(?:.*\n){3}4 files for directory .*; nothing was sent\n$/,
      );
      const first = await given.run(args);
      expect(first).toMatchObject({ code: 0, err: '' });
      expect(first.out).toContain('4 files, 4 sent by this run; journal');
      expect((await given.run(args)).out).toContain('4 files, 0 sent by this run');
      expect((await given.run(['verify', 'copy', '--quiet'])).code).toBe(0);
      expect(await given.names()).toEqual(['copy', 'out', 'out.upload.jsonl', 'tickets.csv']);
    });
  });

  it('prints the ids of a service as JSON, and never the key', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async (given) => {
      await prepared(given);
      const store = createFileStore({ key: CANARY, keepsEqual: true });
      const server = await startServer({ routes: store.routes, faults: [{ kind: 'done-reset', on: 'POST /v1/files' }] });
      try {
        const args = ['upload', 'out', '--server', server.url, '--splits', 'train', '--json'];
        const env = { MISTRAL_API_KEY: CANARY };
        const { code, out, err } = await given.run(args, { env });
        expect({ code, err }).toEqual({ code: 0, err: '' });
        expect(JSON.parse(out).files).toMatchObject([{ name: 'train.jsonl', id: store.files[0]?.id, state: 'sent' }]);
        expect(store.files).toHaveLength(1);
        const refused = await given.run(args, { env: { MISTRAL_API_KEY: `${CANARY}x` } });
        expect(refused.code).toBe(6);
        expect(`${out}${refused.out}${refused.err}${await given.read('out.upload.jsonl')}`).not.toContain(CANARY);
      } finally {
        await server.close();
      }
    });
  });

  it('says without a key and without asking anyone what would be sent', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async (given) => {
      await prepared(given);
      const { code, out, err } = await given.run(['upload', 'out', '--dry-run', '--json'], { env: { MISTRAL_API_KEY: '' } });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(JSON.parse(out).files).toMatchObject([{ name: 'train.jsonl', state: 'to-send' }, { name: 'validation.jsonl' }]);
      expect(await given.names()).toEqual(['out', 'tickets.csv']);
    });
  });

  it.each([
    [['--to', 'directory'], '--to directory needs --place, a folder'],
    [['--place', 'x'], '--place means nothing for --to mistral: leave it out'],
    [['--to', 's3', '--place', 'x', '--public'], '--public means nothing for --to s3: leave it out'],
    [['--to', 'directory', '--place', 'x', '--splits', 'train'], '--splits means nothing for --to directory: leave it out'],
    [['--to', 'huggingface', '--place', 'x'], '--place must be USER/NAME, the user or organisation and the name of the data set'],
  ])('is refused as given: %j', async (flags, message) => {
    await withCase({}, async ({ run }) => {
      expect(await run(['upload', 'out', ...flags])).toMatchObject({ code: 2, out: '', err: errorLine('USAGE', message) });
    });
  });

  it('is stopped by a signal, and says that the next run goes on', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async (given) => {
      await prepared(given);
      const store = createFileStore({ key: CANARY, keepsEqual: true });
      const server = await startServer({ routes: store.routes, faults: [{ kind: 'hang' }, { kind: 'hang' }] });
      try {
        const child = given.start(['upload', 'out', '--to', 'mistral', '--server', server.url], { MISTRAL_API_KEY: CANARY });
        let err = '';
        child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBeGreaterThan(0);
        const code = new Promise((resolve) => child.on('close', resolve));
        child.kill('SIGINT');
        expect(await code).toBe(130);
        expect(err).toBe('stopped by SIGINT; what has arrived is in the journal, and the next run sends the rest\n');
        const again = await given.run(['upload', 'out', '--to', 'mistral', '--server', server.url, '--quiet'], {
          env: { MISTRAL_API_KEY: CANARY },
        });
        expect(again).toEqual({ code: 0, signal: null, out: '', err: '' });
        expect(store.files).toHaveLength(2);
      } finally {
        await server.close();
      }
    });
  });
});
