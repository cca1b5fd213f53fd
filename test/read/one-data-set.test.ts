import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { prepare, type FileSource, type Mapping, type SourceInput } from '../../src/index.js';
import { withFolder } from '../pipeline/support.js';

interface Row {
  readonly id: number;
  readonly text: string;
  readonly intent: string;
}

const TEXTS = [
  'plain words',
  'a, b; c',
  'she said "no"',
  'two\nlines',
  'tab\there',
  'naïve café',
  "l'été | ça",
  '50 % off',
  ' spaces ',
  '=1+1',
];
const ROWS: readonly Row[] = Array.from({ length: 120 }, (_, at) => ({
  id: at,
  text: `${TEXTS[at % TEXTS.length] ?? ''} ${Math.floor(at / TEXTS.length)}`,
  intent: ['ask', 'buy', 'señal'][at % 3] ?? '',
}));

const MAPPING: Mapping = { text: 'text', labels: { intent: { field: 'intent' } } };

interface Way {
  /** Path in the folder → content. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Sources instead of the files themselves. */
  readonly sources?: (folder: string) => readonly SourceInput[];
  readonly told?: Omit<FileSource, 'path'>;
  readonly mapping?: Mapping;
}

interface Dialect {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly end?: string;
  readonly all?: boolean;
  readonly header?: boolean;
}

function table(
  rows: readonly Row[],
  { delimiter = ',', quote = '"', end = '\n', all = false, header = true }: Dialect = {},
): string {
  const cell = (value: string): string =>
    all || value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value) || value !== value.trim()
      ? quote + value.replaceAll(quote, quote + quote) + quote
      : value;
  const lines = rows.map((row) => [String(row.id), row.text, row.intent].map(cell).join(delimiter));
  return (header ? [`id${delimiter}text${delimiter}intent`, ...lines] : lines).join(end) + end;
}

const lines = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const byColumn = <T>(pick: (row: Row) => T): Record<string, T> =>
  Object.fromEntries(ROWS.map((row, at) => [String(at), pick(row)]));
const part = (place: number): readonly Row[] => ROWS.filter((_, at) => at % 3 === place);
const columnData = [
  { name: 'id', data: ROWS.map((row) => row.id) },
  { name: 'text', data: ROWS.map((row) => row.text) },
  { name: 'intent', data: ROWS.map((row) => row.intent) },
];
const parquet = (codec?: 'SNAPPY' | 'UNCOMPRESSED'): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData, ...(codec === undefined ? {} : { codec }), rowGroupSize: 50 }));
const positions: Mapping = { text: '1', labels: { intent: { field: '2' } } };

const WAYS: Readonly<Record<string, Way>> = {
  CSV: { files: { 'a.csv': table(ROWS) } },
  'CSV with CRLF': { files: { 'a.csv': table(ROWS, { end: '\r\n' }) } },
  'CSV with CR': { files: { 'a.csv': table(ROWS, { end: '\r' }) } },
  'CSV with mixed line ends': { files: { 'a.csv': table(ROWS).replace(/,ask\n/g, ',ask\r\n') } },
  'CSV, all quoted': { files: { 'a.csv': table(ROWS, { all: true }) } },
  'CSV with a byte order mark': { files: { 'a.csv': `\ufeff${table(ROWS)}` } },
  'CSV without a last line end': { files: { 'a.csv': table(ROWS).trimEnd() } },
  semicolons: { files: { 'a.csv': table(ROWS, { delimiter: ';' }) } },
  tabs: { files: { 'a.tsv': table(ROWS, { delimiter: '\t' }) } },
  pipes: { files: { 'a.txt': table(ROWS, { delimiter: '|' }) } },
  'single quotes, told': { files: { 'a.csv': table(ROWS, { quote: "'" }) }, told: { csv: { quote: "'" } } },
  'a comment and a preamble': {
    files: { 'a.csv': `exported today\n${table(ROWS).replace('\n', '\n# not a row\n')}` },
    told: { csv: { comment: '#', skipLines: 1 } },
  },
  'no header, by position': {
    files: { 'a.csv': table(ROWS, { header: false }) },
    told: { csv: { header: false } },
    mapping: positions,
  },
  'no header, names given': {
    files: { 'a.csv': table(ROWS, { header: false }) },
    told: { csv: { header: ['id', 'text', 'intent'] } },
  },
  'UTF-16 LE': { files: { 'a.csv': iconv.encode(table(ROWS), 'utf-16le', { addBOM: true }) } },
  'UTF-16 BE': { files: { 'a.csv': iconv.encode(table(ROWS), 'utf-16be', { addBOM: true }) } },
  'windows-1252': { files: { 'a.csv': iconv.encode(table(ROWS), 'windows-1252') }, told: { encoding: 'windows-1252' } },
  'latin1 JSONL': { files: { 'a.jsonl': iconv.encode(lines(ROWS), 'latin1') }, told: { encoding: 'latin1' } },
  JSONL: { files: { 'a.jsonl': lines(ROWS) } },
  'JSONL with CRLF and blank lines': { files: { 'a.jsonl': lines(ROWS).replaceAll('\n', '\r\n\r\n') } },
  'JSONL, everything escaped': {
    files: {
      'a.jsonl': lines(ROWS).replace(
        /[\u0080-\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    },
  },
  'JSON array': { files: { 'a.json': JSON.stringify(ROWS) } },
  'JSON array, indented, with a byte order mark': { files: { 'a.json': `\ufeff${JSON.stringify(ROWS, undefined, 2)}` } },
  'JSON array of lists': {
    files: { 'a.json': JSON.stringify(ROWS.map((row) => [row.id, row.text, row.intent])) },
    mapping: positions,
  },
  'JSON object of arrays': { files: { 'a.json': JSON.stringify({ one: part(0), two: part(1), three: part(2) }) } },
  'pandas orient columns': {
    files: {
      'a.json': JSON.stringify({
        id: byColumn((row) => row.id),
        text: byColumn((row) => row.text),
        intent: byColumn((row) => row.intent),
      }),
    },
  },
  'pandas orient index': { files: { 'a.json': JSON.stringify(byColumn((row) => row)) } },
  'pandas orient split': {
    files: {
      'a.json': JSON.stringify({
        columns: ['id', 'text', 'intent'],
        index: ROWS.map((_, at) => at),
        data: ROWS.map((row) => [row.id, row.text, row.intent]),
      }),
    },
  },
  'pandas orient table': {
    files: {
      'a.json': JSON.stringify({
        schema: { fields: [{ name: 'index', type: 'integer' }], primaryKey: ['index'], pandas_version: '1.4.0' },
        data: ROWS.map((row, index) => ({ index, ...row })),
      }),
    },
  },
  'pandas orient values': {
    files: { 'a.json': JSON.stringify(ROWS.map((row) => [row.id, row.text, row.intent])) },
    told: { json: { orient: 'values' } },
    mapping: positions,
  },
  'gzipped CSV': { files: { 'a.csv.gz': gzipSync(table(ROWS)) } },
  'gzipped JSONL in two members': {
    files: { 'a.jsonl.gz': Buffer.concat([gzipSync(lines(ROWS.slice(0, 50))), gzipSync(lines(ROWS.slice(50)))]) },
  },
  'gzipped JSON under a wrong name': { files: { 'a.csv': gzipSync(JSON.stringify(ROWS)) } },
  'Parquet, snappy': { files: { 'a.parquet': parquet() } },
  'Parquet, uncompressed': { files: { 'a.parquet': parquet('UNCOMPRESSED') } },
  'gzipped Parquet': { files: { 'a.parquet.gz': gzipSync(parquet()) } },
  'three files of three formats': {
    files: { 'a.csv': table(part(0)), 'b.jsonl': lines(part(1)), 'c.json': JSON.stringify(part(2)) },
  },
  'a Spark folder': {
    files: {
      'out/part-00000.json': lines(part(0)),
      'out/part-00001.json': lines(part(1)),
      'out/part-00002.json': lines(part(2)),
      'out/_SUCCESS': '',
    },
    sources: (folder) => [join(folder, 'out')],
  },
  'hive folders that hold the label': {
    files: Object.fromEntries(
      ['ask', 'buy', 'señal'].map((intent) => [
        `set/intent=${encodeURIComponent(intent)}/part-0.jsonl`,
        ROWS.filter((row) => row.intent === intent)
          .map(({ id, text }) => `${JSON.stringify({ id, text })}\n`)
          .join(''),
      ]),
    ),
    sources: (folder) => [join(folder, 'set')],
  },
  'a glob over shards': {
    files: { 's/x-1.csv': table(part(2)), 's/x-0.csv': table(part(1)), 's/x-2.csv': table(part(0)) },
    sources: (folder) => [join(folder, 's', 'x-*.csv')],
  },
  'rows in memory': { files: {}, sources: () => [{ rows: ROWS }] },
};

async function bytesOf(way: Way): Promise<readonly unknown[]> {
  return withFolder(async (folder) => {
    for (const [name, content] of Object.entries(way.files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const sources = way.sources?.(folder) ?? Object.keys(way.files).map((name) => ({ path: join(folder, name), ...way.told }));
    const { manifest } = await prepare({
      sources,
      mapping: way.mapping ?? MAPPING,
      balance: { max: 35 },
      sha256: true,
      out: join(folder, 'prepared'),
    });
    return manifest.files.map(({ name, lines: count, sha256 }) => [name, count, sha256]);
  });
}

describe('one data set', () => {
  it(`gives the same SHA-256 in ${Object.keys(WAYS).length} ways of writing it`, { timeout: 120_000 }, async () => {
    expect(Object.keys(WAYS).length).toBeGreaterThanOrEqual(30);
    const expected = await bytesOf({ files: { 'a.jsonl': lines(ROWS) } });
    expect(expected.map((file) => (Array.isArray(file) ? file[1] : 0))).toEqual([84, 10, 11]);
    const answers: Record<string, unknown> = {};
    for (const [name, way] of Object.entries(WAYS)) {
      answers[name] = await bytesOf(way).catch((error: unknown) => (error instanceof Error ? error.message : error));
    }
    expect(answers).toEqual(Object.fromEntries(Object.keys(WAYS).map((name) => [name, expected])));
  });
});
