import { describe, expect, it } from 'vitest';
import { errorLine, TICKETS, withCase } from './support.js';

describe.concurrent('inspect', () => {
  it('says format, fields and classes, and a command that works', async () => {
    await withCase({ 'my tickets.csv': TICKETS }, async ({ run }) => {
      const { code, out, err } = await run(['inspect', 'my tickets.csv']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toBe(`my tickets.csv: csv (delimiter ",", quote ", header; guessed), 60 rows, 1.4 KB

field  type    filled  distinct  examples
body   string   100 %        60  "refund says 0" "refund says 1" "refund says 2"
queue  string   100 %         3  "refund" "refund" "refund"

values of queue
refund    30  ████████████████████████
delivery  20  ████████████████
praise    10  ████████

to go on, if the guess is right
labelmill prepare 'my tickets.csv' --text body --label queue=queue
`);
      const command = ['prepare', 'my tickets.csv', '--text', 'body', '--label', 'queue=queue', '--quiet'];
      expect(await run(command)).toMatchObject({ code: 0, out: '', err: '' });
    });
  });

  it('writes a config that prepare runs from its own folder, and never over a file', async () => {
    await withCase({ 'data/tickets.csv': TICKETS, 'settings/x.txt': '' }, async ({ run, read, names }) => {
      const write = ['inspect', 'data/*.csv', '--write-config', 'settings/labelmill.config.json'];
      expect(await run([...write, '--quiet'])).toEqual({ code: 0, signal: null, out: '', err: '' });
      const config = await read('settings/labelmill.config.json');
      expect(JSON.parse(config).sources).toEqual(['../data/*.csv']);

      expect(await run(write)).toEqual({
        code: 4,
        signal: null,
        out: '',
        err: errorLine(
          'OUTPUT_NOT_OURS',
          'settings/labelmill.config.json is there already and is left as it is: remove it, or name another file',
        ),
      });
      expect(await read('settings/labelmill.config.json')).toBe(config);

      expect(await run(['prepare'], { from: 'settings' })).toMatchObject({ code: 0, err: '' });
      expect(await names('settings')).toEqual(['labelmill.config.json', 'out', 'x.txt']);
    });
  });

  it('writes no config under a name that prepare would not read, nor without a guess', async () => {
    await withCase({ 'a.jsonl': '{"n":1}\n{"n":2}\n' }, async ({ run, names }) => {
      const named = await run(['inspect', 'a.jsonl', '--write-config', 'config.txt']);
      expect(named).toMatchObject({ code: 2, out: '' });
      expect(named.err).toBe(errorLine('USAGE', '--write-config config.txt: a config file is named .json, .yaml or .yml'));
      const guessed = await run(['inspect', 'a.jsonl', '--write-config', 'c.json']);
      expect(guessed.code).toBe(2);
      expect(guessed.out).toMatch(/\nn +number +100 % +2 +"1" "2"\n/);
      expect(guessed.err).toMatch(/^error USAGE: c\.json is not written, as no field looks like a text with a label; /);
      expect(await names()).toEqual(['a.jsonl']);
    });
  });

  it('goes on over rows that can not be read, and says which', async () => {
    await withCase({ 'a.csv': `${TICKETS}a,b,c\n` }, async ({ run }) => {
      const { code, out } = await run(['inspect', 'a.csv']);
      expect(code).toBe(0);
      expect(out).toContain("\n! rows that can't be read: csv-columns 1\n  a.csv:62: row has 3 cells, the header has 2");
    });
  });
});
