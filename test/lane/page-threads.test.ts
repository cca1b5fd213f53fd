import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/index.js';
import type { WalkedChunk } from '../../src/lane/threads/messages.js';
import { withFolder } from '../pipeline/support.js';
import { bothPasses } from './both-passes.js';
import { hireInTurns, type Turns } from './in-turns.js';
import { file, LABEL, mappings, NAME } from './paged-files.js';
import { digestRun, scanOf, withJob } from './support.js';

const COUNT = 4000;
/** Stretches of 32 rows or 2 KiB. */
const blockBytes = 1024;

interface Laid {
  readonly rowGroupSize?: number | readonly number[];
  readonly pageSize?: number;
  readonly codec?: 'SNAPPY' | 'UNCOMPRESSED';
  readonly encoding?: 'PLAIN' | 'RLE_DICTIONARY' | 'DELTA_BYTE_ARRAY';
  readonly count?: number;
}

/** Rows of all kinds: blank, null, repeated in other numbers than a stretch has rows, with labels that come late. */
function write({ rowGroupSize = 700, pageSize = 900, codec = 'SNAPPY', encoding, count = COUNT }: Laid = {}): Buffer {
  const rows = Array.from({ length: count }, (_, at) => at);
  const text = rows.map((at) => {
    if (at % 331 === 330) return null;
    if (at % 401 === 400) return '  ';
    return at % 7 === 0 ? `the same text again ${at % 35}` : `some text with é and 東京 and a "quote" ${at}`;
  });
  const label = rows.map((at) => (at > 2500 && at % 611 === 0 ? `late ${at}` : at % 13 === 0 ? null : `class ${at % 6}`));
  const columnData: ColumnSource[] = [
    { name: 'label', data: label, type: 'STRING' },
    { name: 'text', data: text, type: 'STRING', ...(encoding === undefined ? {} : { encoding }) },
  ];
  const sizes = typeof rowGroupSize === 'number' ? rowGroupSize : [...rowGroupSize];
  return Buffer.from(parquetWriteBuffer({ columnData, pageSize, rowGroupSize: sizes, codec }));
}

/** What both passes tell with a worker that has its turns, and without one; and the stretches that main took from it. */
async function compare(bytes: Buffer, turns: Turns, mapping = LABEL, kind: 'pages' | 'table' = 'pages') {
  const options = { mapping, blockBytes: kind === 'pages' ? blockBytes : 2048, name: kind === 'pages' ? NAME : 'data.csv' };
  const taken: WalkedChunk[] = [];
  const alone = await withJob(bytes, options, (job) => bothPasses(job, kind));
  const crew = hireInTurns({ ...turns, onTaken: (walked) => taken.push(walked) });
  const together = await withJob(bytes, options, (job) => bothPasses(job, kind, crew));
  return { alone, together, taken };
}

describe('a worker on pages', () => {
  it.each<[string, Laid]>([
    ['groups of many pages', {}],
    ['one page a group', { pageSize: 1 << 20 }],
    ['one group', { rowGroupSize: COUNT }],
    ['groups of one row', { rowGroupSize: 1, count: 600 }],
    ['groups of all sizes', { rowGroupSize: [1, 3, 1000, 2, 64, 65, 1, 900] }],
    ['plain values', { encoding: 'PLAIN', codec: 'UNCOMPRESSED' }],
    ['a dictionary', { encoding: 'RLE_DICTIONARY' }],
    ['values by their differences', { encoding: 'DELTA_BYTE_ARRAY' }],
  ])('tells the entries, lines, rejects, places and order of one thread: %s', async (_, laid) => {
    for (const each of [[1], [3, 0, 2], [8]]) {
      const { alone, together, taken } = await compare(write(laid), { each });
      expect(together).toEqual(alone);
      expect(together).toHaveProperty('leftOut');
      const rows = taken.reduce((sum, walked) => sum + walked.rows, 0);
      // in two passes; it stops at the first blank text or null of each stretch
      expect(rows).toBeGreaterThan((laid.count ?? COUNT) / 10);
      if (laid.count === undefined) expect(taken.some(({ isWhole }) => !isWhole)).toBe(true);
    }
  });

  it('tells them whatever the file, the mapping and its turns', async () => {
    const turns = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(file, mappings, turns, async (bytes, mapping, each) => {
        const options = { mapping, blockBytes: 64, name: NAME };
        const alone = await withJob(bytes, options, (job) => bothPasses(job, 'pages'));
        expect(await withJob(bytes, options, (job) => bothPasses(job, 'pages', hireInTurns({ each })))).toEqual(alone);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  }, 60_000);

  it('leaves a damaged page of a late group to main, which fails as the row lane does', async () => {
    const bytes = write();
    let failures = 0;
    for (const share of [0.6, 0.8, 0.9]) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xee, Math.floor(bytes.length * share), Math.floor(bytes.length * share) + 40);
      const { alone, together } = await compare(damaged, { each: [8] });
      expect(together).toEqual(alone);
      expect(together).toEqual(await scanOf(damaged, { lane: 'rows', mapping: LABEL, name: NAME, blockBytes }));
      failures += Number(Object.keys(together as object).includes('failure'));
    }
    expect(failures).toBe(3);
  });

  it('says nothing of a field that holds lists, which goes by rows', async () => {
    const columnData = [
      { name: 'text', data: Array.from({ length: 300 }, (_, at) => `text ${at}`) },
      { name: 'label', data: Array.from({ length: 300 }, (_, at) => ['a', `b${at % 3}`]) },
    ] as ColumnSource[];
    const schema: Parameters<typeof parquetWriteBuffer>[0]['schema'] = [
      { name: 'root', num_children: 2 },
      { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'label', num_children: 1, converted_type: 'LIST', repetition_type: 'OPTIONAL' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    ];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData, schema, rowGroupSize: 50 }));
    const { alone, together, taken } = await compare(
      bytes,
      { each: [8] },
      { text: 'text', labels: { tags: { field: 'label' } } },
    );
    expect(together).toEqual(alone);
    expect(together).toMatchObject({ summaries: [{ rows: 300 }], rejects: [] });
    expect(taken).toEqual([]);
  });
});

describe('a worker on a table', () => {
  it('tells lines in the order of one thread where inputs repeat', async () => {
    const rows = Array.from(
      { length: 12_000 },
      (_, at) => `${at},${at % 3 === 0 ? 'the same text' : `text ${at}`},class ${at % 4}\n`,
    );
    const { alone, together, taken } = await compare(
      Buffer.from(`id,text,label\n${rows.join('')}`),
      { each: [3] },
      LABEL,
      'table',
    );
    expect(taken.length).toBeGreaterThan(10);
    expect(together).toEqual(alone);
  });
});

describe('threads, on Parquet', () => {
  it('give the entries, rejects, places and digest of the row lane', async () => {
    const bytes = write();
    const expected = await scanOf(bytes, { lane: 'rows', mapping: LABEL, name: NAME, blockBytes });
    for (const threads of [1, 2, 4]) {
      expect(await scanOf(bytes, { lane: 'auto', mapping: LABEL, name: NAME, blockBytes, threads })).toEqual(expected);
    }
  }, 60_000);

  it.each(['shuffled', 'source'] as const)(
    'write the same bytes, rejects and account, one as four: order %s',
    async (order) => {
      await withFolder(async (folder) => {
        const bytes = write({ count: 400_000, rowGroupSize: 90_000, pageSize: 1 << 18 });
        await writeWithHole(join(folder, NAME), bytes, 48 * 1024 * 1024);
        const digests = new Set<string>();
        for (const threads of [1, 2, 4]) {
          const out = join(folder, `out-${threads}`);
          const rejects = join(folder, 'rejects.jsonl');
          await prepare({
            baseDirectory: folder,
            sources: [NAME],
            mapping: LABEL,
            balance: { min: 2, max: 40_000 },
            duplicates: 'keep',
            contradictions: 'keep',
            maxRejects: '100%',
            rejects,
            order,
            threads,
            out,
          });
          digests.add(await digestRun(out, rejects));
        }
        expect(digests.size).toBe(1);
      });
    },
    120_000,
  );
});

/** Writes a file with so many zeros before its footer, which nobody reads but for the digest: threads start where a file is large. */
async function writeWithHole(path: string, bytes: Buffer, zeros: number): Promise<void> {
  const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  const handle = await open(path, 'w');
  try {
    await handle.write(bytes, 0, footer, 0);
    await handle.write(bytes, footer, bytes.length - footer, footer + zeros);
  } finally {
    await handle.close();
  }
}
