import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describe, expect, it } from 'vitest';
import { prepare, verify, type Manifest, type SourceInput } from '../../src/index.js';
import { withFolder } from '../pipeline/support.js';
import { realData } from './support.js';

const path = realData('massive-en/train.jsonl');

/** The 16 classes of the published notebook, with the examples it keeps of each. */
const KEPT: Readonly<Record<string, number>> = {
  calendar_set: 600,
  play_music: 600,
  weather_query: 573,
  calendar_query: 566,
  general_quirky: 555,
  qa_factoid: 544,
  news_query: 503,
  email_query: 418,
  email_sendemail: 354,
  datetime_query: 350,
  calendar_remove: 312,
  play_radio: 283,
  social_post: 283,
  qa_definition: 267,
  transport_query: 227,
  cooking_recipe: 207,
};

async function prepareMassive(sources: readonly SourceInput[], out: string): Promise<Manifest> {
  const { manifest } = await prepare({
    sources,
    mapping: { text: 'text', labels: { intent: { field: 'label_text' } } },
    balance: { min: 200, max: 600 },
    split: { ratios: '80/10/10' },
    seed: 42,
    out,
  });
  return manifest;
}

function digests(manifest: Manifest): unknown {
  return manifest.files.map(({ name, bytes, lines, xxh64 }) => [name, bytes, lines, xxh64]);
}

describe.runIf(path !== undefined)('MASSIVE, as the published notebook prepares it', () => {
  const source = path ?? '';

  it('keeps 16 classes and writes 5,313, 664 and 665 lines, every class within one example of its share', () =>
    withFolder(async (folder) => {
      const out = join(folder, 'out');
      const manifest = await prepareMassive([source], out);
      expect(manifest.files.map(({ name, lines }) => [name, lines])).toEqual([
        ['train.jsonl', 5313],
        ['validation.jsonl', 664],
        ['test.jsonl', 665],
      ]);
      const kept = manifest.classes.filter((row) => row.train + row.validation + row.test > 0);
      expect(Object.fromEntries(kept.map((row) => [row.class, row.train + row.validation + row.test]))).toEqual(KEPT);
      for (const row of kept) {
        const examples = KEPT[row.class] ?? 0;
        expect(Math.abs(row.train - examples * 0.8)).toBeLessThanOrEqual(1);
        expect(Math.abs(row.validation - examples * 0.1)).toBeLessThanOrEqual(1);
        expect(Math.abs(row.test - examples * 0.1)).toBeLessThanOrEqual(1);
      }
      expect(manifest.account).toEqual({
        rowsRead: 11514,
        written: 6642,
        rejected: {},
        leftOut: { 'class-below-minimum': 4623, 'class-above-maximum': 249 },
      });
      expect(await verify(out)).toMatchObject({ ok: true, lines: 6642, classes: 16 });
    }));

  it('finds the 46 texts that occur twice, 4 of them with different labels', () =>
    withFolder(async (folder) => {
      const { issues } = await prepareMassive([source], join(folder, 'out'));
      const counts = issues.map((issue) => ('code' in issue && 'count' in issue ? [issue.code, issue.count] : []));
      expect(counts).toEqual([
        ['contradiction', 4],
        ['duplicate', 42],
      ]);
    }));

  it(
    'gives the same bytes from JSONL, CSV and JSON, from one source and four, in any order, twice in a row',
    () =>
      withFolder(async (folder) => {
        const rows = (await readFile(source, 'utf8')).trimEnd().split('\n');
        const reversed = [...rows].reverse();
        const parsed = rows.map((row) => JSON.parse(row));
        const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const write = async (name: string, content: string): Promise<string> => {
          await writeFile(join(folder, name), content);
          return join(folder, name);
        };
        const parts = await Promise.all(
          [0, 1, 2, 3].map((part) => write(`part-${part}.jsonl`, rows.filter((_, at) => at % 4 === part).join('\n'))),
        );
        const variants: Readonly<Record<string, readonly SourceInput[]>> = {
          again: [source],
          reversed: [await write('reversed.jsonl', reversed.join('\r\n'))],
          csv: [
            await write(
              'rows.csv',
              `\ufefflabel_text,text\r\n${parsed.map((row) => `${cell(row.label_text)},${cell(row.text)}`).join('\r\n')}\r\n`,
            ),
          ],
          tsv: [
            await write(
              'rows.tsv',
              `text\tlabel_text\n${parsed.map((row) => `${cell(row.text)}\t${cell(row.label_text)}`).join('\n')}`,
            ),
          ],
          json: [await write('rows.json', JSON.stringify(parsed, undefined, 1))],
          'four sources': [...parts].reverse(),
          'in memory': [{ rows: parsed }],
          'line by line': [{ rows: parseLines(source) }],
        };
        const expected = digests(await prepareMassive([source], join(folder, 'out')));
        for (const [name, sources] of Object.entries(variants)) {
          expect(digests(await prepareMassive(sources, join(folder, 'out'))), `${name} of ${basename(source)}`).toEqual(expected);
        }
      }),
    60_000,
  );
});

async function* parseLines(source: string): AsyncIterable<unknown> {
  for await (const line of createInterface({ input: createReadStream(source) })) yield JSON.parse(line);
}
