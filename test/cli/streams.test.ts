import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ended, errorLine, MAIN, MAPPING, TICKETS, withCase } from './support.js';

const FILES = { 'tickets.csv': TICKETS };
const PREPARE = ['prepare', 'tickets.csv', ...MAPPING] as const;
const SPLITS = ['train.jsonl', 'validation.jsonl', 'test.jsonl'];
const OUTPUT = ['manifest.json', 'report.html', 'report.json', 'test.jsonl', 'train.jsonl', 'validation.jsonl'];

describe.concurrent('--json', () => {
  it('prints one document for a run that goes through, and nothing else', async () => {
    await withCase(FILES, async ({ run, read }) => {
      const prepared = await run([...PREPARE, '--json']);
      expect(prepared).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(prepared.out)).toEqual(JSON.parse(await read('out/manifest.json')));
      const inspected = await run(['inspect', 'tickets.csv', '--json']);
      expect(inspected).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(inspected.out)).toMatchObject({ rows: 60, guess: { text: 'body' } });
      const verified = await run(['verify', 'out', '--json']);
      expect(verified).toMatchObject({ code: 0, err: '' });
      expect(JSON.parse(verified.out)).toEqual({ ok: true, findings: [], findingCount: 0, files: 3, lines: 60, classes: 3 });
    });
  });

  it('prints one document for every way to fail, with the code and message that stderr has', async () => {
    await withCase({ ...FILES, 'bad.csv': 'body,queue\na\n' }, async ({ run }) => {
      const failures: readonly (readonly [exitCode: number, code: string, ...args: string[]])[] = [
        [2, 'USAGE', 'prepare', '--mni', '4'],
        [2, 'USAGE', 'prepare'],
        [2, 'USAGE', 'prepre'],
        [2, 'FIELD_MISSING', 'prepare', 'tickets.csv', '--text', 'x', '--label', 'q=queue'],
        [1, 'TOO_MANY_REJECTS', 'prepare', 'bad.csv', ...MAPPING],
        [2, 'SOURCE_MISSING', 'inspect', 'x.csv'],
        [2, 'SOURCE_MISSING', 'verify', 'x'],
      ];
      for (const [exitCode, code, ...args] of failures) {
        const failed = await run([...args, '--json']);
        expect(failed.code).toBe(exitCode);
        const { error } = JSON.parse(failed.out);
        expect(error.code).toBe(code);
        expect(failed.err).toBe(errorLine(code, error.message));
      }
    });
  });
});

describe.concurrent('standard input', () => {
  it('gives the same files as a file of the same bytes', async () => {
    await withCase(FILES, async ({ run, read }) => {
      await run([...PREPARE, '--quiet']);
      const options = { stdin: TICKETS };
      expect(await run(['prepare', '-', ...MAPPING, '--out', 'piped', '--quiet'], options)).toMatchObject({ code: 0, err: '' });
      for (const file of SPLITS) expect(await read(`piped/${file}`)).toBe(await read(`out/${file}`));
      expect((await run(['inspect', '-'], options)).out).toMatch(/^-: csv .* 60 rows, /);
    });
  });

  it('that stays open does not keep a run that has failed', async () => {
    await withCase({}, async ({ start, names }) => {
      for (const [code, fed, args] of [
        [2, TICKETS.repeat(200), ['prepare', '-', '--text', 'x', '--label', 'q=queue']],
        [2, '', ['prepare', '-', ...MAPPING, '--split', '80/30/10']],
        [1, '\x89PNG\0'.repeat(100_000), ['inspect', '-']],
      ] as const) {
        const child = start(args);
        child.stdin.on('error', () => undefined);
        child.stdin.write(fed, 'latin1');
        expect((await ended(child)).code).toBe(code);
      }
      expect(await names()).toEqual([]);
    });
  });
});

describe.concurrent('a pipe that is closed early', () => {
  it('ends the talk quietly, with the exit code and the files there would be without', async () => {
    await withCase(FILES, async ({ start, names }) => {
      for (const [code, args] of [
        [0, PREPARE],
        [0, [...PREPARE, '--json']],
        [1, [...PREPARE, '--min', '1000', '--json', '--out', 'none']],
      ] as const) {
        const child = start(args);
        child.stdout.destroy();
        const { code: found, signal, err } = await ended(child);
        expect({ found, signal }).toEqual({ found: code, signal: null });
        expect(err).toMatch(code === 0 ? /^$/ : /^error NO_CLASS_LEFT: [^\n]*\n$/);
      }
      expect(await names()).toEqual(['out', 'tickets.csv']);
      expect(await names('out')).toEqual(OUTPUT);

      const deaf = start([...PREPARE, '--min', '1000']);
      deaf.stderr.destroy();
      deaf.stdout.destroy();
      expect(await ended(deaf)).toMatchObject({ code: 1, signal: null });
    });
  });

  it.runIf(existsSync('/dev/full'))('differs from a full disk, which is told', async () => {
    await withCase(FILES, async ({ folder }) => {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [MAIN, 'inspect', 'tickets.csv'], {
        cwd: folder,
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      expect({ status, err: stderr.toString() }).toEqual({ status: 0, err: 'cannot write to standard output: ENOSPC\n' });
    });
  });

  it('in the middle of a long text does no harm either', async () => {
    const names = Array.from({ length: 900 }, (_, at) => `a column with a long name ${at}`);
    const row = names.map((name) => `${name} has a long value`);
    await withCase({ 'wide.csv': `${names.join(',')}\n${row.join(',')}\n` }, async ({ start }) => {
      const child = start(['inspect', 'wide.csv', '--json']); // some 300 KB, more than a pipe holds
      await once(child.stdout, 'data');
      child.stdout.destroy();
      expect(await ended(child)).toMatchObject({ code: 0, signal: null, err: '' });
    });
  });
});

describe.concurrent('colour', () => {
  // eslint-disable-next-line no-control-regex -- the escapes are what is looked for
  const ESCAPES = /\x1b\[/;

  it('is left out where a pipe or NO_COLOR is, and forced by FORCE_COLOR', async () => {
    await withCase({ ...FILES, 'x/a.txt': '' }, async ({ run }) => {
      await run([...PREPARE, '--quiet']);
      for (const args of [['verify', 'out'], ['verify', 'x'], ['inspect', 'tickets.csv'], PREPARE]) {
        const piped = await run(args);
        expect(piped.out + piped.err).not.toMatch(ESCAPES);
        const forced = await run(args, { env: { FORCE_COLOR: '1' } });
        expect(forced.out + forced.err).toMatch(ESCAPES);
        expect((forced.out + forced.err).replace(/\x1b\[\d+m/g, '')).toBe(piped.out + piped.err); // eslint-disable-line no-control-regex
      }
      const plain = await run(['verify', 'out'], { env: { NO_COLOR: '1' } });
      expect(plain.out + plain.err).not.toMatch(ESCAPES);
    });
  });
});

describe.concurrent('what a terminal would obey', () => {
  // eslint-disable-next-line no-control-regex -- all controls but the line end, and what turns the direction of writing
  const OBEYED = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
  const EVIL = 'a\x1b[31m\x07\r\u009b1mz\u202eb';
  const SHOWN = 'a\\x1b[31m\\x07\\x0d\\x9b1mz\\u202eb';
  const rows = Array.from({ length: 20 }, (_, at) => ({ [EVIL]: `${EVIL} ${at}`, queue: at % 2 === 0 ? EVIL : 'plain' }));

  it('is shown as text, from labels, texts, fields, targets and the names of files', async () => {
    const file = `${EVIL}.jsonl`;
    await withCase({ [file]: rows.map((row) => JSON.stringify(row)).join('\n') }, async ({ run }) => {
      const mapping = ['--text', EVIL, '--label', `${EVIL}=queue`];
      for (const [code, args] of [
        [0, ['inspect', file]],
        [0, ['inspect', file, '--json']],
        [0, ['prepare', file, ...mapping, '--out', EVIL]],
        [0, ['prepare', file, ...mapping, '--out', EVIL, '--json']],
        [0, ['verify', EVIL]],
        [1, ['prepare', file, '--text', `${EVIL}x`, '--label', 'q=queue', '--out', 'x']],
        [1, ['prepare', file, ...mapping, '--min', '1000', '--out', 'x']],
        [2, ['prepare', `${EVIL}.jsnl`, ...mapping]],
        [2, ['prepare', file, ...mapping, `--${EVIL}`]],
        [2, ['prepare', '--config', `${EVIL}.json`]],
        [2, [EVIL]],
        [2, ['verify', `${EVIL}x`]],
      ] as const) {
        const told = await run(args);
        expect(told.code).toBe(code);
        expect(told.out).not.toMatch(OBEYED);
        expect(told.err).not.toMatch(OBEYED);
        if (!args.some((arg) => arg === '--json')) expect(told.out + told.err).toContain(SHOWN);
      }
    });
  });
});

describe.concurrent('--quiet', () => {
  it('leaves nothing but errors', async () => {
    await withCase(FILES, async ({ run, names }) => {
      expect(await run([...PREPARE, '--quiet'])).toEqual({ code: 0, signal: null, out: '', err: '' });
      expect(await names('out')).toEqual(OUTPUT);
      const failed = await run([...PREPARE, '--quiet', '--min', '1000']);
      expect(failed).toMatchObject({ code: 1, out: '' });
      expect(failed.err).toMatch(/^error NO_CLASS_LEFT: /);
    });
  });
});

describe.concurrent('the last line of a run', () => {
  it('is the account, with every row that was read explained', async () => {
    await withCase({ 'a.csv': `${TICKETS}praise says 0,praise\nx,y,z\n` }, async ({ run }) => {
      const args = ['--min', '15', '--max', '18', '--duplicates', 'keep-one', '--max-rejects', '1'];
      const { code, out, err } = await run(['prepare', 'a.csv', ...MAPPING, ...args]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out.trimEnd().split('\n').at(-1)).toBe(
        '62 rows read = 36 written + 1 rejected (csv-columns 1) + 25 left out (class-above-maximum 14, class-below-minimum 10, duplicate 1)',
      );
      expect(out).toContain('\nout/train.jsonl ');
    });
  });
});
