import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/read/detect.js';
import { errorOf, readText } from './support.js';

const detect = (content: string, name = 'data'): string => detectFormat(name, Buffer.from(content), true);

describe('the format', () => {
  it.each([
    ['[{"a":1}]', 'json'],
    ['[\n  {"a":1}\n]\n', 'json'],
    ['[["a","x"],["b","y"]]', 'json'],
    ['[]', 'json'],
    ['{\n  "train": []\n}', 'json'],
    ['{"train":[["a","x"]],"test":[]}', 'json'],
    ['[{"a":1}]\n[{"b":2}]\n', 'json'],
    ['{"a":1}\n{"a":2}\n', 'jsonl'],
    ['{"a":1}', 'jsonl'],
    ['\n\n{"a":1}\n', 'jsonl'],
    ['["a","x"]\n["b","y"]\n', 'jsonl'],
    ['[["turn 1"],"x"]\n', 'jsonl'],
    ['{"a" 1}\n{"a":2}\n', 'jsonl'],
    ['oops\n{"a":1}\n{"a":2}\n', 'jsonl'],
    ['text,label\na,b\n', 'csv'],
    ['text;label\na;b\n', 'csv'],
    ['text\tlabel\na\tb\n', 'tsv'],
    ['text\nhello\n', 'csv'],
    ['[tag] text,label\na,b\n', 'csv'],
    ['{name},label\na,b\n', 'csv'],
    ['', 'csv'],
  ])('of %j is %s', (content, format) => {
    expect(detect(content)).toBe(format);
  });

  it.each([
    ['text,label\na,b\n', 'data.json', 'csv'],
    ['{"a":1}\n{"a":2}\n', 'data.csv', 'jsonl'],
    ['[{"a":1}]', 'data.jsonl', 'json'],
  ])('of %j is not told from the name %s', (content, name, format) => {
    expect(detect(content, name)).toBe(format);
  });

  it.each([
    ['text\nhello\n', 'data.tsv', 'csv'],
    ['"text"', 'data.json', 'json'],
    ['oops', 'data.jsonl', 'jsonl'],
    ['["a","x"]', 'data.json', 'json'],
    ['{"a":1,\n{"a":2}', 'data.jsonl', 'jsonl'],
    ['', 'data.jsonl', 'jsonl'],
  ])('of %j in %s, which fits two, is told from the name', (content, name, format) => {
    expect(detect(content, name)).toBe(format === 'csv' ? 'tsv' : format);
  });

  it('of a first row longer than the head is told from its beginning', () => {
    const row = `{"messages":[{"role":"user","content":"${'x'.repeat(100)}`;
    expect(detectFormat('data.jsonl', Buffer.from(row), false)).toBe('jsonl');
    expect(detectFormat('data.json', Buffer.from(row), false)).toBe('json');
    expect(detectFormat('-', Buffer.from(`{"text":"${'x'.repeat(100)}`), false)).toBe('jsonl');
  });

  it('that the user names goes first', async () => {
    expect((await readText('data.csv', 'a,b\n', { format: 'tsv' })).summary).toMatchObject({
      format: 'tsv',
      csv: { header: ['a,b'] },
    });
  });
});

describe('what is not UTF-8 text', () => {
  it.each([
    ['gzip within gzip', gzipSync(gzipSync('text,label\n'))],
    ['ZIP', Buffer.from('PK\x03\x04\x14')],
    ['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10])],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['ELF', Buffer.from('\x7fELF\x02')],
    ['NUL byte', Buffer.from('text,label\na,c\n', 'utf16le')],
    ['NUL byte', Buffer.from('text,label\na\0\xff,c\n', 'latin1')],
    ['NUL byte', Buffer.alloc(100_000)],
  ])('is refused by name: %s', async (kind, content) => {
    const error = await errorOf(readText('data.csv', content, { chunkSizeBytes: 1 }));
    expect(error.code).toBe('FORMAT_UNKNOWN');
    expect(error.message).toContain(kind);
    expect(error.message).toContain('data.csv');
  });

  it.each([
    ['UTF-32BE', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x61])],
    ['UTF-32LE', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ])('is refused as %s', async (encoding, content) => {
    const error = await errorOf(readText('data.csv', content));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { encoding } });
    expect(error.message).toContain(`iconv -f ${encoding}`);
  });

  it('is refused as a whole where one byte is Windows-1252', async () => {
    const error = await errorOf(readText('data.csv', Buffer.from('text,label\na,b\ncaf\xe9,c\n', 'latin1')));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line: 3, byte: 18 } });
  });
});
