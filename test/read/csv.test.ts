import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf, goodRow, plain, readStreamed, readText, rejectAt, values } from './support.js';

const CSV = { format: 'csv' } as const;

describe('a table', () => {
  it('loses no row and leaves no CR in a cell where line ends are mixed', async () => {
    const { rows } = await readText('data.csv', 'text,label\r\na,b\r\nc,d\ne,f\rg,h\r\n', { chunkSizeBytes: 1 });
    expect(values(rows)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
    expect(rows.map((row) => row.origin.line)).toEqual([2, 3, 4, 5]);
  });

  it('rejects a row with too many or too few cells and keeps its neighbours', async () => {
    const { rows } = await readText('data.csv', 'text,label\na,b\nc,d,e\nf\ng,h\n');
    expect(values(rows)).toEqual([['a', 'b'], 'csv-columns@3', 'csv-columns@4', ['g', 'h']]);
    expect(rejectAt(rows, 1).message).toContain('row has 3 cells, the header has 2 (text, label)');
    expect(rejectAt(rows, 2).message).toBe('row has 1 cell, the header has 2 (text, label)');
    expect(rejectAt(rows, 1)).toMatchObject({
      stage: 'read',
      raw: 'c,d,e',
      origin: { source: 'data.csv', row: 2, line: 3, byte: 15 },
    });
  });

  it('names the first twenty fields of a wide header', async () => {
    const header = Array.from({ length: 25 }, (_, place) => `f${place}`);
    const { rows } = await readText('data.csv', `${header.join()}\nx,y\n`);
    expect(rejectAt(rows, 0).message).toBe(`row has 2 cells, the header has 25 (${header.slice(0, 20).join(', ')}, …)`);
  });

  it('takes a quote within a cell for text', async () => {
    const { rows } = await readText('data.csv', 'text,label\n5" disk,a\nsay "hi",b\n"x",c\n');
    expect(values(rows)).toEqual([
      ['5" disk', 'a'],
      ['say "hi"', 'b'],
      ['x', 'c'],
    ]);
  });

  it('rejects text after a closing quote and keeps the neighbours', async () => {
    const { rows } = await readText('data.csv', 'text,label\n"a" b,x\n"c",y\n');
    expect(values(rows)).toEqual(['csv-quote@2', ['c', 'y']]);
    expect(rejectAt(rows, 0).raw).toBe('"a" b,x');
    expect(rejectAt(rows, 0).message).toContain('cell 1');
  });

  it.each([1, 2, 7, 64 * 1024])(
    'rejects only the line with a stray opening quote, in chunks of %i bytes',
    async (chunkSizeBytes) => {
      const content = 'text,label\na,"oops\nb,x\n\n"c, d",y\r\ne,z\n';
      const { rows, summary } = await readText('data.csv', content, { chunkSizeBytes });
      expect(values(rows)).toEqual(['csv-quote@2', ['b', 'x'], ['c, d', 'y'], ['e', 'z']]);
      expect(rejectAt(rows, 0).raw).toBe('a,"oops');
      expect(rows.map((row) => row.origin.line)).toEqual([2, 3, 5, 6]);
      expect(summary.blankLines).toBe(1);
    },
  );

  it('refuses a quote that is never closed and names the line it opens on', async () => {
    const error = await errorOf(readText('data.csv', 'text,label\na,b\n\nc,"d\ne,f\n'));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain('data.csv:4: the quote that opens cell 2 is not closed to the end of the file');
  });

  it('counts the lines of a quoted cell with CRLF in it once', async () => {
    const { rows } = await readText('data.csv', 'text,label\r\n"a\r\nb\r\rc\nd",x\r\ne,y\r\n', { chunkSizeBytes: 1 });
    expect(values(rows)).toEqual([
      ['a\r\nb\r\rc\nd', 'x'],
      ['e', 'y'],
    ]);
    expect(rows.map((row) => row.origin.line)).toEqual([2, 7]);
  });

  it('skips and counts blank lines, also those of white space', async () => {
    const { rows, summary } = await readText('data.csv', '\n  \ntext,label\n\na,b\n \t\n\n"",c\n', CSV);
    expect(values(rows)).toEqual([
      ['a', 'b'],
      ['', 'c'],
    ]);
    expect(summary.blankLines).toBe(5);
    expect(summary.rows).toBe(2);
  });

  it('keeps a row of one empty quoted cell', async () => {
    const { rows } = await readText('data.csv', 'text\n""\na\n', CSV);
    expect(values(rows)).toEqual([[''], ['a']]);
  });

  it('never trims a cell', async () => {
    const { rows } = await readText('data.csv', 'text, label\n a , b \n', CSV);
    expect(goodRow(rows, 0)).toMatchObject({ cells: [' a ', ' b '], header: ['text', ' label'] });
  });

  it('keeps a NUL byte and a byte order mark within a cell', async () => {
    const filler = 'x,y\n'.repeat(20_000);
    const { rows } = await readText('data.csv', `text,label\n${filler}a\0b,\ufeffc\n`);
    expect(values(rows).at(-1)).toEqual(['a\0b', '\ufeffc']);
  });

  it('shares one header among its rows, with field names such as __proto__ and constructor', async () => {
    const { rows } = await readText('data.csv', '__proto__,constructor\na,b\nc,d\n');
    const [first, second] = [goodRow(rows, 0), goodRow(rows, 1)];
    expect(first).toMatchObject({ kind: 'cells', header: ['__proto__', 'constructor'] });
    expect(first.kind === 'cells' && second.kind === 'cells' && first.header === second.header).toBe(true);
  });
});

describe('a header', () => {
  it('must not name two fields alike', async () => {
    const error = await errorOf(readText('data.csv', '\ntext,label,text\na,b,c\n'));
    expect(error.code).toBe('HEADER_INVALID');
    expect(error.message).toContain('data.csv:2: columns 1 and 3 are both named "text"');
  });

  it('names a blank field by its position from 0', async () => {
    const { rows } = await readText('data.csv', ',text,label, \n7,a,b,c\n');
    expect(goodRow(rows, 0)).toMatchObject({ header: ['0', 'text', 'label', '3'] });
  });

  it.each([',,\na,b,c\n', '""\na\n'])('must not be blank as in %j', async (content) => {
    const error = await errorOf(readText('data.csv', content, CSV));
    expect(error.code).toBe('HEADER_INVALID');
    expect(error.message).toContain('data.csv:1: the header is blank');
  });

  it('must be readable', async () => {
    const error = await errorOf(readText('data.csv', '"text"x,label\na,b\n'));
    expect(error).toMatchObject({ code: 'HEADER_INVALID', facts: { line: 1 } });
  });

  it('can be absent: then rows have positions and the first row is data', async () => {
    const { rows, summary } = await readText('data.csv', 'a,b\nc,d\ne\n', { csv: { header: false } });
    expect(values(rows)).toEqual([['a', 'b'], ['c', 'd'], 'csv-columns@3']);
    expect(goodRow(rows, 0)).toMatchObject({ header: null });
    expect(rejectAt(rows, 2).message).toBe('row has 1 cell, the first row has 2');
    expect(summary.csv).toMatchObject({ delimiter: ',', quote: '"', header: null });
  });

  it('can be given: then the first row is data', async () => {
    const { rows } = await readText('data.csv', 'a,b\nc,d\n', { csv: { header: ['text', 'label'] } });
    expect(values(rows)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(goodRow(rows, 0)).toMatchObject({ header: ['text', 'label'], origin: { row: 1, line: 1, byte: 0 } });
  });

  it('alone gives no rows', async () => {
    const { rows, summary } = await readText('data.csv', 'text,label\n');
    expect(rows).toEqual([]);
    expect(summary.csv).toMatchObject({ delimiter: ',', quote: '"', header: ['text', 'label'] });
  });
});

describe('the limit of a row', () => {
  const options = { rowLimitBytes: 10, format: 'csv' } as const;

  it.each([1, 2, 7, 64 * 1024])(
    'lets the limit pass and rejects one byte more, in chunks of %i bytes',
    async (chunkSizeBytes) => {
      const content = 'text,label\n12345678,x\n123456789,x\n"1234567890",x\na,b\n';
      const { rows } = await readText('data.csv', content, { ...options, chunkSizeBytes });
      expect(values(rows)).toEqual([['12345678', 'x'], 'row-too-large@3', 'row-too-large@4', ['a', 'b']]);
      expect(rejectAt(rows, 1)).toMatchObject({
        raw: '123456789,',
        message: 'the row has more than 10 bytes, which is the limit (limits.rowBytes)',
      });
    },
  );

  it.each([1, 2, 7, 64 * 1024])('ends a quote that runs over lines, in chunks of %i bytes', async (chunkSizeBytes) => {
    const content = 'text,label\na,"b\nc,d\ne,f\ng,"h"\n';
    const error = await errorOf(readText('data.csv', content, { ...options, chunkSizeBytes }));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain('data.csv:2: the quote that opens cell 2 is not closed within 10 bytes');
  });
});

describe('a dialect', () => {
  it.each([
    [',', ';'],
    [';', ','],
    ['\t', ','],
    ['|', ','],
  ])('with the delimiter %j is told from the content', async (delimiter, other) => {
    const content = [`text${delimiter}label`, `a${other} b${other} c${delimiter}x`, `"d${delimiter}e"${delimiter}y`, ''].join(
      '\n',
    );
    const { rows, summary } = await readText('data', content);
    expect(values(rows)).toEqual([
      [`a${other} b${other} c`, 'x'],
      [`d${delimiter}e`, 'y'],
    ]);
    expect(summary.csv?.delimiter).toBe(delimiter);
    expect(summary.format).toBe(delimiter === '\t' ? 'tsv' : 'csv');
  });

  it('of one column needs no delimiter', async () => {
    expect(values((await readText('data.csv', 'text\nhello\nworld\n')).rows)).toEqual([['hello'], ['world']]);
  });

  it('with tabs whose quotes are text is told from the content', async () => {
    const content = 'text\tlabel\n"Good" he said\tx\n"Bad\ty\nmore "\tz\n"a" and "b"\tw\n';
    const { rows, summary } = await readText('data.tsv', content);
    expect(summary.csv?.quote).toBe(false);
    expect(values(rows)).toEqual([
      ['"Good" he said', 'x'],
      ['"Bad', 'y'],
      ['more "', 'z'],
      ['"a" and "b"', 'w'],
    ]);
  });

  it('can be told', async () => {
    const { rows } = await readText('data.txt', "text:label\n'a:b':'it''s'\n\"c:d\n", { csv: { delimiter: ':', quote: "'" } });
    expect(values(rows)).toEqual([
      ['a:b', "it's"],
      ['"c', 'd'],
    ]);
  });

  it('can have no quotes', async () => {
    const { rows } = await readText('data.csv', 'text,label\n"a,b"\n', { csv: { quote: false } });
    expect(values(rows)).toEqual([['"a', 'b"']]);
  });

  it.each([
    { delimiter: '' },
    { delimiter: 'a\n' },
    { delimiter: '""' },
    { delimiter: '\ud800' },
    { quote: '\n' },
    { quote: '“' },
    { quote: '' },
    { delimiter: "'", quote: "'" },
    { escape: '\\\\' },
    { delimiter: '|', escape: '|' },
    { comment: '' },
    { comment: '"' },
    { comment: ';', delimiter: ';' },
    { skipLines: -1 },
    { skipLines: 1.5 },
    { skipInitialSpace: true, delimiter: ' ' },
  ])('must not be %j', async (csv) => {
    expect((await errorOf(readText('data.csv', 'a,b\n', { csv, format: 'csv' }))).code).toBe('USAGE');
  });
});

describe('what is written is read back', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '\r\n', ' ', 'é', '😀', 'a', '\ufeff') }),
  );
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));

  it('for any cells, line ends and chunk sizes', async () => {
    const property = fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
      async (rows, newline, isQuotedAlways, chunkSizeBytes) => {
        const write = (value: string): string =>
          isQuotedAlways || value.trim() === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
        const width = rows[0]?.length ?? 1;
        const header = Array.from({ length: width }, (_, place) => `f${place}`);
        const lines = [header, ...rows].map((row) => row.map(write).join());
        const content = lines.join(newline) + newline;
        const csv = { delimiter: ',', quote: '"' };
        const wellFormed = rows.map((row) => row.map((value) => value.toWellFormed()));
        const chunked = await readStreamed(content, 'csv', { csv, chunkSizeBytes });
        const whole = await readStreamed(content, 'csv', { csv });
        expect(values(whole.rows)).toEqual(wellFormed);
        expect(plain(chunked.rows)).toEqual(plain(whole.rows));
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it('gives the same rows for any text at all, however it is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('"', '""', ',', '\n', '\r', '\r\n', 'a', 'é', '"\n"', ',"'), maxLength: 60 });
    const property = fc.asyncProperty(
      text,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 4, max: 40 }),
      async (content, chunkSizeBytes, rowLimitBytes) => {
        const read = async (size: number): Promise<unknown> => {
          try {
            const csv = { delimiter: ',', quote: '"', header: false };
            return plain((await readStreamed(content, 'csv', { csv, rowLimitBytes, chunkSizeBytes: size })).rows);
          } catch (error) {
            return String(error);
          }
        };
        expect(await read(chunkSizeBytes)).toEqual(await read(1000));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
