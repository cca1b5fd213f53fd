import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import xxhash from 'xxhash-wasm';
import type { ManifestFile } from '../../src/core/manifest.js';
import { readUnchecked, surveyFile, surveyPlainFile, type Part } from '../../src/upload/upload.js';
import { temporaryFolder } from './support.js';

const signal = new AbortController().signal;
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

async function describeFile(content: Buffer): Promise<ManifestFile> {
  const digest = (await xxhash()).create64().update(content).digest().toString(16).padStart(16, '0');
  const lines = content.toString('latin1').split('\n').length - 1;
  return { name: 'train.jsonl', split: 'train', bytes: content.length, lines, xxh64: digest };
}

async function contentOf(part: Part): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of readUnchecked(part)) blocks.push(Buffer.from(block));
  return Buffer.concat(blocks);
}

describe('a file that is too large for its destination', () => {
  it('is cut at line ends into as few shards as fit one after another, which together are the file', async () => {
    const folder = await temporaryFolder();
    const lines = fc.array(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 30, max: 400 }), async (lengths, maxFileBytes) => {
        const content = Buffer.from(lengths.map((length) => `${'x'.repeat(length)}\n`).join(''));
        const file = await describeFile(content);
        await writeFile(join(folder, file.name), content);
        const parts = await surveyFile(folder, file, { signal, maxFileBytes });
        const contents = await Promise.all(parts.map(contentOf));
        expect(Buffer.compare(Buffer.concat(contents), content)).toBe(0);
        expect(parts.map(({ lines }) => lines).reduce((sum, count) => sum + count, 0)).toBe(file.lines);
        for (const [at, part] of parts.entries()) {
          const mine = contents[at]!;
          expect(part.sha256).toBe(sha256(mine));
          expect(mine.length).toBe(part.bytes);
          expect(mine.length).toBeLessThanOrEqual(maxFileBytes);
          expect(mine.at(-1)).toBe(10);
          const next = contents[at + 1];
          if (next !== undefined) expect(mine.length + next.indexOf(10) + 1).toBeGreaterThan(maxFileBytes);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has the number of its shards in their names', async () => {
    const folder = await temporaryFolder();
    const content = Buffer.from('12345678\n'.repeat(5));
    await writeFile(join(folder, 'train.jsonl'), content);
    const parts = await surveyFile(folder, await describeFile(content), { signal, maxFileBytes: 20 });
    const names = ['train-00001-of-00003.jsonl', 'train-00002-of-00003.jsonl', 'train-00003-of-00003.jsonl'];
    expect(parts.map(({ name, lines }) => [name, lines])).toEqual([
      [names[0], 2],
      [names[1], 2],
      [names[2], 1],
    ]);
  });

  it('is refused where one line alone is too large, even one of more than a block', async () => {
    const folder = await temporaryFolder();
    for (const [length, maxFileBytes] of [
      [21, 20],
      [200_000, 150_000],
    ] as const) {
      const content = Buffer.from(`short\n${'x'.repeat(length)}\n`);
      await writeFile(join(folder, 'train.jsonl'), content);
      const surveyed = surveyFile(folder, await describeFile(content), { signal, maxFileBytes });
      await expect(surveyed).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', facts: { byte: 6 } });
    }
  });
});

describe('a file that is not what the manifest says', () => {
  it.each([
    ['longer', 'ab\n', {}],
    ['other', 'b\n', {}],
  ])('is refused before anything is sent (%s)', async (_, content) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'train.jsonl'), content);
    const file = await describeFile(Buffer.from('a\n'));
    await expect(surveyFile(folder, file, { signal, maxFileBytes: 100 })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  it('is refused where it is gone', async () => {
    const folder = await temporaryFolder();
    const file = await describeFile(Buffer.from('a\n'));
    await expect(surveyFile(folder, file, { signal, maxFileBytes: 100 })).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    await expect(surveyPlainFile(folder, 'manifest.json')).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });

  it('is told while it is sent where the manifest has its SHA-256, so it is not read before', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'train.jsonl'), 'b\n');
    const file = { ...(await describeFile(Buffer.from('a\n'))), sha256: sha256(Buffer.from('a\n')) };
    const [part] = await surveyFile(folder, file, { signal, maxFileBytes: 100 });
    expect(part?.sha256).toBe(file.sha256);
  });
});
