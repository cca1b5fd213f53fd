import { execFileSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ended, MAPPING, TICKETS, withCase, type Ended } from './support.js';

/** More than pipes hold, so that a run that has taken it is reading. */
const MUCH = TICKETS + 'refund says more,refund\n'.repeat(25_000);

/** Feeds a run until it has surely begun to read, and leaves it waiting for more. */
async function feed(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdin.on('error', () => undefined);
  await new Promise((resolve) => child.stdin.write(MUCH, resolve));
}

/** Has Node run a program of ours before the command line. */
function before(program: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` };
}

describe.concurrent('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a run with exit code %i and one line, and leaves nothing behind', async (signal, code) => {
    await withCase({}, async ({ start, names }) => {
      const prepare = start(['prepare', '-', ...MAPPING, '--rejects', 'bad.jsonl', '--no-progress']);
      const told = ended(prepare);
      await feed(prepare);
      prepare.kill(signal);
      expect(await told).toEqual({ code, signal: null, out: '', err: `stopped by ${signal}; nothing was written\n` });

      const inspect = start(['inspect', '-', '--json', '--write-config', 'c.json', '--no-progress']);
      const document = ended(inspect);
      await feed(inspect);
      inspect.kill(signal);
      const { out, ...rest } = await document;
      expect(rest).toEqual({ code, signal: null, err: `stopped by ${signal}; nothing was written\n` });
      expect(JSON.parse(out)).toEqual({
        error: { code: 'ABORTED', message: `stopped by ${signal}; nothing was written`, signal },
      });
      expect(await names()).toEqual([]);
    });
  });

  it('leaves an older output as it was', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run, start, names, read }) => {
      await run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      const manifest = await read('out/manifest.json');
      const child = start(['prepare', '-', ...MAPPING]);
      const told = ended(child);
      await feed(child);
      expect((await names()).length).toBeGreaterThan(2); // the lock and the staging folder
      child.kill('SIGINT');
      expect((await told).code).toBe(130);
      expect(await names()).toEqual(['out', 'tickets.csv']);
      expect(await read('out/manifest.json')).toBe(manifest);
      expect((await run(['verify', 'out', '--quiet'])).code).toBe(0);
    });
  });

  // a read from a pipe that nobody writes to holds the process, as a hanging network disk does
  it.runIf(process.platform !== 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'that comes second, here %s, ends a run at once, even one that hangs',
    async (second) => {
      await withCase({}, async ({ folder, start, run, names }) => {
        execFileSync('mkfifo', [join(folder, 'pipe')]);
        const hold = 'setInterval(() => undefined, 1e9);'; // keeps the process, should the pipe not do it
        const seen = `process.once('SIGINT', () => process.nextTick(() => process.stdout.write('seen')));`;
        const child = start(['prepare', 'pipe', ...MAPPING], before(hold + seen));
        const told = ended(child);
        const writer = await open(join(folder, 'pipe'), 'w'); // waits for the reader
        child.kill('SIGINT');
        await once(child.stdout, 'data');
        child.kill(second);
        // killed by the signal, which a shell tells as 130 or 143
        expect(await told).toMatchObject({ code: null, signal: second });
        await writer.close();

        const again = await run(['prepare', '-', ...MAPPING], { stdin: TICKETS });
        expect(again.code).toBe(0);
        expect(await names()).toEqual(['out', 'pipe']);
      });
    },
  );
});

describe.concurrent('a bug of ours that nobody catches', () => {
  it.each([
    ['thrown', `throw new Error('boom \\x1b[31m')`],
    ['rejected', `Promise.reject(new Error('boom \\x1b[31m'))`],
  ])('%s, ends with exit code 70 and one message, and publishes nothing', async (_how, bug) => {
    await withCase({}, async ({ start, names }) => {
      const child = start(
        ['prepare', '-', ...MAPPING, '--json', '--no-progress'],
        before(`process.on('SIGUSR2', () => { ${bug} });`),
      );
      const told: Promise<Ended> = ended(child);
      await feed(child);
      child.kill('SIGUSR2');
      const { code, signal, out, err } = await told;
      expect({ code, signal }).toEqual({ code: 70, signal: null });
      expect(JSON.parse(out).error.code).toBe('INTERNAL');
      expect(err).toMatch(
        /^error INTERNAL: this is a bug in labelmill, please report it with what follows\nError: boom \\x1b\[31m\n +at /,
      );
      expect(err.match(/error/g)).toHaveLength(1);
      expect(await names()).toEqual([]);
    });
  });
});
