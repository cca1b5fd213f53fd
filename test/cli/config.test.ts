import { describe, expect, it } from 'vitest';
import { errorLine, MAPPING, TICKETS, withCase } from './support.js';

const CONFIG = {
  sources: ['tickets.csv'],
  mapping: { text: 'body', labels: { queue: { field: 'queue' } } },
  balance: { min: 15 },
  seed: 7,
  out: 'prepared',
};

describe.concurrent('a config file', () => {
  it('is found in the working folder where no source is given, and overridden flag by flag', async () => {
    await withCase({ 'tickets.csv': TICKETS, 'labelmill.config.json': JSON.stringify(CONFIG) }, async ({ run, read, names }) => {
      expect(await run(['prepare', '--quiet'])).toEqual({ code: 0, signal: null, out: '', err: '' });
      const manifest = JSON.parse(await read('prepared/manifest.json'));
      expect(manifest.seed).toBe(7);
      expect(manifest.account).toMatchObject({ written: 50, leftOut: { 'class-below-minimum': 10 } });

      const { code, out } = await run([
        'prepare',
        '--json',
        '--min',
        '5',
        '--seed',
        '8',
        '--out',
        'other',
        '--split',
        '50/25/25',
      ]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ seed: 8, account: { written: 60, leftOut: {} } });
      expect(JSON.parse(out).files.map((file: any) => file.lines)).toEqual([30, 15, 15]);
      expect(await names()).toEqual(['labelmill.config.json', 'other', 'prepared', 'tickets.csv']);
    });
  });

  it('is not used beside a source, but named to who forgets the mapping', async () => {
    await withCase({ 'tickets.csv': TICKETS, 'labelmill.config.json': JSON.stringify(CONFIG) }, async ({ run }) => {
      const { code, err } = await run(['prepare', 'tickets.csv']);
      expect(code).toBe(2);
      expect(err).toMatch(/; or use the config in this folder: --config labelmill\.config\.json\n$/);
    });
  });

  it('in another folder is what its paths start at, while those of flags start here', async () => {
    const files = { 'project/data/tickets.csv': TICKETS, 'project/c.yaml': 'sources: [data]\nout: ../ready\n', 'here/x.txt': '' };
    await withCase(files, async ({ run, names }) => {
      const fromFile = await run(['prepare', '--config', '../project/c.yaml', ...MAPPING], { from: 'here' });
      expect(fromFile).toMatchObject({ code: 0, err: '' });
      const splits = ['test.jsonl', 'train.jsonl', 'validation.jsonl'];
      expect(await names('ready')).toEqual(['manifest.json', 'report.html', 'report.json', ...splits]);
      const fromFlag = await run(['prepare', '--config', '../project/c.yaml', ...MAPPING, '--out', 'ready'], { from: 'here' });
      expect(fromFlag.out).toContain('\nready/train.jsonl ');
      expect(await names('here')).toEqual(['ready', 'x.txt']);
    });
  });

  it('is refused with the line and column of each mistake, and what was meant', async () => {
    const files = {
      'tickets.csv': TICKETS,
      'keys.json': '{\n  "sources": ["tickets.csv"],\n  "balance": { "mni": 3 },\n  "seed": "7"\n}\n',
      'syntax.json': '{\n  "sources": ["tickets.csv"],\n  "out": "x",,\n}\n',
      'values.yaml': 'sources: [tickets.csv]\nbalance:\n  min: -1\n',
      'empty.yaml': '',
      'nothing.json': '{"mapping": {"text": "body", "labels": {"queue": {"field": "queue"}}}}',
    };
    await withCase(files, async ({ run, names }) => {
      const errorOf = async (path: string): Promise<string> => {
        const { code, out, err } = await run(['prepare', '--config', path]);
        expect({ code, out }).toEqual({ code: 2, out: '' });
        return err;
      };
      expect(await errorOf('keys.json')).toBe(
        errorLine(
          'CONFIG_INVALID',
          'keys.json:3:16: balance.mni is unknown; did you mean "min"? known here: min, max, rare, scope\nkeys.json:4:11: seed must be a whole number, but is "7"',
        ),
      );
      expect(await errorOf('syntax.json')).toBe(
        errorLine('CONFIG_INVALID', 'syntax.json:3:14: expected an object key; this is not JSON'),
      );
      expect(await errorOf('values.yaml')).toBe(
        errorLine('BALANCE_INVALID', 'values.yaml:3:8: balance.min must be at least 0, but is -1'),
      );
      expect(await errorOf('empty.yaml')).toBe(errorLine('CONFIG_INVALID', 'empty.yaml is empty; give sources, mapping and out'));
      expect(await errorOf('nothing.json')).toBe(
        errorLine(
          'USAGE',
          'nothing.json names no sources; add them as "sources": ["data.csv"], or name them on the command line',
        ),
      );
      expect(await errorOf('missing.json')).toBe(
        errorLine('CONFIG_UNREADABLE', 'cannot read missing.json: ENOENT; name a file that is there and may be read'),
      );
      expect(await errorOf('tickets.csv')).toBe(
        errorLine('CONFIG_INVALID', 'cannot tell what tickets.csv is; name it .json, .yaml or .yml'),
      );
      expect(await names()).toEqual(Object.keys(files).sort());
    });
  });
});
