import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { formatOrigin } from '../../src/core/origin.js';
import { readSource, resolveSources, type ReadOptions } from '../../src/read/read.js';
import { expectedRows, FIXTURES, readFileRows } from './parquet-support.js';
import { errorOf, goodRow, plain, readAll, readText, rejectAt, temporaryFolder, values, type ReadBack } from './support.js';

const FILES = readdirSync(FIXTURES).filter((name) => name.endsWith('.parquet'));

function fixture(name: string): Buffer {
  return readFileSync(join(FIXTURES, name));
}

/** Schema of a column `list` with texts. */
const LIST = [
  { name: 'list', converted_type: 'LIST', num_children: 1, repetition_type: 'OPTIONAL' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
];

/** A file by hyparquet-writer, read back through the door. */
async function written(columnData: ColumnSource[], options: object = {}, read: ReadOptions = {}): Promise<ReadBack> {
  return readText('data.parquet', Buffer.from(parquetWriteBuffer({ columnData, ...options })), read);
}

async function streamed(content: Buffer, options: ReadOptions = {}): Promise<ReadBack> {
  const [source] = await resolveSources([{ path: '-' }], { stdin: Readable.from([content]) });
  const reading = readSource(source!, options);
  const rows = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

describe('files by pyarrow and DuckDB', () => {
  it.each(FILES)('gives the rows of %s', async (name) => {
    const rows = await readFileRows(join(FIXTURES, name));
    expect(values(rows)).toEqual(expectedRows(name).map((row) => row ?? 'utf8-invalid@0'));
  });

  it('keeps a map key and a column named __proto__', async () => {
    const rows = await readFileRows(join(FIXTURES, 'nested.parquet'));
    const row: any = goodRow(rows, 3);
    expect(Object.entries(row.value.scores)).toEqual([['__proto__', 1]]);
    const { rows: odd } = await written([
      { name: '__proto__', data: ['x'], type: 'STRING' },
      { name: 'constructor', data: ['y'] },
    ]);
    const value: any = goodRow(odd, 0);
    expect(Object.entries(value.value)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('tells null lists, empty lists and lists of null apart', async () => {
    const rows = await readFileRows(join(FIXTURES, 'nested.parquet'), { fields: ['labels'] });
    expect(values(rows).slice(0, 4)).toEqual([
      { labels: ['a', null, 'b'] },
      { labels: [] },
      { labels: null },
      { labels: [null] },
    ]);
  });
});

describe('the Parquet source', () => {
  it.each([1, 2, 7, 64 * 1024])(
    'gives the same rows in chunks of %i bytes, from a file, a pipe and gzip',
    async (chunkSizeBytes) => {
      const content = fixture('groups.parquet');
      const whole = await readText('data.parquet', content);
      expect(values(whole.rows)).toEqual(expectedRows('groups.parquet'));
      const file = await readText('data.parquet', content, { chunkSizeBytes });
      expect(plain(file.rows)).toEqual(plain(whole.rows));
      expect(file.summary).toEqual(whole.summary);
      expect(values((await streamed(content, { chunkSizeBytes })).rows)).toEqual(values(whole.rows));
      const packed = await readText('data.parquet.gz', gzipSync(content), { chunkSizeBytes });
      expect(values(packed.rows)).toEqual(values(whole.rows));
      expect(packed.summary).toMatchObject({ format: 'parquet', compression: 'gzip', rows: 40 });
    },
  );

  it.each([1, 2, 7, 1000])('gives the same rows in batches of %i', async (batchSize) => {
    const { rows } = await readText('data.parquet', fixture('pages.parquet'), { batchSize });
    expect(values(rows)).toEqual(expectedRows('pages.parquet'));
  });

  it('is told by its content, whatever its name', async () => {
    const { summary } = await readText('data.csv', fixture('zstd.parquet'));
    expect(summary).toMatchObject({ name: 'data.csv', format: 'parquet', rows: 40, blankLines: 0 });
    expect(summary.bytes).toBe(fixture('zstd.parquet').length);
    expect(summary.digest).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is not what a table is whose first column is called PAR1', async () => {
    const { rows, summary } = await readText('data.csv', 'PAR1,label\na,b\n');
    expect(summary.format).toBe('csv');
    expect(values(rows)).toEqual([['a', 'b']]);
  });

  it('refuses a text that is named or said to be Parquet, and Parquet that is said to be text', async () => {
    const named = await errorOf(readText('data.parquet', 'text,label\na,b\n'));
    expect([named.code, named.message]).toEqual([
      'SOURCE_MALFORMED',
      'data.parquet: it is no Parquet file, as it does not begin with PAR1: name its format, or fetch it again',
    ]);
    expect((await readText('data.parquet', 'text,label\na,b\n', { format: 'csv' })).rows).toHaveLength(1);
    expect((await errorOf(readText('data.txt', 'text,label\na,b\n', { format: 'parquet' }))).code).toBe('SOURCE_MALFORMED');
    const told = await errorOf(readText('data', fixture('zstd.parquet'), { format: 'csv' }));
    expect(told.code).toBe('FORMAT_UNKNOWN');
    expect(told.message).toContain('leave out the format');
  });

  it('names rows by their number, and shows them as JSON', async () => {
    const { rows } = await readText('data.parquet', fixture('types.parquet'));
    const row = goodRow(rows, 1);
    expect(row.origin).toEqual({ source: 'data.parquet', row: 2, line: 0, byte: -1 });
    expect(formatOrigin(row.origin)).toBe('data.parquet#2');
    expect(JSON.parse(row.raw())).toMatchObject({ i64: '-9223372036854775808', dec32: '-0.05' });
  });

  it('gives the rows of all row groups numbers that go on', async () => {
    const { rows } = await readText('data.parquet', fixture('groups.parquet'));
    expect(rows.map((row) => row.origin.row)).toEqual(Array.from({ length: 40 }, (_, place) => place + 1));
  });

  it('sets a row aside whose bytes are not UTF-8, and names row group, row and column', async () => {
    const { rows } = await readText('data.parquet', fixture('invalid-utf8.parquet'));
    expect(rejectAt(rows, 1)).toMatchObject({ stage: 'read', code: 'utf8-invalid', origin: { row: 2 } });
    expect(rejectAt(rows, 1).message).toContain('row-group 1 row 2: column "blob" holds bytes that are not UTF-8');
    const { rows: others } = await readText('data.parquet', fixture('invalid-utf8.parquet'), { fields: ['n'] });
    expect(values(others)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it('keeps U+FFFD and NUL where the data has them', async () => {
    const { rows } = await written([{ name: 'text', data: ['\ufffd', 'a\0b', '\u2028\u0085'], type: 'STRING' }]);
    expect(values(rows)).toEqual([{ text: '\ufffd' }, { text: 'a\0b' }, { text: '\u2028\u0085' }]);
  });

  it('reads only the columns of the fields asked for', async () => {
    const name = 'nested.parquet';
    const { rows } = await readText(name, fixture(name), { fields: ['labels', 'scenario.flow', '@file'] });
    expect(Object.keys((goodRow(rows, 0) as any).value)).toEqual(['labels', 'scenario']);
    const { rows: all } = await readText(name, fixture(name), { fields: ['labels', 'absent'] });
    expect(Object.keys((goodRow(all, 0) as any).value)).toHaveLength(7);
  });

  it('does not look at the pages of other columns', async () => {
    const content = fixture('none.parquet');
    const place = content.indexOf('shipping') + 1;
    content[place] = content[place]! ^ 1;
    expect((await errorOf(readText('data.parquet', content))).message).toContain('column "label", page 1');
    const { rows } = await readText('data.parquet', content, { fields: ['text', 'ok'] });
    expect(rows).toHaveLength(40);
  });

  it('sets a row aside that has more bytes than the limit, and keeps its neighbours', async () => {
    const { rows } = await written(
      [{ name: 'text', data: ['a', 'x'.repeat(100), 'b'], type: 'STRING' }],
      {},
      { rowLimitBytes: 99 },
    );
    expect(values(rows)).toEqual([{ text: 'a' }, 'row-too-large@0', { text: 'b' }]);
    const passed = await written([{ name: 'text', data: ['x'.repeat(99)], type: 'STRING' }], {}, { rowLimitBytes: 99 });
    expect(values(passed.rows)).toEqual([{ text: 'x'.repeat(99) }]);
    const lists = { name: 'list', data: [['a', 'b'], Array.from({ length: 100 }, () => null), ['c']] };
    const schema = [{ name: 'root', num_children: 1 }, ...LIST];
    const { rows: others } = await written([lists], { schema }, { rowLimitBytes: 200 });
    expect(values(others)).toEqual([{ list: ['a', 'b'] }, 'row-too-large@0', { list: ['c'] }]);
  });

  it('keeps its temporary copy in the folder it is given, and removes it', async () => {
    const directory = await temporaryFolder();
    const [source] = await resolveSources([{ path: '-' }], { stdin: Readable.from([fixture('groups.parquet')]) });
    const reading = readSource(source!, { directory, batchSize: 1 });
    let copies: readonly string[] = [];
    for await (const batch of reading.batches) {
      copies = await readdir(directory);
      if (batch.length > 0) break;
    }
    expect(copies).toHaveLength(1);
    expect(await readdir(directory)).toEqual([]);
    await errorOf(streamed(fixture('groups.parquet').subarray(0, 100), { directory }));
    expect(await readdir(directory)).toEqual([]);
  });

  it('says where there is no room for a temporary copy', async () => {
    const directory = join(await temporaryFolder(), 'absent');
    const error = await errorOf(streamed(fixture('groups.parquet'), { directory }));
    expect(error.code).toBe('OUTPUT_UNWRITABLE');
    expect(error.message).toContain(directory);
  });

  it('stops where it is told to', async () => {
    const folder = await temporaryFolder({ 'data.parquet': fixture('groups.parquet') });
    const [source] = await resolveSources(['data.parquet'], { baseDirectory: folder });
    const controller = new AbortController();
    const reading = readSource(source!, { batchSize: 1, signal: controller.signal });
    const all = (async () => {
      for await (const batch of reading.batches) if (batch.length > 0) controller.abort();
    })();
    expect((await errorOf(all)).code).toBe('ABORTED');
  });

  it('tells that the file changed while it was read', async () => {
    const folder = await temporaryFolder({ 'data.parquet': fixture('groups.parquet') });
    const [source] = await resolveSources(['data.parquet'], { baseDirectory: folder });
    const reading = readSource(source!, { batchSize: 1 });
    const all = (async () => {
      for await (const [first] of reading.batches)
        if (first?.origin.row === 1) await writeFile(join(folder, 'data.parquet'), fixture('zstd.parquet'));
    })();
    expect((await errorOf(all)).code).toBe('SOURCE_CHANGED');
  });

  it('finds Parquet files in folders beside what Spark leaves there', async () => {
    const folder = await temporaryFolder({ 'in/_SUCCESS': '', 'in/.part-0.parquet.crc': 'x', 'in/notes.txt': 'x' });
    await mkdir(join(folder, 'in', 'more'));
    await writeFile(join(folder, 'in', 'part-0.snappy.parquet'), fixture('snappy.parquet'));
    await writeFile(join(folder, 'in', 'more', 'part-1.parquet'), fixture('gzip.parquet'));
    const sources = await resolveSources(['in'], { baseDirectory: folder });
    expect(sources.map(({ name }) => name)).toEqual(['in/more/part-1.parquet', 'in/part-0.snappy.parquet']);
    expect((await readAll('in/part-0.snappy.parquet', {}, folder)).rows).toHaveLength(40);
  });
});

describe('files by hyparquet-writer', () => {
  it('gives integers exactly: as numbers where they are, else as bigint', async () => {
    const numbers = [0n, -1n, 2n ** 53n - 1n, 2n ** 53n, 10000000000000000999n - 2n ** 63n, -(2n ** 63n)];
    const { rows } = await written([{ name: 'n', data: numbers, type: 'INT64' }]);
    const expected = numbers.map((n) => ({ n: Number.isSafeInteger(Number(n)) ? Number(n) : n }));
    expect(values(rows)).toEqual(expected);
  });

  it('gives the values of any table of texts, numbers, truth values and lists, in any codec and page size', async () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 12 }), { nil: null });
    const row = fc.record({
      text,
      n: fc.option(fc.double({ noNaN: true }), { nil: null }),
      ok: fc.option(fc.boolean(), { nil: null }),
      list: fc.option(fc.array(text, { maxLength: 4 }), { nil: null }),
    });
    const tables = fc.array(row, { minLength: 1, maxLength: 60 });
    const codecs = fc.constantFrom('UNCOMPRESSED' as const, 'SNAPPY' as const);
    await fc.assert(
      fc.asyncProperty(
        tables,
        codecs,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 70 }),
        async (table, codec, pageSize, rowGroupSize) => {
          const column = (name: keyof (typeof table)[number]): unknown[] => table.map((values) => values[name]);
          const { rows } = await written(
            [
              { name: 'text', data: column('text') },
              { name: 'n', data: column('n') },
              { name: 'ok', data: column('ok') },
              { name: 'list', data: column('list') },
            ] as ColumnSource[],
            {
              codec,
              pageSize,
              rowGroupSize,
              schema: [
                { name: 'root', num_children: 4 },
                { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
                { name: 'n', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
                { name: 'ok', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
                ...LIST,
              ],
            },
          );
          const isText = (value: string | null): boolean => value === null || value.isWellFormed();
          if (table.every((values) => isText(values.text) && (values.list ?? []).every(isText)))
            expect(values(rows)).toEqual(table);
        },
      ),
      { numRuns: 100 },
    );
  });
});
