import { describe, expect, it } from 'vitest';
import { isReject } from '../../src/core/reject.js';
import type { CsvOptions } from '../../src/read/read.js';
import { errorOf, goodRow, plain, readStreamed, readText, values } from './support.js';

const CHUNKS = [1, 2, 7, 64 * 1024];

/** Rows with everything in them that a dialect must keep apart from its own marks. */
const TABLE = [
  ['id', 'text', 'label'],
  ['1', 'turn it on', 'lights'],
  ['2', 'say "hi", now; or | later: 10 ~ 11 ^ 12', 'chat'],
  ['3', "it's two\nlines", 'chat'],
  ['4', 'C:\\temp\\new', 'files'],
  ['5', 'é😀 ¦ ‖', 'chat'],
  ['6', '', 'lights'],
  ['7', ' spaces ', 'lights'],
];
const HEADER = TABLE[0] ?? [];

/** The table as a writer of this dialect gives it. */
function written(csv: CsvOptions, newline = '\n'): string {
  const { delimiter = ',', quote = '"' } = csv;
  const escape = csv.escape ?? (quote === false ? false : quote);
  const cell = (value: string): string => {
    if (quote === false) return value.replaceAll(/[\\\n]/g, '\\$&').replaceAll(delimiter, `\\${delimiter}`);
    const inside = escape === '\\' ? value.replaceAll('\\', '\\\\') : value;
    return `${quote}${inside.replaceAll(quote, () => `${String(escape)}${quote}`)}${quote}`;
  };
  return TABLE.map((row) => row.map(cell).join(delimiter) + newline).join('');
}

const TOLD: readonly CsvOptions[] = [
  { delimiter: ',', quote: '"' },
  { delimiter: ';', quote: '"' },
  { delimiter: '\t', quote: '"' },
  { delimiter: '|', quote: '"' },
  { delimiter: ' ', quote: '"' },
  { delimiter: ', ', quote: '"' },
  { delimiter: '||', quote: '"' },
  { delimiter: '::', quote: "'" },
  { delimiter: '¦', quote: '"' },
  { delimiter: '‖', quote: '~' },
  { delimiter: '\u0001', quote: '"' },
  { delimiter: '\0', quote: '"' },
  { delimiter: '"', quote: "'" },
  { delimiter: 'é😀é', quote: '$' },
  { delimiter: ',', quote: "'" },
  { delimiter: ',', quote: '"', escape: '\\' },
  { delimiter: '¦', quote: "'", escape: '\\' },
  { delimiter: '\t', quote: false, escape: '\\' },
  { delimiter: '||', quote: false, escape: '\\' },
];

describe('a dialect that is told', () => {
  it.each(TOLD)('%j gives the same rows for every line end and chunk size', async (csv) => {
    for (const newline of ['\n', '\r\n', '\r']) {
      for (const chunkSizeBytes of CHUNKS) {
        const { rows, summary } = await readStreamed(written(csv, newline), 'csv', { csv, chunkSizeBytes });
        expect(values(rows)).toEqual(TABLE.slice(1));
        expect(summary.csv).toMatchObject({ ...csv, header: HEADER, looksLikeHeader: true });
        expect(summary.csv?.guessed).not.toContain('delimiter');
      }
    }
  });

  it('reads an escape before a delimiter, a quote and itself, also outside of quotes, and keeps it before anything else', async () => {
    const csv = { delimiter: ',', quote: '"', escape: '\\' } as const;
    const content = 'text,label\n5\\" disk,a\nb\\,c,d\n"e\\"f\\\\",g\nC:\\temp\\\\x,"h\\n"\n\\"i,j\n';
    for (const chunkSizeBytes of CHUNKS) {
      expect(values((await readStreamed(content, 'csv', { csv, chunkSizeBytes })).rows)).toEqual([
        ['5" disk', 'a'],
        ['b,c', 'd'],
        ['e"f\\', 'g'],
        ['C:\\temp\\x', 'h\\n'],
        ['"i', 'j'],
      ]);
    }
  });

  it('does not let an escape outside of quotes join two lines where cells can be quoted', async () => {
    const csv = { delimiter: ',', quote: '"', escape: '\\' } as const;
    const { rows } = await readStreamed('text,label\nC:\\,a\nb,C:\\\nc,d\n', 'csv', { csv });
    expect(values(rows)).toEqual(['csv-columns@2', ['b', 'C:\\'], ['c', 'd']]);
  });

  it('rejects a doubled quote where the escape is another character', async () => {
    const csv = { delimiter: ',', quote: '"', escape: '\\' } as const;
    const { rows } = await readStreamed('text,label\n"a""b",x\n"c",y\n', 'csv', { csv });
    expect(values(rows)).toEqual(['csv-quote@2', ['c', 'y']]);
  });

  it('keeps line numbers and bytes right where escaped line ends are in cells', async () => {
    const csv = { delimiter: '\t', quote: false, escape: '\\' } as const;
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await readStreamed('text\tlabel\na\\\r\nb\tx\r\nc\\\nd\ty\ne\tz', 'tsv', { csv, chunkSizeBytes });
      expect(values(rows)).toEqual([
        ['a\r\nb', 'x'],
        ['c\nd', 'y'],
        ['e', 'z'],
      ]);
      expect(rows.map(({ origin }) => [origin.line, origin.byte])).toEqual([
        [2, 11],
        [4, 20],
        [6, 27],
      ]);
    }
  });

  it('skips and counts comments, which may be cut anywhere, and no row that holds the mark later', async () => {
    const content = '// made by "x\ntext,label\n//a,b\na // b,c\n"//d",e\n //f,g\n//\n/h,i\n// last';
    for (const chunkSizeBytes of CHUNKS) {
      const csv = { delimiter: ',', comment: '//' };
      const { rows, summary } = await readStreamed(content, 'csv', { csv, chunkSizeBytes });
      expect(values(rows)).toEqual([
        ['a // b', 'c'],
        ['//d', 'e'],
        [' //f', 'g'],
        ['/h', 'i'],
      ]);
      expect(rows.map(({ origin }) => origin.line)).toEqual([4, 5, 6, 8]);
      expect(summary.csv).toMatchObject({ comment: '//', commentLines: 4 });
      expect(summary.rows).toBe(4);
    }
  });

  it('skips the lines before the header, whatever is in them, and keeps the numbers of lines', async () => {
    const content = 'Report "2024\r\n\rtext,label,nothing\ntext,label\na,b\n';
    for (const chunkSizeBytes of CHUNKS) {
      const { rows, summary } = await readStreamed(content, 'csv', { csv: { skipLines: 3 }, chunkSizeBytes });
      expect(values(rows)).toEqual([['a', 'b']]);
      expect(goodRow(rows, 0)).toMatchObject({ header: ['text', 'label'], origin: { row: 1, line: 5, byte: 45 } });
      expect(summary.csv).toMatchObject({ skipLines: 3 });
      expect(summary.csv?.guessed).not.toContain('skipLines');
    }
  });

  it('skips more lines than there are without a word about rows', async () => {
    expect((await readStreamed('a,b\nc,d\n', 'csv', { csv: { skipLines: 9 } })).rows).toEqual([]);
  });

  it('skips spaces at the start of a cell, and keeps them within quotes and at the end', async () => {
    const csv = { delimiter: ',', skipInitialSpace: true };
    const content = 'text, label\n  a ,   "b, c"\n"d", e\n" f", \n';
    for (const chunkSizeBytes of CHUNKS) {
      const { rows } = await readStreamed(content, 'csv', { csv, chunkSizeBytes });
      expect(goodRow(rows, 0)).toMatchObject({ header: ['text', 'label'] });
      expect(values(rows)).toEqual([
        ['a ', 'b, c'],
        ['d', 'e'],
        [' f', ''],
      ]);
    }
  });

  it('names the later columns of one name by position where that is asked for', async () => {
    const csv = { duplicateHeaders: 'position' } as const;
    const { rows } = await readText('data.csv', 'text,label,text,,text\na,b,c,d,e\n', { csv });
    expect(goodRow(rows, 0)).toMatchObject({ header: ['text', 'label', '2', '3', '4'] });
    const error = await errorOf(readText('data.csv', 'text,2,text\na,b,c\n', { csv }));
    expect(error).toMatchObject({ code: 'HEADER_INVALID' });
    expect(error.message).toContain('columns 2 and 3 are both named "2"');
  });
});

describe('a dialect that is guessed', () => {
  it.each<[string, string, CsvOptions]>([
    ['commas', written({}), { delimiter: ',', quote: '"', escape: '"' }],
    ['a European export', written({ delimiter: ';' }, '\r\n'), { delimiter: ';', quote: '"' }],
    ['tabs', written({ delimiter: '\t' }), { delimiter: '\t', quote: '"' }],
    ['bars', written({ delimiter: '|' }), { delimiter: '|', quote: '"' }],
    ['spaces, with quotes', written({ delimiter: ' ' }), { delimiter: ' ', quote: '"' }],
    ['tildes', written({ delimiter: '~' }), { delimiter: '~' }],
    ['carets', written({ delimiter: '^' }), { delimiter: '^' }],
    ['colons', written({ delimiter: ':' }), { delimiter: ':' }],
    ['the separator of Hive', written({ delimiter: '\u0001' }), { delimiter: '\u0001' }],
    ['single quotes', written({ quote: "'" }), { delimiter: ',', quote: "'", escape: "'" }],
    ['a backslash before quotes', written({ escape: '\\' }), { delimiter: ',', quote: '"', escape: '\\' }],
    ['tabs and a backslash', written({ delimiter: '\t', escape: '\\' }), { delimiter: '\t', quote: '"', escape: '\\' }],
    ['spaces before quotes', written({ delimiter: ', ' }), { delimiter: ',', quote: '"', skipInitialSpace: true }],
    ['a title above a blank line', `My report\n\n${written({})}`, { delimiter: ',', skipLines: 2 }],
    ['notes with #', `# made by me\n# 2024\n${written({ delimiter: '\t' })}`, { delimiter: '\t', skipLines: 2 }],
  ])('reads %s', async (_title, content, expected) => {
    const { rows, summary } = await readText('data', content);
    expect(summary.csv).toMatchObject({ ...expected, header: HEADER, looksLikeHeader: true });
    expect(summary.csv?.guessed).toEqual(['delimiter', 'quote', 'escape', 'skipLines', 'skipInitialSpace']);
    expect(values(rows)).toEqual(TABLE.slice(1));
    expect(plain((await readText('data', content, { chunkSizeBytes: 1 })).rows)).toEqual(plain(rows));
  });

  it.each<[string, string, CsvOptions]>([
    ['two words to a line for spaces', 'turn on\nplay music\nstop it\nbe quiet\n', { delimiter: ',' }],
    ['times for colons', 'text\n10:30\n11:15\n12:00\n', { delimiter: ',' }],
    ['apostrophes for quotes', "text,label\n'tis so,a\nit's,b\n'n,c\n", { quote: '"' }],
    ['one stray quote for quotes as text', 'text,label\na,"b" c\nd,e\n', { quote: '"' }],
    ['a backslash at the end of a cell for an escape', 'text,label\n"C:\\",a\n"D:\\",b\n', { escape: '"' }],
    ['a header of one name over ragged rows for a title', 'text\nyes,no\nup,down\nleft,right\n', { skipLines: 0 }],
    ['a damaged header for a title', '"te"xt,label,n\na,b,c\nd,e,f\ng,h,i\nj,k,l\n', { skipLines: 0 }],
    ['rows of names for a header', 'Total 3\n1,2,3\n4,5,6\n7,8,9\n', { skipLines: 0 }],
  ])('does not take %s', async (_title, content, expected) => {
    try {
      expect((await readText('data.csv', content)).summary.csv).toMatchObject(expected);
    } catch (error) {
      // a header that can't be read is what was wanted
      expect(String(error)).toContain("the header can't be read");
    }
  });

  it('gives way to what is told', async () => {
    const content = "text;label\n'a';b,c\n'd';e,f\n";
    const csv = { delimiter: ',', quote: '"', skipLines: 0, escape: '"', skipInitialSpace: false } as const;
    const { rows, summary } = await readText('data.csv', content, { csv });
    expect(summary.csv).toMatchObject({ ...csv, header: ['text;label'], guessed: [] });
    expect(values(rows)).toEqual(['csv-columns@2', 'csv-columns@3']);
  });

  it.each([
    ['text,label\na,b\n', true],
    ['a,b\na,c\n', false],
    ['1,a\n2,b\n', false],
    ['text,text\na,b\n', false],
    [' text,label\na,b\n', false],
    ['2024-01-02,x\n2024-01-03,y\n', false],
  ])('says whether the first row of %j looks like a header: %s', async (content, looksLikeHeader) => {
    const { summary } = await readText('data.csv', content, { csv: { header: false } });
    expect(summary.csv).toMatchObject({ header: null, looksLikeHeader });
  });

  it('is the same in the manifest and for every chunk size where the head is cut within a row', async () => {
    const filler = 'some text that is long enough to fill the head,label\n'.repeat(1500);
    const content = `text,label\n"a\\"b",c\n${filler}`;
    const whole = await readStreamed(content, 'csv');
    const chunked = await readStreamed(content, 'csv', { chunkSizeBytes: 7 });
    expect(whole.summary.csv).toEqual(chunked.summary.csv);
    expect(whole.summary.csv).toMatchObject({ escape: '\\' });
    expect(whole.rows.filter(isReject)).toEqual([]);
  });
});
