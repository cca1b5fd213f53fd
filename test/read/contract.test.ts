import { describe, expect, it } from 'vitest';
import { READERS, type Format } from '../../src/read/read.js';
import { errorOf, plain, readText, values } from './support.js';

interface Sample {
  readonly format: Format;
  readonly file: string;
  /** Five lines or so: multi-byte characters, escapes, a bad row where the format has such. */
  readonly content: string;
  readonly values: readonly unknown[];
  readonly lines: readonly number[];
}

const SAMPLES: readonly Sample[] = [
  {
    format: 'csv',
    file: 'data.csv',
    content: 'text,label\n"a, ""b""",x\nplain,y\n\n"two\nlines é😀",z\none cell\n"bad"quote,w\nlast,v\n',
    values: [['a, "b"', 'x'], ['plain', 'y'], ['two\nlines é😀', 'z'], 'csv-columns@7', 'csv-quote@8', ['last', 'v']],
    lines: [2, 3, 5, 7, 8, 9],
  },
  {
    format: 'tsv',
    file: 'data.tsv',
    content: 'text\tlabel\nä, b\tx\n"tab\tin"\ty\n\nz\tz\n',
    values: [
      ['ä, b', 'x'],
      ['tab\tin', 'y'],
      ['z', 'z'],
    ],
    lines: [2, 3, 5],
  },
  {
    format: 'jsonl',
    file: 'data.jsonl',
    content: '{"text":"é😀","label":"x"}\n\n["positional","y"]\n{"broken":\n"scalar"\n{"n":12345678901234567890}\n',
    values: [{ text: 'é😀', label: 'x' }, ['positional', 'y'], 'json-syntax@4', 'row-shape@5', { n: 12345678901234567890n }],
    lines: [1, 3, 4, 5, 6],
  },
  {
    format: 'json',
    file: 'data.json',
    content:
      '{\n "tr\\u00e4in é": [\n  ["a \\"q\\" 😀", "x"],\n  {"t": [1, {"u": "]}"}],\n   "l": 2}, 7 ],\n "empty": [],\n "test": [["c","d"]]\n}\n',
    values: [['a "q" 😀', 'x'], { t: [1, { u: ']}' }], l: 2 }, 'row-shape@5', ['c', 'd']],
    lines: [3, 4, 5, 7],
  },
];

describe.each(SAMPLES)('the $format reader', (sample) => {
  const { file, content } = sample;

  it('is in the catalogue under its format', () => {
    expect(READERS.get(sample.format)?.format).toBe(sample.format);
  });

  it('tells its format from the content alone', async () => {
    expect((await readText('data', content)).summary.format).toBe(sample.format);
  });

  it('gives the rows with their lines', async () => {
    const { rows, summary } = await readText(file, content);
    expect(values(rows)).toEqual(sample.values);
    expect(rows.map((row) => row.origin.line)).toEqual(sample.lines);
    expect(rows.map((row) => row.origin.row)).toEqual(sample.lines.map((_, place) => place + 1));
    expect(summary.rows).toBe(rows.length);
  });

  it.each([1, 2, 3, 7, 64, 64 * 1024])(
    'gives the same rows, origins and rejects in chunks of %i bytes',
    async (chunkSizeBytes) => {
      const whole = await readText(file, content);
      const chunked = await readText(file, content, { chunkSizeBytes });
      expect(plain(chunked.rows)).toEqual(plain(whole.rows));
      expect(chunked.summary).toEqual(whole.summary);
    },
  );

  it.each([1, 2, 3, 1000])('gives the same rows in batches of %i', async (batchSize) => {
    const { rows } = await readText(file, content, { batchSize });
    expect(values(rows)).toEqual(sample.values);
  });

  it.each([1, 2, 7, 64 * 1024])('reads CRLF as LF, in chunks of %i bytes', async (chunkSizeBytes) => {
    const { rows } = await readText(file, content.replaceAll('\n', '\r\n'), { chunkSizeBytes });
    const expected = JSON.stringify(sample.values, bigintAsText).replaceAll('two\\nlines', 'two\\r\\nlines');
    expect(JSON.stringify(values(rows), bigintAsText)).toBe(expected);
    expect(rows.map((row) => row.origin.line)).toEqual(sample.lines);
  });

  it.each([1, 2, 7, 64 * 1024])('leaves out a byte order mark, in chunks of %i bytes', async (chunkSizeBytes) => {
    const bare = await readText(file, content);
    const marked = await readText(file, '\ufeff' + content, { chunkSizeBytes });
    expect(values(marked.rows)).toEqual(sample.values);
    expect(marked.rows.map((row) => row.origin.byte)).toEqual(bare.rows.map((row) => row.origin.byte + 3));
    expect(marked.summary.csv).toEqual(bare.summary.csv);
  });

  it('needs no newline at the end', async () => {
    expect(values((await readText(file, content.trimEnd())).rows)).toEqual(sample.values);
  });

  it.each(['', '\ufeff', '\n', ' \n\r\n\n'])('gives no rows for %j', async (nothing) => {
    const { rows, summary } = await readText(file, nothing);
    expect(rows).toEqual([]);
    expect(summary.rows).toBe(0);
  });

  it('names the first byte of each row, so that the row can be cut out of the file', async () => {
    const { rows } = await readText(file, content);
    const bytes = Buffer.from(content);
    for (const row of rows) {
      const raw = typeof row.raw === 'string' ? row.raw : row.raw();
      expect(bytes.subarray(row.origin.byte).toString().startsWith(raw)).toBe(true);
    }
  });

  it('refuses bytes that are not UTF-8 and names their place', async () => {
    const bytes = Buffer.from(content);
    const at = bytes.indexOf(0xc3);
    bytes[at + 1] = 0x28;
    const error = await errorOf(readText(file, bytes, { chunkSizeBytes: 5 }));
    expect(error.code).toBe('SOURCE_MALFORMED');
    const line = bytes.subarray(0, at).toString().split('\n').length;
    expect(error.message).toContain(`${file}:${line}: byte ${at} is not UTF-8`);
  });

  it('refuses a character that the end of the file cuts short', async () => {
    const bytes = Buffer.concat([Buffer.from(content), Buffer.from([0xf0, 0x9f])]);
    const error = await errorOf(readText(file, bytes, { chunkSizeBytes: 3 }));
    expect(error.message).toContain(`byte ${bytes.length - 2} is not UTF-8`);
  });

  it('digests the bytes of the file, whatever the chunks', async () => {
    const one = await readText(file, '\ufeff' + content, { chunkSizeBytes: 1 });
    const other = await readText(file, '\ufeff' + content);
    expect(one.summary.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(one.summary.digest).toBe(other.summary.digest);
    expect(one.summary.bytes).toBe(Buffer.byteLength('\ufeff' + content));
  });
});

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
