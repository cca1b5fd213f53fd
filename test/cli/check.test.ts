import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { cleanRows } from '../check/examples.js';
import { SARIF_SCHEMA } from '../report/sarif-schema.js';
import { parseXml } from '../report/strict-xml.js';
import { errorLine, MAPPING, withCase } from './support.js';

const TICKETS = ['body,queue', ...cleanRows(60).map(({ text, label }) => `${text},${label}`), ''].join('\n');
const CHECK = ['check', 'tickets.csv', ...MAPPING] as const;
const DIRTY = `${TICKETS}write to anna@example.com,billing\n`;
const WRONG = `${TICKETS}i paid with 4111 1111 1111 1111,billing\n`;

describe('check', { timeout: 120_000 }, () => {
  it('ends with 0 where nothing is wrong, and writes nothing', async () => {
    await withCase({ 'tickets.csv': TICKETS }, async ({ run, names }) => {
      const { code, out, err } = await run(CHECK);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toBe('60 rows read = 60 examples + 0 rejected + 0 left out\npassed: 60 of 60 rows are examples; no issues\n');
      expect(await names()).toEqual(['tickets.csv']);
    });
  });

  it('ends with 1 on errors, and on warnings where it is asked to', async () => {
    await withCase({ 'tickets.csv': DIRTY, 'wrong.csv': WRONG }, async ({ run }) => {
      expect((await run(CHECK)).code).toBe(0);
      expect((await run([...CHECK, '--fail-on', 'warn'])).code).toBe(1);
      const { code, out } = await run(['check', 'wrong.csv', ...MAPPING]);
      expect(code).toBe(1);
      expect(out).toContain('✗ card-number: texts with a card number: 1 of 61\n  wrong.csv:62  i paid with [card number]\n  → ');
    });
  });

  it('ends with 1 on more rejects than may be', async () => {
    await withCase({ 'tickets.csv': `${TICKETS}nothing,\n` }, async ({ run }) => {
      expect((await run(CHECK)).code).toBe(1);
      expect((await run([...CHECK, '--max-rejects', '1'])).code).toBe(0);
    });
  });

  it('answers in JSON, and by exit code alone when it is quiet', async () => {
    await withCase({ 'tickets.csv': DIRTY }, async ({ run }) => {
      for (const flags of [['--json'], ['--format', 'json']]) {
        const result = JSON.parse((await run([...CHECK, ...flags])).out);
        expect(result.issues).toMatchObject([
          { code: 'e-mail', severity: 'warn', count: 1, places: [{ source: 'tickets.csv', line: 62 }] },
        ]);
        expect(result.found).toEqual({ error: 0, warn: 1, info: 0 });
      }
      expect(await run([...CHECK, '--quiet', '--fail-on', 'warn'])).toMatchObject({ code: 1, out: '', err: '' });
    });
  });

  it('says the same in every format of CI, each as its readers take it', async () => {
    await withCase({ 'tickets.csv': `${WRONG}write to anna@example.com,billing\nnothing,\n` }, async ({ run }) => {
      const told = async (format: string): Promise<string> => {
        const { code, out, err } = await run([...CHECK, '--format', format]);
        expect({ code, err }, format).toEqual({ code: 1, err: '' });
        return out;
      };
      const [suite] = parseXml(await told('junit')).children;
      expect(suite?.children.map(({ attributes, children }) => [attributes.get('name'), children[0]?.name])).toEqual([
        ['verdict', 'failure'],
        ['label-missing', 'failure'],
        ['card-number', 'failure'],
        ['e-mail', 'system-out'],
      ]);

      const log = JSON.parse(await told('sarif'));
      expect(new Ajv2020({ strict: false }).validate(SARIF_SCHEMA, log)).toBe(true);
      expect(log.runs[0].results.map(({ ruleId, locations }: any) => [ruleId, locations[0].physicalLocation])).toEqual(
        [
          ['label-missing', 64],
          ['card-number', 62],
          ['e-mail', 63],
        ].map(([code, startLine]) => [code, { artifactLocation: { uri: 'tickets.csv' }, region: { startLine } }]),
      );

      const commands = (await told('github')).trim().split('\n');
      expect(commands.map((line) => /^::(\w+) file=([^,]+),line=(\d+),title=labelmill ([\w-]+)::/.exec(line)?.slice(1))).toEqual([
        ['error', 'tickets.csv', '64', 'label-missing'],
        ['error', 'tickets.csv', '62', 'card-number'],
        ['warning', 'tickets.csv', '63', 'e-mail'],
        undefined,
      ]);

      const verdict = 'failed: 62 of 63 rows are examples; 1 row rejected; 2 errors, 1 warning';
      expect(commands.at(-1)).toBe(`labelmill ${verdict}`);
      const rows = (await told('markdown')).split('\n').filter((line) => line.startsWith('| '));
      expect(rows.slice(2).map((line) => line.split(' | ')[1])).toEqual(['`label-missing`', '`card-number`', '`e-mail`']);
      expect(await told('markdown')).toContain(`## labelmill ${verdict}\n`);
      expect(await told('text')).toContain(`\n${verdict}\nwhat a code means: labelmill explain label-missing\n`);
    });
  });

  it('passes with what may be rejected, in every format', async () => {
    await withCase({ 'tickets.csv': `${DIRTY}nothing,\n` }, async ({ run }) => {
      for (const format of ['text', 'json', 'junit', 'sarif', 'github', 'markdown']) {
        const { code, out } = await run([...CHECK, '--max-rejects', '1', '--format', format]);
        expect([format, code, out.includes('<failure')]).toEqual([format, 0, false]);
        const strict = await run([...CHECK, '--max-rejects', '1', '--fail-on', 'warn', '--format', format]);
        expect([format, strict.code, strict.out.includes('<failure')]).toEqual([format, 1, format === 'junit']);
      }
    });
  });

  it('takes severities and thresholds from the config', async () => {
    const config = { sources: ['tickets.csv'], mapping: { text: 'body', labels: { queue: { field: 'queue' } } } };
    const files = {
      'tickets.csv': DIRTY,
      'labelmill.config.json': JSON.stringify({ ...config, checks: { 'e-mail': 'error' } }),
      'loose.json': JSON.stringify({ ...config, checks: { 'e-mail': { severity: 'error', max: 1 } } }),
      'wrong.json': JSON.stringify({ ...config, checks: { 'e-mail': 'fatal' } }),
    };
    await withCase(files, async ({ run }) => {
      expect((await run(['check'])).code).toBe(1);
      expect((await run(['check', '--config', 'loose.json'])).code).toBe(0);
      const { code, err } = await run(['check', '--config', 'wrong.json']);
      expect({ code, err }).toMatchObject({ code: 2 });
      expect(err).toContain('must be one of off, info, warn, error, but is "fatal"');
    });
  });

  it('checks a prepared folder against an earlier one, and a list of classes', async () => {
    await withCase({ 'tickets.csv': TICKETS, 'classes.txt': 'delivery\n' }, async ({ run }) => {
      expect((await run(['prepare', 'tickets.csv', ...MAPPING])).code).toBe(0);
      const { code, out } = await run(['check', 'out', '--baseline', 'out/manifest.json']);
      expect(code).toBe(0);
      expect(out).toContain('· split-certificate: ');
      const unknown = await run(['check', 'out', '--classes', 'classes.txt']);
      expect(unknown).toMatchObject({ code: 1 });
      expect(unknown.out).toContain('"billing" (30)');
      expect(await run(['check', 'out', '--text', 'body'])).toMatchObject({ code: 2 });
      expect(await run(['check', 'out', '--baseline', 'no.json'])).toMatchObject({ code: 2 });
    });
  });

  it('reads standard input once', async () => {
    await withCase({}, async ({ run, names }) => {
      expect(await run(['check', '-', ...MAPPING], { stdin: TICKETS })).toMatchObject({ code: 0 });
      expect(await names()).toEqual([]);
    });
  });
});

describe('explain', { timeout: 120_000 }, () => {
  it('prints the page of a code, and lists all of them', async () => {
    await withCase({}, async ({ run }) => {
      expect((await run(['explain', 'label-drift'])).out).toContain('Jensen-Shannon');
      expect((await run(['explain', 'csv-quote'])).out).toContain('a quote where none may stand');
      expect((await run(['explain'])).out).toContain('OUTPUT_BUSY');
      expect(await run(['explain', 'label-drfit'])).toMatchObject({
        code: 2,
        err: errorLine('USAGE', 'there is no code "label-drfit"; did you mean label-drift?'),
      });
    });
  });
});
