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
        /^! contradiction: .*\n {2}tickets\.csv:\d+, tickets\.csv:\d+\n[^]*\npassed: 61 of 61 rows are examples; \d+ warnings\n$/,
      );
      const json = await given.run(['report', 'out', '--format', 'json']);
      expect(json.out).toBe(await given.read('out/report.json'));
      const github = await given.run(['report', 'out', '--format', 'github']);
      expect(github.out).toMatch(/^::warning file=tickets\.csv,line=\d+,title=labelmill contradiction::/);
    }));

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
