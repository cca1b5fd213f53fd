import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { inspect, prepare, type Mapping } from '../../src/index.js';
import { withFolder } from './support.js';

const ROWS = Array.from({ length: 60 }, (_, place) => ({
  text: `text ${place} – é 😀`,
  intent: ['billing', 'shipping', 'returns'][place % 3] ?? '',
  toxic: BigInt(place % 2),
  id: BigInt(place),
}));

const MAPPING: Mapping = {
  text: 'text',
  labels: { intent: { field: 'intent' }, flags: { columns: ['toxic'], none: 'clean' } },
};

function parquetOf(rows: typeof ROWS, rowGroupSize: number): Buffer {
  const column = (name: 'text' | 'intent' | 'toxic' | 'id'): unknown[] => rows.map((row) => row[name]);
  const columnData = [
    { name: 'text', data: column('text'), type: 'STRING' as const },
    { name: 'intent', data: column('intent'), type: 'STRING' as const },
    { name: 'toxic', data: column('toxic'), type: 'INT64' as const },
    { name: 'id', data: column('id'), type: 'INT64' as const },
  ];
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize }));
}

async function splitsOf(files: Readonly<Record<string, string | Buffer>>): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const out = join(folder, 'out');
    const sources = Object.keys(files).map((name) => join(folder, name));
    await prepare({ sources, mapping: MAPPING, out });
    return Promise.all(['train', 'validation', 'test'].map((name) => readFile(join(out, `${name}.jsonl`), 'utf8')));
  });
}

describe('prepare with Parquet', () => {
  it('gives the same bytes as the same rows in JSONL, in one file, in several, and compressed', async () => {
    const lines = ROWS.map(({ toxic, id, ...row }) => JSON.stringify({ ...row, toxic: Number(toxic), id: Number(id) }));
    const expected = await splitsOf({ 'rows.jsonl': lines.join('\n') });
    expect(await splitsOf({ 'rows.parquet': parquetOf(ROWS, 7) })).toEqual(expected);
    expect(await splitsOf({ 'a.parquet': parquetOf(ROWS.slice(0, 20), 50), 'b.jsonl': lines.slice(20).join('\n') })).toEqual(
      expected,
    );
    expect(await splitsOf({ 'rows.parquet.gz': gzipSync(parquetOf(ROWS, 60)) })).toEqual(expected);
  });

  it('says in the manifest what was read', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'rows.parquet');
      await writeFile(path, parquetOf(ROWS, 7));
      const { manifest } = await prepare({ sources: [path], mapping: MAPPING, out: join(folder, 'out') });
      expect(manifest.sources).toMatchObject([{ name: 'rows.parquet', format: 'parquet', rows: 60 }]);
    });
  });
});

describe('inspect with Parquet', () => {
  it('says the format and the fields, and guesses the mapping', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'rows.parquet');
      await writeFile(path, parquetOf(ROWS, 7));
      const { sources, rows, fields, guess } = await inspect([path]);
      expect(sources).toMatchObject([{ format: 'parquet', rows: 60 }]);
      expect(rows).toBe(60);
      expect(fields.map(({ name }) => name)).toEqual(['text', 'intent', 'toxic', 'id']);
      expect(guess).toMatchObject({ text: 'text', labels: { intent: { field: 'intent' } } });
    });
  });
});
