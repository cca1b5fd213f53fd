import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import type { Mapping } from '../../src/normalize/normalize.js';

export const NAME = 'data.parquet';
export const LABEL: Mapping = { text: 'text', labels: { intent: { field: 'label' } } };

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
export const file = fc
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

export const mappings = fc.constantFrom<Mapping>(
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
