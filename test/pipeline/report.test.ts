import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { forecast, htmlReport, prepare, readReport, verify, type PrepareOptions, type Report } from '../../src/index.js';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { evilReport, manyClasses } from '../report/reports.js';
import { failureOf, withFolder } from './support.js';

const ROWS = [
  ...['red', 'green', 'blue'].flatMap((intent, place) =>
    Array.from({ length: 20 + 10 * place }, (_, at) => ({ text: `${intent} ${'thing '.repeat(at % 5)}${at}`, intent })),
  ),
  { text: 'blue 0', intent: 'green' },
  { text: 'red 0', intent: 'red' },
  { text: 'lonely', intent: 'rare' },
];

async function prepared(out: string, options: Partial<PrepareOptions> = {}): Promise<Report> {
  await prepare({
    sources: [{ rows: ROWS, name: 'things' }],
    mapping: { text: 'text', labels: { intent: { field: 'intent' } } },
    balance: { min: 5, max: 30 },
    out,
    ...options,
  });
  return readReport(out);
}

describe('the report of a run', () => {
  it('is published with the splits, and the folder verifies', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const report = await prepared(out);
      expect(await verify(out)).toMatchObject({ ok: true });
      // the page that is published is the one that the published report makes
      expect(await readFile(join(out, 'report.html'), 'utf8')).toBe(await htmlReport(report));
    }));

  const NEAR = [
    { text: 'turn off the lights in the bedroom', intent: 'lights', part: 'train' },
    { text: 'turn off the lights in the bedrooms', intent: 'lights', part: 'test' },
    { text: 'Turn off the lights in the bedroom!', intent: 'lights', part: 'train' },
    { text: 'what is the weather like tomorrow', intent: 'weather', part: 'train' },
    { text: 'what is the weather like tomorrow?', intent: 'weather', part: 'train' },
    { text: 'something else altogether', intent: 'weather', part: 'train' },
  ];

  it('shows the clusters of near duplicates, those in several splits first, with labels, splits and places', () =>
    withFolder(async (folder) => {
      const mapping = { text: 'text', labels: { intent: { field: 'intent' } }, split: { field: 'part' } };
      const { nearDuplicates } = await prepared(join(folder, 'out'), {
        ...{ sources: [{ rows: NEAR, name: 'things' }], mapping, balance: {}, nearDuplicates: 'warn' },
      });
      expect(nearDuplicates).toMatchObject({ threshold: 0.8, inputs: 5, clusterCount: 2, clustersAcrossSplits: 1 });
      const shown = nearDuplicates?.clusters.map(({ inputs, examples }) => [
        inputs,
        examples.map(({ text, labels, split, origin }) => [text, labels[0]?.classes[0], split, origin?.row]).sort(),
      ]);
      const cellsOf = (at: number): readonly unknown[] => [NEAR[at]?.text, NEAR[at]?.intent, NEAR[at]?.part, at + 1];
      expect(shown).toEqual([
        [3, [0, 1, 2].map(cellsOf).sort()],
        [2, [3, 4].map(cellsOf).sort()],
      ]);
      for (const { nearest, farthest } of nearDuplicates?.clusters ?? []) {
        expect(farthest).toBeGreaterThanOrEqual(0.8);
        expect(nearest).toBeGreaterThanOrEqual(farthest);
      }
    }));

  it('shows no cluster in several splits where near duplicates are grouped, and none where they are not looked for', () =>
    withFolder(async (folder) => {
      const sources = [{ rows: NEAR, name: 'things' }];
      const grouped = await prepared(join(folder, 'a'), { sources, balance: {}, nearDuplicates: 'group' });
      expect(grouped.nearDuplicates).toMatchObject({ inputs: 5, clusterCount: 2, clustersAcrossSplits: 0 });
      expect((await prepared(join(folder, 'b'), { sources, balance: {} })).nearDuplicates).toBeUndefined();
    }));

  it('forecasts the job of the config as forecast does, and none where there is no job', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const report = await prepared(out, { job: { model: 'ministral-3b-latest', trainingSteps: 50 } });
      const { dataTokens, trainTokens, costEur, seconds } = await forecast(out, { trainingSteps: 50 });
      expect(report.forecast).toMatchObject({
        ...{ model: 'ministral-3b-latest', dataTokens, trainTokens, seconds, cost: { amount: costEur, currency: 'EUR' } },
        assumptions: [
          '50 training steps.',
          'The tokens of all training examples were counted.',
          expect.any(String),
          expect.any(String),
        ],
      });
      expect((await prepared(join(folder, 'none'))).forecast).toBeUndefined();
      expect((await prepared(join(folder, 'counted'), { checks: { 'token-limit': 'warn' } })).forecast).toMatchObject({
        dataTokens,
      });
    }));

  it('tells what the manifest tells, and what only the run knew', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const report = await prepared(out);
      const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
      expect(report).toMatchObject({
        account: manifest.account,
        files: manifest.files,
        certificate: manifest.split,
        issues: manifest.issues,
        config: manifest.config,
        run: manifest.run,
        passed: true,
      });
      expect(report.targets).toEqual([
        {
          name: 'intent',
          kind: 'single',
          min: 5,
          max: 30,
          classesRead: 4,
          classesKept: 3,
          classes: expect.any(Array),
        },
      ]);
      expect(report.targets[0]?.classes.map(({ class: name, read }) => [name, read])).toEqual([
        ['blue', 40],
        ['green', 31],
        ['red', 21],
        ['rare', 1],
      ]);
      expect(report.contradictions).toEqual([
        {
          text: 'blue 0',
          count: 2,
          copies: [
            { origin: expect.objectContaining({ row: 51 }), labels: [{ target: 'intent', classes: ['blue'] }] },
            { origin: expect.objectContaining({ row: 91 }), labels: [{ target: 'intent', classes: ['green'] }] },
          ],
        },
      ]);
      expect(report.duplicates?.map(({ text, count }) => [text, count])).toEqual([['red 0', 2]]);
      expect(report.lengths?.isComplete).toBe(true);
      expect(report.lengths?.splits.map(({ split, measured }) => [split, measured])).toEqual(
        report.files.filter(({ split }) => split !== undefined).map(({ split, lines }) => [split, lines]),
      );
      const shown = ['train', 'validation', 'test'].flatMap((split) => [split, split, split]);
      expect(report.examples?.map(({ split }) => split)).toEqual(shown);
    }));

  it('measures a chat by all its messages, and shows who says what', () =>
    withFolder(async (folder) => {
      const rows = ROWS.map(({ text, intent }) => ({
        chat: [
          { role: 'user', content: text },
          { role: 'assistant', content: '👍' },
        ],
        intent,
      }));
      const report = await prepared(join(folder, 'out'), {
        sources: [{ rows }],
        mapping: { messages: 'chat', labels: { intent: { field: 'intent' } } },
      });
      expect(report.contradictions?.[0]?.text).toBe('user: blue 0\nassistant: 👍');
      expect(Math.min(...(report.lengths?.splits ?? []).map(({ min }) => min))).toBe('red 0👍'.length - 1);
    }));

  it('differs between two runs of the same in its block of times and paths alone', () =>
    withFolder(async (folder) => {
      const [{ run: one, ...first }, { run: other, ...second }] = [
        await prepared(join(folder, 'one')),
        await prepared(join(folder, 'other')),
      ];
      expect(second).toEqual(first);
      expect(one?.out).not.toBe(other?.out);
      const pageOf = async (name: string): Promise<string> =>
        (await readFile(join(folder, name, 'report.html'), 'utf8')).replace(/<footer>.*<\/footer>/s, '');
      expect(await pageOf('other')).toBe(await pageOf('one'));
    }));

  it('lists of very many classes the largest and the smallest', () =>
    withFolder(async (folder) => {
      const rows = Array.from({ length: 2500 }, (_, at) => ({ text: `text ${at}`, intent: `class ${at}` }));
      const report = await prepared(join(folder, 'out'), { sources: [{ rows }], balance: {} });
      expect(report.targets[0]?.classesRead).toBe(2500);
      expect(report.targets[0]?.classes).toHaveLength(2000);
    }));

  it('fits its schema, also with every part', () => {
    const fits = new Ajv2020({ allErrors: true }).compile(schema);
    for (const report of [evilReport(), manyClasses(3)]) expect([fits(report), fits.errors]).toEqual([true, null]);
    expect(fits({ ...evilReport(), passed: 'yes' })).toBe(false);
  });

  it('is refused where it is missing, broken or of another shape', () =>
    withFolder(async (folder) => {
      expect(await failureOf(readReport(join(folder, 'nowhere')))).toMatchObject({ code: 'SOURCE_MISSING' });
      const out = join(folder, 'out');
      await prepared(out);
      await writeFile(join(out, 'report.json'), '{"format": 2}');
      expect(await failureOf(readReport(out))).toMatchObject({ code: 'OUTPUT_CORRUPT' });
      await writeFile(join(out, 'report.json'), '{');
      expect(await failureOf(readReport(out))).toMatchObject({ code: 'OUTPUT_CORRUPT' });
      await rm(join(out, 'report.json'));
      expect((await failureOf(readReport(out))).message).toMatch(/report\.json is not there: prepare the folder again$/);
    }));
});
