import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorLine, MAPPING, TICKETS, withCase } from './support.js';

describe.concurrent('verify', () => {
  it('says that an output is what its manifest says, and finds every change to it', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run, read, folder }) => {
      await run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      expect(await run(['verify', 'out'])).toEqual({
        code: 0,
        signal: null,
        out: '✓ out: 3 files, 60 lines, 3 classes; files, counts, classes and account agree with the manifest, no input is in two splits\n',
        err: '',
      });
      expect(await run(['verify', 'out', '--quiet'])).toMatchObject({ code: 0, out: '' });

      const out = join(folder, 'out');
      const [first = ''] = (await read('out/train.jsonl')).split('\n');
      await appendFile(join(out, 'validation.jsonl'), `${first}\n`);
      await appendFile(join(out, 'train.jsonl'), 'x\n');
      await writeFile(join(out, 'notes.txt'), '');
      await rm(join(out, 'test.jsonl'));
      const text = await run(['verify', 'out', '--quiet']);
      expect(text).toMatchObject({ code: 1, err: '' });
      expect(text.out).toMatch(/^✗ out is not what its manifest says \(\d+ findings; 2 files, 56 lines, 3 classes read\)\n/);
      for (const line of [
        '  file-extra: the manifest does not list notes.txt',
        '  file-missing: test.jsonl is missing',
        '  line-json: train.jsonl:49 is not valid JSON',
        '  file-lines: train.jsonl has 49 lines, the manifest says 48',
        '  input-leak: validation.jsonl:7 has the same input as train.jsonl:1',
      ]) {
        expect(text.out.split('\n')).toContain(line);
      }
      const json = await run(['verify', 'out', '--json']);
      expect(json).toMatchObject({ code: 1, err: '' });
      const { ok, findings } = JSON.parse(json.out);
      expect(ok).toBe(false);
      expect(findings).toContainEqual({
        code: 'line-json',
        file: 'train.jsonl',
        line: 49,
        message: 'train.jsonl:49 is not valid JSON',
      });
    });
  });

  it('refuses what is no output: a folder without a manifest, none at all, a file', async () => {
    await withCase({ 'plain/a.txt': '' }, async ({ run }) => {
      expect(await run(['verify', 'plain'])).toEqual({
        code: 1,
        signal: null,
        out: '',
        err: errorLine(
          'OUTPUT_CORRUPT',
          'plain has no manifest.json: it is not an output of labelmill, or not a whole one; prepare it again',
        ),
      });
      expect(await run(['verify', 'nowhere'])).toMatchObject({
        code: 2,
        err: errorLine('SOURCE_MISSING', 'there is no folder nowhere (ENOENT): name one that prepare wrote'),
      });
      expect(await run(['verify', 'plain/a.txt'])).toMatchObject({
        code: 2,
        err: errorLine('SOURCE_MISSING', 'plain/a.txt is not a folder: name an output folder'),
      });
    });
  });
});
