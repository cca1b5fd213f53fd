import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import type { CsvOptions } from '../../src/read/read.js';
import { readText, values } from './support.js';

const GOOD = [
  ['a', 'x'],
  ['b', 'y'],
  ['c', 'z'],
];

/** Rows as `values` gives them, or the code of the error and a piece of its message. */
type Outcome = readonly unknown[] | { readonly error: string; readonly says: string };

interface Polluted {
  readonly content: string | Buffer;
  readonly csv?: CsvOptions;
  readonly gives: Outcome;
}

/** Small files, each with one kind of damage or oddity of the kinds that public files have, and what must come of it. */
const POLLUTED: Readonly<Record<string, Polluted>> = {
  'nothing odd': { content: 'text,label\na,x\nb,y\nc,z\n', gives: GOOD },
  'an empty file': { content: '', gives: [] },
  'a byte order mark alone': { content: '\ufeff', gives: [] },
  'a header alone': { content: 'text,label\n', gives: [] },
  'a header alone without its line end': { content: 'text,label', gives: [] },
  'only blank lines': { content: '\n\n \t \n', gives: [] },
  'a byte order mark before a quoted header': { content: '\ufeff"text","label"\na,x\nb,y\nc,z\n', gives: GOOD },
  'no line end at the end': { content: 'text,label\na,x\nb,y\nc,z', gives: GOOD },
  CRLF: { content: 'text,label\r\na,x\r\nb,y\r\nc,z\r\n', gives: GOOD },
  CR: { content: 'text,label\ra,x\rb,y\rc,z\r', gives: GOOD },
  'CRLF, then LF': { content: 'text,label\r\na,x\r\nb,y\nc,z\n', gives: GOOD },
  'LF, then CRLF': { content: 'text,label\na,x\nb,y\r\nc,z\r\n', gives: GOOD },
  'CR, LF and CRLF': { content: 'text,label\ra,x\nb,y\r\nc,z', gives: GOOD },
  'CR CR LF': { content: 'text,label\r\r\na,x\r\r\nb,y\r\r\nc,z\r\r\n', gives: GOOD },
  'blank lines between rows': { content: 'text,label\n\na,x\n\n\nb,y\nc,z\n\n', gives: GOOD },
  'lines of white space between rows': { content: 'text,label\na,x\n  \nb,y\n\t\nc,z\n', gives: GOOD },
  'a row of delimiters alone': { content: 'text,label\na,x\n,\nb,y\nc,z\n', gives: [GOOD[0], ['', ''], GOOD[1], GOOD[2]] },
  'a row with a cell too few': { content: 'text,label\na,x\nq\nb,y\nc,z\n', gives: [GOOD[0], 'csv-columns@3', GOOD[1], GOOD[2]] },
  'a row with a cell too many': {
    content: 'text,label\na,x\nq,r,s\nb,y\nc,z\n',
    gives: [GOOD[0], 'csv-columns@3', GOOD[1], GOOD[2]],
  },
  'a delimiter too many at the end of a row': {
    content: 'text,label\na,x\nb,y,\nc,z\n',
    gives: [GOOD[0], 'csv-columns@3', GOOD[2]],
  },
  'a delimiter too many at the end of every row but the header': {
    content: 'text,label\na,x,\nb,y,\n',
    gives: ['csv-columns@2', 'csv-columns@3'],
  },
  'a delimiter at the end of every line': {
    content: 'text,label,\na,x,\nb,y,\nc,z,\n',
    gives: GOOD.map((row) => [...row, '']),
  },
  'one row with another delimiter': { content: 'text,label\na,x\nb;y\nc,z\n', gives: [GOOD[0], 'csv-columns@3', GOOD[2]] },
  'a column more from the middle on': {
    content: 'text,label\na,x\nb,y,1\nc,z,2\n',
    gives: [GOOD[0], 'csv-columns@3', 'csv-columns@4'],
  },
  'a quote within a cell': { content: 'text,label\n5" disk,x\nb,y\nc,z\n', gives: [['5" disk', 'x'], GOOD[1], GOOD[2]] },
  'quotes around a word within a cell': {
    content: 'text,label\nso "called" it,x\nb,y\n',
    gives: [['so "called" it', 'x'], GOOD[1]],
  },
  'a quote at the end of a cell': { content: 'text,label\na",x\nb,y\n', gives: [['a"', 'x'], GOOD[1]] },
  'text after a closing quote': { content: 'text,label\na,x\n"q"r,s\n"c",z\n', gives: [GOOD[0], 'csv-quote@3', GOOD[2]] },
  'a space after a closing quote': { content: 'text,label\n"a" ,x\n"b",y\n', gives: ['csv-quote@2', GOOD[1]] },
  'quotes in a quoted cell that are not doubled': {
    content: 'text,label\n"a "b" c",x\n"b",y\n"c",z\n',
    gives: ['csv-quote@2', GOOD[1], GOOD[2]],
  },
  'a quote that opens and never closes, with quotes after it': {
    content: 'text,label\na,x\n"q,r\n"b",y\n"c",z\n',
    gives: [GOOD[0], 'csv-quote@3', GOOD[1], GOOD[2]],
  },
  'two quotes that open and never close': {
    content: 'text,label\n"q,r\n"s,t\n"b",y\n',
    gives: ['csv-quote@2', 'csv-quote@3', GOOD[1]],
  },
  'a quote that opens and never closes, at the end': {
    content: 'text,label\na,x\n"b,y\nc,z\n',
    gives: { error: 'SOURCE_MALFORMED', says: 'polluted.csv:3: the quote that opens cell 1 is not closed to the end' },
  },
  'a quote as the last byte': {
    content: 'text,label\na,x\nb,"',
    gives: { error: 'SOURCE_MALFORMED', says: 'polluted.csv:3: the quote that opens cell 2 is not closed to the end' },
  },
  'a backslash before quotes where they should be doubled, in one row of many': {
    content: 'text,label\n"a \\"b\\"",x\n"b, b",y\n"c ""c""",z\n',
    gives: ['csv-quote@2', ['b, b', 'y'], ['c "c"', 'z']],
  },
  'quotes around every cell but one': { content: '"text","label"\n"a","x"\nb,"y"\n"c","z"\n', gives: GOOD },
  'line ends of every kind in a quoted cell': {
    content: 'text,label\r\n"a\nb\r\nc\rd",x\r\nb,y\r\n',
    gives: [['a\nb\r\nc\rd', 'x'], GOOD[1]],
  },
  'an empty quoted cell': {
    content: 'text,label\n"",x\nb,""\n',
    gives: [
      ['', 'x'],
      ['b', ''],
    ],
  },
  'a cell of a doubled quote': {
    content: 'text,label\n"""",x\n"""b""",y\n',
    gives: [
      ['"', 'x'],
      ['"b"', 'y'],
    ],
  },
  'a NUL byte in a cell': { content: 'text,label\na\0b,x\nb,y\n', gives: [['a\0b', 'x'], GOOD[1]] },
  'control characters in cells': {
    content: 'text,label\n\u0007a\u001b[2J,x\n\u000bb\u000c,y\n',
    gives: [
      ['\u0007a\u001b[2J', 'x'],
      ['\u000bb\u000c', 'y'],
    ],
  },
  'other line separators in a cell': {
    content: 'text,label\na\u2028b\u2029c\u0085d,x\n',
    gives: [['a\u2028b\u2029c\u0085d', 'x']],
  },
  'no-break and wide spaces': { content: 'text,label\n\u00a0a\u3000,\u2003x\n', gives: [['\u00a0a\u3000', '\u2003x']] },
  formulas: {
    content: 'text,label\n=1+1,+x\n-2,@y\n"\t=cmd",\'z\n',
    gives: [
      ['=1+1', '+x'],
      ['-2', '@y'],
      ['\t=cmd', "'z"],
    ],
  },
  'a column twice': {
    content: 'text,label,text\na,x,b\n',
    gives: { error: 'HEADER_INVALID', says: 'polluted.csv:1: columns 1 and 3 are both named "text"' },
  },
  'a header of blanks': { content: ' ,\na,x\n', gives: { error: 'HEADER_INVALID', says: 'the header is blank' } },
  'a header with a stray quote': {
    content: '"te"xt,label\na,x\n',
    gives: { error: 'HEADER_INVALID', says: "polluted.csv:1: the header can't be read" },
  },
  'names such as __proto__': { content: '__proto__,toString\na,x\nb,y\nc,z\n', gives: GOOD },
  'a header over several lines': { content: '"the\ntext","the\nlabel"\na,x\nb,y\nc,z\n', gives: GOOD },
  'a header with a name less': { content: 'text\na,x\nb,y\nc,z\n', gives: ['csv-columns@2', 'csv-columns@3', 'csv-columns@4'] },
  'a title and a blank line': {
    content: 'Intents, 2024\n\ntext,label,n\na,x,1\nb,y,2\n',
    gives: [
      ['a', 'x', '1'],
      ['b', 'y', '2'],
    ],
  },
  'a title that is told': { content: 'Intents\ntext,label\na,x\nb,y\nc,z\n', csv: { skipLines: 1 }, gives: GOOD },
  'a note at the end': {
    content: 'text,label\na,x\nb,y\nc,z\n\nsource: me\n',
    gives: [...GOOD, 'csv-columns@6'],
  },
  'two tables': {
    content: 'text,label\na,x\nb,y\n\nid,text,label\n1,c,z\n',
    gives: [GOOD[0], GOOD[1], 'csv-columns@5', 'csv-columns@6'],
  },
  'comments that are told': { content: '# one\ntext,label\na,x\n# b,y\nb,y\nc,z\n#', csv: { comment: '#' }, gives: GOOD },
  'the header again in the middle': {
    content: 'text,label\na,x\ntext,label\nb,y\n',
    gives: [GOOD[0], ['text', 'label'], GOOD[1]],
  },
  'one column without quotes': { content: 'text\na b\nc\n', gives: [['a b'], ['c']] },
  'a row with a quoted blank cell in a table of one column': { content: 'text\na\n" "\n', gives: [['a'], [' ']] },
  'quotes that are text in a table with tabs': {
    content: 'text\tlabel\n"a" he said\tx\n"b\ty\n"c" and "d"\tz\n',
    gives: [
      ['"a" he said', 'x'],
      ['"b', 'y'],
      ['"c" and "d"', 'z'],
    ],
  },
  'quotes that are text, told': {
    content: 'text,label\n"a,x\nb",y\n',
    csv: { quote: false },
    gives: [
      ['"a', 'x'],
      ['b"', 'y'],
    ],
  },
  'bytes of another encoding': {
    content: Buffer.from('text,label\na,x\ncaf\xe9,y\n', 'latin1'),
    gives: { error: 'SOURCE_MALFORMED', says: 'polluted.csv:3' },
  },
};

describe('a polluted table', () => {
  it.each(Object.entries(POLLUTED))(
    'with %s gives what is right of it and says what is not',
    async (_title, { content, csv, gives }) => {
      for (const chunkSizeBytes of [1, 2, 7, 64 * 1024]) {
        expect(await outcome(content, csv, chunkSizeBytes)).toEqual(
          'error' in gives ? { error: gives.error, says: expect.stringContaining(gives.says) as unknown } : gives,
        );
      }
    },
  );
});

async function outcome(content: string | Buffer, csv: CsvOptions | undefined, chunkSizeBytes: number): Promise<Outcome> {
  try {
    const { rows } = await readText('polluted.csv', content, { format: 'csv', chunkSizeBytes, ...(csv && { csv }) });
    return values(rows);
  } catch (error) {
    if (error instanceof LabelmillError) return { error: error.code, says: error.message };
    throw error;
  }
}
