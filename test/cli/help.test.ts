import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withCase } from './support.js';

const PACKAGE = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe.concurrent('help', () => {
  it.each([
    'prepare',
    'check',
    'inspect',
    'verify',
    'explain',
    'forecast',
    'upload',
    'job',
    'classify',
    'evaluate',
    'model',
    'run',
  ])('of %s goes to stdout and has an example', async (command) => {
    await withCase({}, async ({ run }) => {
      const { code, out, err } = await run([command, '--help']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`^Usage: labelmill ${command} `));
      expect(out).toMatch(new RegExp(`\nExamples?:\n.*labelmill ${command} `));
      expect(out).toContain('--json');
      expect(out).toContain('--quiet');
    });
  });

  it('lists commands and exit codes, on stderr and with exit code 2 where nothing was asked', async () => {
    await withCase({}, async ({ run }) => {
      const asked = await run(['--help']);
      expect(asked).toMatchObject({ code: 0, err: '' });
      for (const part of [
        'prepare',
        'inspect',
        'verify',
        'forecast',
        'upload',
        'job',
        'classify',
        'evaluate',
        'model',
        'Exit codes: 0 done, 1 the data failed',
      ])
        expect(asked.out).toContain(part);
      expect(await run([])).toEqual({ code: 2, signal: null, out: '', err: asked.out });
    });
  });

  it('has the version of the package', async () => {
    await withCase({}, async ({ run }) => {
      expect(await run(['--version'])).toEqual({ code: 0, signal: null, out: `${PACKAGE.version}\n`, err: '' });
    });
  });
});
