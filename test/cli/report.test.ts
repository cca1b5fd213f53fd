import { describe, expect, it } from 'vitest';
import { errorLine, MAPPING, TICKETS, withCase } from './support.js';

describe('labelmill report', () => {
  it('tells what a run found, in the form that is asked for', () =>
    withCase({ 'tickets.csv': `${TICKETS}refund says 0,praise\n` }, async (given) => {
      await given.run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      expect(await given.names('out')).toEqual(expect.arrayContaining(['report.html', 'report.json']));
      const text = await given.run(['report', 'out']);
      expect(text).toMatchObject({ code: 0, err: '' });
      expect(text.out).toMatch(
        /^! contradiction: .*\n {2}tickets\.csv:\d+, tickets\.csv:\d+\n[^]*\npassed: 61 of 61 rows are examples; 6 warnings\n$/,
      );
      const json = await given.run(['report', 'out', '--format', 'json']);
      expect(json.out).toBe(await given.read('out/report.json'));
      const github = await given.run(['report', 'out', '--format', 'github']);
      expect(github.out).toMatch(/^::warning file=tickets\.csv,line=\d+,title=labelmill contradiction::/);
    }));

  it('names places in the written files as they can be opened from where it runs, as prepare does', () =>
    withCase({ 'tickets.csv': `${TICKETS}write to anna@example.com please,praise\n` }, async (given) => {
      const { out } = await given.run(['prepare', 'tickets.csv', ...MAPPING, '--out', 'deep/er', '--split', '100/0']);
      const [place = ''] = /(?<=^! e-mail: .*\n {2})\S+/m.exec(out) ?? [];
      const line = Number(place.split(':')[1]);
      expect((await given.read('deep/er/train.jsonl')).split('\n')[line - 1]).toContain('anna@example.com');
      expect((await given.run(['report', 'deep/er'])).out).toContain(`  ${place}  `);
      expect((await given.run(['report', 'deep/er/', '--format', 'github'])).out).toContain(
        `file=deep/er/train.jsonl,line=${line},`,
      );
      expect(await given.read('deep/er/report.json')).not.toContain('deep/er/train.jsonl');
    }));

  it('is where prepare leads, by a last line that names the gate, when a check of severity error finds something', () =>
    withCase(
      {
        'tickets.csv': `${TICKETS}write to anna@example.com please,praise\n`,
        'labelmill.config.json': '{"checks":{"e-mail":"error"}}',
      },
      async (given) => {
        const config = ['--config', 'labelmill.config.json'];
        const found = await given.run(['prepare', 'tickets.csv', ...MAPPING, ...config, '--out', 'deep']);
        expect(found.code).toBe(0);
        expect(found.out.trimEnd().split('\n').at(-1)).toBe('1 check found an error: the gate `labelmill check deep` fails');
        expect((await given.run(['check', 'deep', ...config])).code).toBe(1);
        const clean = await given.run(['prepare', 'tickets.csv', ...MAPPING, '--out', 'deep']);
        expect(clean.out.trimEnd().split('\n').at(-1)).toMatch(/^61 rows read = /);
      },
    ));

  it('writes the page anew, the same as it was published', () =>
    withCase({ 'tickets.csv': TICKETS }, async (given) => {
      await given.run(['prepare', 'tickets.csv', ...MAPPING, '--quiet']);
      expect(await given.run(['report', 'out', '--html', 'page.html'])).toMatchObject({ code: 0, out: '', err: '' });
      expect(await given.read('page.html')).toBe(await given.read('out/report.html'));
      const { code, err } = await given.run(['report', 'out', '--html', 'nowhere/page.html']);
      expect([code, err]).toEqual([3, errorLine('OUTPUT_UNWRITABLE', 'cannot write nowhere/page.html (ENOENT)')]);
    }));

  it('says so where there is no report', () =>
    withCase({}, async (given) => {
      const { code, err } = await given.run(['report', 'out']);
      expect([code, err]).toEqual([
        2,
        errorLine('SOURCE_MISSING', 'there is no folder out (ENOENT): name one that prepare wrote'),
      ]);
      expect((await given.run(['report', 'out', '--format', 'pdf'])).code).toBe(2);
    }));
});
