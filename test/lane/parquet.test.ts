import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../src/normalize/normalize.js';
import { FIXTURES, readJson } from '../read/parquet-support.js';
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
const NAME = 'data.parquet';
const LABEL: Mapping = { text: 'text', labels: { intent: { field: 'label' } } };

const PIECES = [
  'a',
  'word ',
  ' ',
  '',
  '"',
  '\n',
  '\\',
  '\u0001',
  'é',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u3000',
  '東京',
  '🙂',
  'null',
];
const text = fc.oneof(
  { weight: 20, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.constantFrom('the same text', 'another one', null, null) },
  { weight: 1, arbitrary: fc.nat(300).map((size) => 'longer than one look of the kernel '.repeat(size)) },
);
const label = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('x', 'y', 'z', 'class one', 'ü') },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', null, 'y ') },
);
const row = fc.record({
  text,
  label,
  isTrue: fc.option(fc.boolean()),
  count: fc.option(fc.integer({ min: -2, max: 3 })),
  large: fc.option(fc.bigInt({ min: 0n, max: 2n }).map((value) => value * 2n ** 40n)),
  score: fc.option(fc.constantFrom(0.5, -0, 0, 1)),
});

const layout = fc.record({
  codec: fc.constantFrom('SNAPPY', 'SNAPPY', 'UNCOMPRESSED', 'GZIP', 'BROTLI'),
  pageSize: fc.constantFrom(100, 1000, 1 << 20),
  rowGroupSize: fc.constantFrom(7, 30, 1000),
  texts: fc.constantFrom(undefined, 'PLAIN', 'RLE_DICTIONARY', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'),
  labels: fc.constantFrom(undefined, 'PLAIN', 'RLE_DICTIONARY', 'DELTA_BYTE_ARRAY'),
  numbers: fc.constantFrom(undefined, 'PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'),
  truths: fc.constantFrom(undefined, 'PLAIN', 'RLE'),
});

const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
};

/** A file of the rows, nullable columns and others, however it is laid out. */
const file = fc
  .record({ rows: fc.array(row, { minLength: 1, maxLength: 60, size: 'max' }), layout })
  .map(({ rows, layout: { codec, pageSize, rowGroupSize, texts, labels, numbers, truths } }) => {
    const column = (name: string, type: ColumnSource['type'], encoding: string | undefined, data: unknown[]): ColumnSource => {
      return { name, type, data, ...(encoding === undefined ? {} : { encoding }) } as ColumnSource;
    };
    const scores = numbers === 'DELTA_BINARY_PACKED' ? undefined : numbers;
    const columnData = [
      column(
        'count',
        'INT32',
        numbers,
        rows.map((each) => each.count),
      ),
      column(
        'text',
        'STRING',
        texts,
        rows.map((each) => each.text),
      ),
      column(
        'isTrue',
        'BOOLEAN',
        truths,
        rows.map((each) => each.isTrue),
      ),
      column(
        'label',
        'STRING',
        labels,
        rows.map((each) => each.label),
      ),
      column(
        'required',
        'STRING',
        labels,
        rows.map((each) => each.label ?? 'none'),
      ),
      column(
        'large',
        'INT64',
        numbers,
        rows.map((each) => each.large),
      ),
      column(
        'score',
        'DOUBLE',
        scores,
        rows.map((each) => each.score),
      ),
    ];
    return Buffer.from(parquetWriteBuffer({ columnData, codec, compressors, pageSize, rowGroupSize }));
  });

const mappings = fc.constantFrom<Mapping>(
  LABEL,
  LABEL,
  { text: 'text', labels: { intent: { field: 'required' }, flag: { field: 'isTrue', optional: true } } },
  {
    text: 'text',
    labels: { number: { field: 'count', optional: true }, big: { field: 'large', missing: ['0'], optional: true } },
  },
  { text: 'text', labels: { intent: { field: 'label', trim: true, map: { x: 'X' }, unmapped: 'drop' } } },
  { text: 'text', labels: { tags: { columns: { truth: 'isTrue', rest: 'score' }, none: 'no' } } },
  { text: 'label', labels: { intent: { field: 'required' } } },
  { text: 'text', labels: { absent: { field: 'absent' } } },
  { text: 'count', labels: { intent: { field: 'label' } } },
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
