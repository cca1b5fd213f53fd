import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../src/normalize/normalize.js';
import { FIXTURES, readJson } from '../read/parquet-support.js';
import { file, LABEL, mappings, NAME } from './paged-files.js';
import { outcomeOf, scanOf } from './support.js';

const TIMES = Number(process.env.LANE_RUNS ?? 1);
const TIMEOUT_MS = 60_000 * Math.max(1, TIMES);
/** A busy machine runs fewer of them. */
const limit = { interruptAfterTimeLimit: 12_000 * TIMES, markInterruptAsFailure: false };
/** One in so many of the flips of the fixtures. */
const EVERY = Math.ceil(16 / TIMES);
const FLIPS: readonly (readonly [string, readonly (readonly [place: number, mask: number])[]])[] = Object.entries(
  readJson('flips.json'),
);
describe('the byte lane, on Parquet', () => {
  it(
    'gives the entries, examples, rejects and summary of the row lane, however the file is laid out',
    async () => {
      await fc.assert(
        fc.asyncProperty(file, mappings, fc.boolean(), async (bytes, mapping, isWatched) => {
          const expected = await scanOf(bytes, { lane: 'rows', mapping, isWatched, name: NAME });
          expect(await scanOf(bytes, { lane: 'auto', mapping, isWatched, name: NAME })).toEqual(expected);
        }),
        { numRuns: 50 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'writes the bytes of the row lane, and the same rejects and account',
    async () => {
      const settings = fc.record({
        duplicates: fc.constantFrom('keep' as const, 'keep-one' as const),
        contradictions: fc.constantFrom('keep' as const, 'drop' as const, 'majority' as const),
        balance: fc.constantFrom({}, { min: 2, max: 5 }),
        mapping: mappings,
      });
      await fc.assert(
        fc.asyncProperty(file, settings, async (bytes, options) => {
          const given = { ...options, allowSingleClass: true };
          const expected = await outcomeOf(bytes, given, { lane: 'rows', name: NAME });
          const found = await outcomeOf(bytes, given, { lane: 'auto', name: NAME });
          expect({ ...found, lane: '', why: '' }).toEqual({ ...expected, lane: '', why: '' });
          if (found.lane !== undefined) expect(found.lane).toBe('bytes');
        }),
        { numRuns: 25 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it.each(['PLAIN', 'RLE_DICTIONARY', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'] as const)(
    'sends a row the row way only where its labels are new, or it is unusual: %s',
    async (encoding) => {
      const data = Array.from({ length: 2000 }, (_, at) => (at === 700 ? null : `text ${at}`));
      const labels = data.map((_, at) => ['x', 'y', null][at % 3]);
      const columnData: ColumnSource[] = [
        { name: 'text', data, type: 'STRING', encoding },
        { name: 'label', data: labels, type: 'STRING' },
      ];
      const bytes = Buffer.from(parquetWriteBuffer({ columnData, pageSize: 3000, rowGroupSize: 900 }));
      const mapping: Mapping = { text: 'text', labels: { intent: { field: 'label', optional: true }, fixed: { constant: 'c' } } };
      let rows = 0;
      await scanOf(bytes, { lane: 'auto', mapping, name: NAME, onRow: () => rows++ });
      expect(rows).toBe(4);
    },
  );

  const plain = readdirSync(FIXTURES).filter((name) => /^(?!nested|types|int96|invalid|delta-int64).*\.parquet$/.test(name));

  it.each(plain)('gives what the row lane gives for %s', async (name) => {
    const bytes = readFileSync(join(FIXTURES, name));
    for (const mapping of [
      LABEL,
      { text: 'label', labels: { flag: { field: 'ok', optional: true } } },
      { text: 'text', labels: { all: { columns: { a: 'ok' }, none: 'no' }, count: { field: 'count', optional: true } } },
    ]) {
      const expected = await scanOf(bytes, { lane: 'rows', mapping, name: NAME });
      expect(await scanOf(bytes, { lane: 'auto', mapping, name: NAME })).toEqual(expected);
    }
  });

  it.each(FLIPS)(
    'fails as the row lane does, or gives the same, where a byte is changed: %s',
    async (name, flips) => {
      const content = readFileSync(join(FIXTURES, name));
      for (const [place, mask] of flips.filter((_, at) => at % EVERY === 0)) {
        const damaged = Buffer.from(content);
        damaged[place] = (damaged[place] ?? 0) ^ mask;
        const expected = await scanOf(damaged, { lane: 'rows', mapping: LABEL, name: NAME });
        expect(await scanOf(damaged, { lane: 'auto', mapping: LABEL, name: NAME })).toEqual(expected);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'fails as the row lane does, or gives the same, where any byte of a Snappy page is changed',
    async () => {
      const content = readFileSync(join(FIXTURES, 'snappy-v2.parquet'));
      await fc.assert(
        fc.asyncProperty(fc.nat(content.length - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
          const damaged = Buffer.from(content);
          damaged[place] = (damaged[place] ?? 0) ^ mask;
          const expected = await scanOf(damaged, { lane: 'rows', mapping: LABEL, name: NAME });
          expect(await scanOf(damaged, { lane: 'auto', mapping: LABEL, name: NAME })).toEqual(expected);
        }),
        { numRuns: 60 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it('gives every text whole where pages hold no more than how each differs from the one before', async () => {
    const texts = Array.from(
      { length: 500 },
      (_, at) => `a long beginning that all of them share ${'and so on '.repeat(at % 9)}${at}`,
    );
    const columnData: ColumnSource[] = [
      { name: 'text', data: texts, type: 'STRING', encoding: 'DELTA_BYTE_ARRAY' },
      { name: 'label', data: texts.map((_, at) => `class ${at % 3}`), type: 'STRING' },
    ];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData }));
    const expected = await scanOf(bytes, { lane: 'rows', mapping: LABEL, name: NAME });
    expect(await scanOf(bytes, { lane: 'auto', mapping: LABEL, name: NAME })).toEqual(expected);
  });

  it('reads several files of different types one after the other', async () => {
    const write = (type: ColumnSource['type'], data: unknown[]): Buffer =>
      Buffer.from(
        parquetWriteBuffer({
          columnData: [
            { name: 'text', data: ['a', 'b'] },
            { name: 'label', data, type },
          ] as ColumnSource[],
        }),
      );
    // the same four bytes are a number in one file and text in the other
    for (const bytes of [write('INT32', [0x61626364, 7]), write('STRING', ['dcba', 'x'])]) {
      const expected = await scanOf(bytes, { lane: 'rows', mapping: LABEL, name: NAME });
      expect(await scanOf(bytes, { lane: 'auto', mapping: LABEL, name: NAME })).toEqual(expected);
    }
  });
});
