import { describe, expect, it } from 'vitest';
import iconv from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import { resolveSources, readSource, type FileSource, type ReadOptions } from '../../src/read/read.js';
import { isReject } from '../../src/core/reject.js';
import { errorOf, plain, rejectAt, temporaryFolder, values, type ReadBack } from './support.js';

const CHUNKS = [1, 2, 7, 64 * 1024];
const TEXT = 'text,label\n"café, 日本語 😀",x\nnaïve,y\n';

type Told = Omit<FileSource, 'path'>;

async function read(content: Buffer, told: Told = {}, options: ReadOptions = {}, name = 'data.csv'): Promise<ReadBack> {
  const folder = await temporaryFolder({ [name]: content });
  const [source] = await resolveSources([{ path: name, ...told }], { baseDirectory: folder });
  const reading = readSource(source!, options);
  const rows = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

const withMark = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a byte order mark', () => {
  it.each([
    ['utf-16le', withMark(TEXT)],
    ['utf-16be', withMark(TEXT).swap16()],
  ])('of %s gives the same rows as UTF-8, whatever the chunks', async (encoding, content) => {
    const bare = await read(Buffer.from(TEXT));
    for (const chunkSizeBytes of CHUNKS) {
      const { rows, summary } = await read(content, {}, { chunkSizeBytes });
      expect(plain(rows)).toEqual(plain(bare.rows));
      expect(summary).toMatchObject({ encoding, bytes: content.length });
    }
    expect(values((await read(gzipSync(content))).rows)).toEqual(values(bare.rows));
  });

  it('of UTF-16 is read in every format', async () => {
    expect(values((await read(withMark('{"text":"é"}\n'), {}, {}, 'a.jsonl')).rows)).toEqual([{ text: 'é' }]);
    expect(values((await read(withMark('[{"text":"é"}]'), {}, {}, 'a.json')).rows)).toEqual([{ text: 'é' }]);
    expect(values((await read(withMark('a\tb\né\tx\n'), {}, {}, 'a.tsv')).rows)).toEqual([['é', 'x']]);
  });

  it('of UTF-16 alone gives no rows', async () => {
    expect((await read(withMark(''))).rows).toEqual([]);
  });

  it('that gainsays the encoding given is an error', async () => {
    const error = await errorOf(read(Buffer.from('\ufeffa,b\n'), { encoding: 'windows-1252' }));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain('begins with the byte order mark of UTF-8');
  });

  it.each([
    ['utf-16', withMark(TEXT)],
    ['UTF-16LE', withMark(TEXT)],
    ['utf16le', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16BE', Buffer.from(TEXT, 'utf16le').swap16()],
    ['utf8', Buffer.from(`\ufeff${TEXT}`)],
  ])('agrees with %s', async (encoding, content) => {
    expect(values((await read(content, { encoding })).rows)).toEqual(values((await read(Buffer.from(TEXT))).rows));
  });

  it('is asked for where utf-16 is given without one', async () => {
    const error = await errorOf(read(Buffer.from(TEXT, 'utf16le'), { encoding: 'utf-16' }));
    expect(error).toMatchObject({ code: 'USAGE' });
    expect(error.message).toContain('utf-16le');
  });
});

describe('UTF-16 that is damaged', () => {
  const lone = withMark('text,label\nbad\ud800row,x\nlast,y\n');
  const odd = Buffer.concat([withMark('text,label\na,x\n'), Buffer.from([0x41])]);

  it.each([
    ['half a pair', lone, 3, 2 + 2 * 14, 'UTF-16LE'],
    ['the second half of a pair', withMark('a,b\n\udc00,x\n'), 2, 10, 'UTF-16LE'],
    ['half a pair at the end', withMark('a,b\nx,y\ud83d'), 2, 16, 'UTF-16LE'],
    ['an odd byte at the end', odd, 3, odd.length - 1, 'UTF-16LE'],
    ['half a pair, in UTF-16BE', Buffer.from(lone).swap16(), 3, 30, 'UTF-16BE'],
  ])('by %s is an error with its place, whatever the chunks', async (_what, content, line, byte, name) => {
    for (const chunkSizeBytes of CHUNKS) {
      const error = await errorOf(read(content, {}, { chunkSizeBytes }));
      expect(error.code).toBe('SOURCE_MALFORMED');
      expect(error.message).toContain(`byte ${byte} is not ${name}`);
      expect([error.facts['byte'], Math.abs(Number(error.facts['line']) - line) <= 1]).toEqual([byte, true]);
    }
  });

  it('loses only the rows at fault with reject, whatever the chunks', async () => {
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await read(lone, { invalidUtf8: 'reject' }, { chunkSizeBytes });
      expect(values(rows)).toEqual(['utf8-invalid@2', ['last', 'y']]);
    }
  });
});

describe('an encoding that is given', () => {
  it.each([
    ['windows-1252', 'text,label\n“café” costs 5 €,x\n'],
    ['windows-1251', 'text,label\nпривет мир,x\n'],
    ['shift_jis', 'text,label\nこんにちは 表示ソ,x\n'],
    ['euc-jp', 'text,label\nこんにちは,x\n'],
    ['gb18030', 'text,label\n你好，世界😀,x\n'],
    ['big5', 'text,label\n你好，世界,x\n'],
    ['euc-kr', 'text,label\n안녕하세요,x\n'],
    ['koi8-r', 'text,label\nпривет,x\n'],
    ['iso-8859-15', 'text,label\n5 € café,x\n'],
  ])('decodes %s as UTF-8 would be, whatever the chunks', async (encoding, text) => {
    const stored = iconv.encode(text.repeat(1) + text.split('\n')[1]! + '\n', encoding);
    const bare = await read(Buffer.from(text + text.split('\n')[1]! + '\n'));
    for (const chunkSizeBytes of CHUNKS) {
      const { rows, summary } = await read(stored, { encoding }, { chunkSizeBytes });
      expect(plain(rows)).toEqual(plain(bare.rows));
      expect(summary.encoding).toBe(encoding);
    }
  });

  it('refuses bytes that stand for nothing, with their place', async () => {
    for (const chunkSizeBytes of CHUNKS) {
      const sbcs = await errorOf(read(Buffer.from('a,b\nx\x81,y\n', 'latin1'), { encoding: 'windows-1252' }, { chunkSizeBytes }));
      expect(sbcs.message).toContain('data.csv:2: byte 5 is not WINDOWS-1252');
      const dbcs = await errorOf(
        read(Buffer.from('a,b\n\x82\xa0\x81\x20,y\n', 'latin1'), { encoding: 'shift_jis' }, { chunkSizeBytes }),
      );
      expect(dbcs.message).toContain('data.csv:2: byte 6 is not SHIFT_JIS');
    }
  });

  it('sets aside or replaces them where that is asked for', async () => {
    const content = Buffer.from('a,b\nx\x81,y\ngood,z\n', 'latin1');
    expect(values((await read(content, { encoding: 'windows-1252', invalidUtf8: 'reject' })).rows)).toEqual([
      'utf8-invalid@2',
      ['good', 'z'],
    ]);
    const replaced = await read(content, { encoding: 'windows-1252', invalidUtf8: 'replace' });
    expect([values(replaced.rows), replaced.summary.replaced]).toEqual([
      [
        ['x\ufffd', 'y'],
        ['good', 'z'],
      ],
      1,
    ]);
  });

  it.each(['klingon', 'base64', 'hex', 'utf-7', 'utf-32', ''])('is refused by name where it is %j', async (encoding) => {
    const error = await errorOf(read(Buffer.from('a,b\n'), { encoding: encoding === '' ? ' ' : encoding }));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(error.message).toContain('there is no encoding');
  });
});

describe('bytes that are not UTF-8', () => {
  const french = Buffer.from('text,label\n' + 'Voilà une phrase française, écrite à Paris,x\n'.repeat(5), 'latin1');

  it.each([
    ['windows-1252', french],
    ['windows-1251', iconv.encode('text,label\n' + 'Это русский текст, написанный для проверки,x\n'.repeat(5), 'windows-1251')],
    ['shift_jis', iconv.encode('text,label\n' + 'これは日本語の文章です。テストのために書かれました,x\n'.repeat(5), 'shift_jis')],
  ])('are guessed to be %s, whatever the chunks', async (encoding, content) => {
    for (const chunkSizeBytes of CHUNKS) {
      const error = await errorOf(read(content, {}, { chunkSizeBytes }));
      expect(error.message).toContain(`it looks like ${encoding}: --encoding ${encoding}`);
    }
  });

  it('in a text that is UTF-8 but for them are called damage', async () => {
    const content = Buffer.concat([Buffer.from('text,label\ncafé,x\n'), Buffer.from([0xe9]), Buffer.from(',y\n')]);
    for (const chunkSizeBytes of CHUNKS)
      expect((await errorOf(read(content, {}, { chunkSizeBytes }))).message).toContain('damaged UTF-8');
  });

  const table = Buffer.concat([
    Buffer.from('text,label\ngood é,x\nbad '),
    Buffer.from([0xe9, 0xe9]),
    Buffer.from(' one,y\n"quoted\nover '),
    Buffer.from([0xff]),
    Buffer.from(' lines",z\n\nlast \ufffd,w\n'),
  ]);
  const lines = Buffer.concat([
    Buffer.from('{"text":"good é"}\n{"text":"'),
    Buffer.from([0xc3]),
    Buffer.from('"}\n'),
    Buffer.from([0xf0, 0x9f]),
    Buffer.from('\n{"text":"last"}\n{"text":"\ufffd"}\n["'),
    Buffer.from([0x80]),
  ]);

  it('with reject cost their row alone, in tables and JSONL, whatever the chunks', async () => {
    for (const chunkSizeBytes of [...CHUNKS, 3, 16, 33]) {
      const csv = await read(table, { invalidUtf8: 'reject' }, { chunkSizeBytes });
      expect(values(csv.rows)).toEqual([['good é', 'x'], 'utf8-invalid@3', 'utf8-invalid@4', ['last \ufffd', 'w']]);
      expect(csv.rows.map((row) => row.origin.byte)).toEqual([11, 21, 34, table.indexOf('last')]);
      expect(rejectAt(csv.rows, 1)).toMatchObject({ stage: 'read', raw: 'bad \ufffd\ufffd one,y' });
      expect(rejectAt(csv.rows, 1).message).toContain('the first at byte 25');
      const jsonl = await read(lines, { invalidUtf8: 'reject' }, { chunkSizeBytes }, 'data.jsonl');
      expect(values(jsonl.rows)).toEqual([
        { text: 'good é' },
        'utf8-invalid@2',
        'utf8-invalid@3',
        { text: 'last' },
        { text: '\ufffd' },
        'utf8-invalid@6',
      ]);
    }
  });

  it('with reject in a header, or in one JSON document, cost the source', async () => {
    for (const chunkSizeBytes of CHUNKS) {
      const header = await errorOf(
        read(Buffer.from('caf\xe9,label\na,x\n', 'latin1'), { invalidUtf8: 'reject' }, { chunkSizeBytes }),
      );
      expect(header.message).toContain('byte 3 is not UTF-8; it is in the header');
      const json = await errorOf(
        read(Buffer.from('[{"a":"\xe9"}]', 'latin1'), { invalidUtf8: 'reject' }, { chunkSizeBytes }, 'a.json'),
      );
      expect(json.message).toContain('a.json:1: byte 7 is not UTF-8');
    }
  });

  it('with replace become U+FFFD and are counted, whatever the chunks', async () => {
    for (const chunkSizeBytes of CHUNKS) {
      const { rows, summary } = await read(table, { invalidUtf8: 'replace' }, { chunkSizeBytes });
      expect(values(rows)).toEqual([
        ['good é', 'x'],
        ['bad \ufffd\ufffd one', 'y'],
        ['quoted\nover \ufffd lines', 'z'],
        ['last \ufffd', 'w'],
      ]);
      expect(summary.replaced).toBe(3);
    }
  });

  it('are counted nowhere where there are none', async () => {
    expect((await read(Buffer.from(TEXT), { invalidUtf8: 'replace' })).summary).not.toHaveProperty('replaced');
  });

  it('take the setting of the run where the source has none', async () => {
    const folder = await temporaryFolder({ 'data.csv': table });
    const inputs = ['data.csv', { path: 'data.csv', invalidUtf8: 'error' as const }];
    for (const [place, expected] of ['reject', 'error'].entries()) {
      const [source] = await resolveSources([inputs[place]!], { baseDirectory: folder, invalidUtf8: 'reject' });
      expect(source?.invalidUtf8).toBe(expected);
    }
  });

  it('flipped at random give the same rows and rejects whatever the chunks, and never change a row in silence', async () => {
    const good = Buffer.from('text,label\n' + Array.from({ length: 40 }, (_, row) => `"row ${row} é",c${row}\n`).join(''));
    const goodRows = new Set(values((await read(good)).rows).map((row) => JSON.stringify(row)));
    for (let at = 11; at < good.length; at += 3) {
      const broken = Buffer.from(good);
      broken[at] = 0xff;
      const { rows } = await read(broken, { invalidUtf8: 'reject' });
      const chunked = await read(broken, { invalidUtf8: 'reject' }, { chunkSizeBytes: 5 });
      expect(plain(chunked.rows)).toEqual(plain(rows));
      expect(rows.some(isReject)).toBe(true);
      for (const row of values(rows)) if (typeof row !== 'string') expect(goodRows).toContain(JSON.stringify(row));
    }
  }, 60_000);
});

describe('a NUL byte', () => {
  it('is text like any other in a table, wherever it is', async () => {
    for (const padding of [0, 70_000]) {
      const { rows } = await read(Buffer.from(`text,label\n${'x'.repeat(padding)},p\na\0b,c\n"q\0",d\n`));
      expect(values(rows).slice(1)).toEqual([
        ['a\0b', 'c'],
        ['q\0', 'd'],
      ]);
    }
  });

  it('costs its row in JSONL, where only its escape may stand', async () => {
    const { rows } = await read(Buffer.from('{"text":"a\0b"}\n{"text":"a\\u0000b"}\n'), {}, {}, 'a.jsonl');
    expect(values(rows)).toEqual(['json-syntax@1', { text: 'a\0b' }]);
  });
});
