import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isReject, type Reject } from '../../src/core/reject.js';
import type { Row } from '../../src/core/row.js';
import { createRowsProfiler } from '../../src/inspect/inspect.js';
import { compileMapping } from '../../src/normalize/normalize.js';
import { prepare } from '../../src/pipeline/pipeline.js';
import { readSource, resolveSources, type SourceInput } from '../../src/read/read.js';
import { errorOf, temporaryFolder, values } from './support.js';

async function readFolder(folder: string, ...inputs: readonly SourceInput[]): Promise<readonly (Row | Reject)[]> {
  const rows: (Row | Reject)[] = [];
  for (const source of await resolveSources(inputs, { baseDirectory: folder })) {
    for await (const batch of readSource(source).batches) rows.push(...batch);
  }
  return rows;
}

async function namesIn(folder: string, ...inputs: readonly SourceInput[]): Promise<readonly string[]> {
  return (await resolveSources(inputs, { baseDirectory: folder })).map(({ name }) => name);
}

const JSON_ROWS = '{"text":"a","label":"x"}\n{"text":"b","label":"y"}\n';

describe('a folder that Spark or DuckDB wrote', () => {
  it('is its part files, by code point, whatever the formats, without markers, checksums and hidden files', async () => {
    const folder = await temporaryFolder({
      'out/_SUCCESS': '',
      'out/._SUCCESS.crc': 'crc',
      'out/_metadata': 'PAR1',
      'out/_common_metadata': 'PAR1',
      'out/_committed_123': '{}',
      'out/.part-00000-x-c000.json.crc': 'crc',
      'out/part-00000-x-c000.json.crc': 'crc',
      'out/_temporary/0/part-00009.json': '{"text":"unfinished"}',
      'out/part-00001-x-c000.json': JSON_ROWS,
      'out/part-00000-x-c000.json': JSON_ROWS,
      'out/part-00002-x-c000.json': '',
      'out/part-00010-x-c000.csv': 'text,label\nc,z\n',
      'out/part-00003-x-c000.json.gz': gzipSync(JSON_ROWS),
      'out/data_0.snappy.parquet': '',
      'out/data_1.json.zst': '',
    });
    expect(await namesIn(folder, 'out')).toEqual([
      'out/data_0.snappy.parquet',
      'out/data_1.json.zst',
      'out/part-00000-x-c000.json',
      'out/part-00001-x-c000.json',
      'out/part-00002-x-c000.json',
      'out/part-00003-x-c000.json.gz',
      'out/part-00010-x-c000.csv',
    ]);
    const rows = await readFolder(folder, 'out/part-*.{json,csv,json.gz}');
    expect(rows.filter(isReject)).toEqual([]);
    expect(rows).toHaveLength(7);
  });
});

describe('folders named key=value', () => {
  const TREE = {
    'data/split=train/label=x/part-0.csv': 'text\na\nb\n',
    'data/split=train/label=a%2Fb %C3%A9 %zz%/part-0.jsonl': '{"text":"c"}\n',
    'data/split=test/label=__HIVE_DEFAULT_PARTITION__/part-0.json': '[{"text":"d"},["e"]]',
    'data/split=test/label=/part-0.csv': 'text\nf\n',
  };

  it('give all rows of their files a field, percent-decoded, with null for a missing one', async () => {
    const rows = await readFolder(await temporaryFolder(TREE), 'data');
    expect(rows.map((row) => (isReject(row) ? row.code : Object.fromEntries(row.partition ?? [])))).toEqual([
      { split: 'test', label: '' },
      { split: 'test', label: null },
      { split: 'test', label: null },
      { split: 'train', label: 'a/b é %zz%' },
      { split: 'train', label: 'x' },
      { split: 'train', label: 'x' },
    ]);
    expect(values(rows)).toEqual([['f'], { text: 'd' }, ['e'], { text: 'c' }, ['a'], ['b']]);
  });

  it('are the same by folder, by glob and by file, and are not looked at where that was said', async () => {
    const folder = await temporaryFolder(TREE);
    const files = await namesIn(folder, 'data');
    const partitions = async (...inputs: readonly SourceInput[]): Promise<unknown> =>
      (await resolveSources(inputs, { baseDirectory: folder })).map(({ partition }) => partition);
    const found = await partitions('data');
    expect(await partitions('data/split=*/**/part-*')).toEqual(found);
    expect(await partitions('data/split=test', 'data/split=train/')).toEqual(found);
    expect(await partitions(...files)).toEqual(found);
    expect(await partitions({ path: 'data', partitions: false })).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('are not looked at above where the path begins', async () => {
    const folder = await temporaryFolder({ 'a=b/data.csv': 'text\nx\n' });
    const [source] = await resolveSources(['data.csv'], { baseDirectory: join(folder, 'a=b') });
    expect(source?.partition).toBeUndefined();
  });

  it('name fields for the mapping, after the row has been asked', async () => {
    const { normalize } = compileMapping({ text: 'text', labels: { label: { field: 'label' } }, split: { field: 'split' } });
    const rows = await readFolder(await temporaryFolder(TREE), 'data');
    const read = rows.map((row) => {
      if (isReject(row)) return row.code;
      const example = normalize(row);
      return isReject(example) ? example.code : [example.labels[0], example.split];
    });
    expect(read).toEqual([
      'label-missing',
      'label-missing',
      'text-missing',
      ['a/b é %zz%', 'train'],
      ['x', 'train'],
      ['x', 'train'],
    ]);
  });

  it('do not stand in for a column that a table lacks', async () => {
    const { normalize } = compileMapping({ text: 'body', labels: { label: { field: 'label' } } });
    const [row] = await readFolder(await temporaryFolder(TREE), 'data/split=train/label=x/part-0.csv');
    if (row === undefined || isReject(row)) throw new Error('no row');
    expect(() => normalize(row)).toThrow('has no field "body"');
  });

  it('are shown by the profile of fields', async () => {
    const profiler = createRowsProfiler();
    for (const row of await readFolder(await temporaryFolder(TREE), 'data')) if (!isReject(row)) profiler.add(row);
    expect(profiler.fields().map(({ name }) => name)).toEqual(expect.arrayContaining(['split', 'label', 'text']));
  });

  it.each([
    ['lang=de/a.jsonl', '{"text":"a","lang":"de"}\n{"text":"b"}\n'],
    ['n=1/a.jsonl', '{"text":"a","n":1}\n'],
    ['n=true/a.json', '[{"text":"a","n":true}]'],
    ['n=__HIVE_DEFAULT_PARTITION__/a.json', '[{"text":"a","n":null}]'],
    ['lang=de/a.csv', 'text,lang\na,de\n'],
    ['constructor=1/a.jsonl', '{"text":"a"}\n'],
  ])('may say what the row says itself, as in %s', async (name, content) => {
    const rows = await readFolder(await temporaryFolder({ [name]: content }), name);
    expect(rows.filter(isReject)).toEqual([]);
  });

  it.each([
    [
      'lang=de/a.jsonl',
      '{"text":"a","lang":"de"}\n{"text":"b","lang":"fr"}\n',
      'lang=de/a.jsonl:2: field "lang" is "fr" in the row and "de"',
    ],
    ['lang=de/a.csv', 'text,lang\na,\n', 'lang=de/a.csv:2: field "lang" is "" in the row'],
    ['n=1/a.json', '[{"text":"a","n":[1]}]', 'field "n" is "a list"'],
    ['n=1/a.json', '[{"text":"a","n":null}]', 'field "n" is missing in the row'],
  ])('must not say something else than the row, as in %s', async (name, content, part) => {
    const folder = await temporaryFolder({ [name]: content });
    const error = await errorOf(readFolder(folder, name));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain(part);
    expect(error.message).toContain('--no-partitions');
    expect(await readFolder(folder, { path: name, partitions: false })).not.toEqual([]);
  });

  it('must not give one name two values on one path', async () => {
    const folder = await temporaryFolder({ 'a=1/a=2/x.csv': 'text\na\n', 'b=1/b=1/x.csv': 'text\na\n' });
    expect((await errorOf(resolveSources(['a=1'], { baseDirectory: folder }))).code).toBe('USAGE');
    expect(await namesIn(folder, 'b=1')).toEqual(['b=1/b=1/x.csv']);
  });
});

describe('one data set in every layout', () => {
  const EXAMPLES = Array.from({ length: 60 }, (_, at) => ({ text: `text ${at} é`, label: ['x', 'y', 'z'][at % 3] ?? '' }));
  const cells = (name: 'text' | 'label'): string =>
    EXAMPLES.map((example, at) => `"${at}":${JSON.stringify(example[name])}`).join();
  const LAYOUTS: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>> = {
    jsonl: { 'in/a.jsonl': EXAMPLES.map((example) => `${JSON.stringify(example)}\n`).join('') },
    records: { 'in/a.json': JSON.stringify(EXAMPLES) },
    columns: { 'in/a.json': `{"text":{${cells('text')}},"label":{${cells('label')}}}` },
    index: { 'in/a.json': JSON.stringify(Object.fromEntries(EXAMPLES.map((example, at) => [at, example]))) },
    split: {
      'in/a.json': JSON.stringify({ columns: ['label', 'text'], data: EXAMPLES.map(({ text, label }) => [label, text]) }),
    },
    table: { 'in/a.json': JSON.stringify({ schema: { fields: [] }, data: EXAMPLES }) },
    sequence: { 'in/a.jsonl': EXAMPLES.map((example) => `\x1e${JSON.stringify(example, null, 1)}\n`).join('') },
    parts: Object.fromEntries(
      [0, 1, 2, 3].map((part) => [
        `in/part-0000${3 - part}.json`,
        EXAMPLES.filter((_, at) => at % 4 === part)
          .map((example) => `${JSON.stringify(example)}\r\n`)
          .join(''),
      ]),
    ),
    hive: Object.fromEntries(
      ['x', 'y', 'z'].map((label) => [
        `in/label=${label}/part-0.csv`,
        ['text', ...EXAMPLES.filter((example) => example.label === label).map(({ text }) => text), ''].join('\n'),
      ]),
    ),
  };

  it('gives the same files, byte for byte', async () => {
    const contents = new Map<string, readonly string[]>();
    for (const [layout, files] of Object.entries(LAYOUTS)) {
      const folder = await temporaryFolder(files);
      const out = await mkdtemp(join(tmpdir(), 'labelmill-out-'));
      try {
        const sources = [join(folder, 'in')];
        const mapping = { text: 'text', labels: { label: { field: 'label' } } };
        await prepare({ sources, mapping, out: join(out, 'set'), split: { ratios: '80/10/10' } });
        const names = ['train', 'validation', 'test'];
        contents.set(layout, await Promise.all(names.map((name) => readFile(join(out, 'set', `${name}.jsonl`), 'utf8'))));
      } finally {
        await rm(out, { recursive: true, force: true });
      }
    }
    const first = contents.get('jsonl');
    expect(first?.join('').split('\n')).toHaveLength(61);
    for (const [layout, found] of contents) expect([layout, found]).toEqual([layout, first]);
  });
});
