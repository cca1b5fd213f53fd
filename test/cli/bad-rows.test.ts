import { describe, expect, it } from 'vitest';
import type { ManifestClass } from '../../src/index.js';
import { errorLine, MAPPING, rejectLines, withCase, type Files } from './support.js';

interface BadCase {
  readonly name: string;
  readonly files: Files;
  /** Default: the file, with the mapping of tickets. */
  readonly args?: readonly string[];
  readonly code: number;
  readonly err: string;
}

const ROLES = [
  '{"chat":[{"role":"user","content":"hi"}],"queue":"a"}',
  '{"chat":[{"role":"user","content":"hi"},{"role":"action","content":"x"}],"queue":"a"}',
].join('\n');

const CASES: readonly BadCase[] = [
  {
    name: 'a field that the header of a table does not have',
    files: { 'a.csv': 'id,body,queue\n1,hi,x\n' },
    args: ['a.csv', '--text', 'bdoy', '--label', 'queue=queue'],
    code: 2,
    err: errorLine('FIELD_MISSING', 'a.csv has no field "bdoy"; its fields are: id, body, queue (did you mean "body"?)'),
  },
  {
    name: 'a field that some rows of JSONL do not have',
    files: { 'a.jsonl': '{"body":"a","queue":"x"}\n{"boddy":"b","queue":"y"}\n\n{"body":"c","topic":"x"}\n' },
    code: 1,
    err: rejectLines("2 of 3 rows can't be used (text-missing 1, label-missing 1); none may be set aside", [
      `a.jsonl:2: text-missing: no text: the row has no field "body"; the row's fields are: boddy, queue (did you mean "boddy"?)`,
      `a.jsonl:4: label-missing: target "queue": no label in field "queue", which the row does not have; the row's fields are: body, topic`,
    ]),
  },
  {
    name: 'rows of a table with too many or too few cells',
    files: { 'a.csv': 'body,queue\na,b\nc,d,e\nf\ng,h\n' },
    code: 1,
    err: rejectLines("2 of 4 rows can't be used (csv-columns 2); none may be set aside", [
      'a.csv:3: csv-columns: row has 3 cells, the header has 2 (body, queue); quote cells that hold the delimiter ","',
      'a.csv:4: csv-columns: row has 1 cell, the header has 2 (body, queue)',
    ]),
  },
  {
    name: 'broken JSON in line 3',
    files: { 'a.jsonl': '{"body":"a","queue":"x"}\n{"body":"b","queue":"y"}\n{"body":"c","queue":}\n{"body":"d","queue":"x"}\n' },
    code: 1,
    err: rejectLines("1 of 4 rows can't be used (json-syntax 1); none may be set aside", [
      'a.jsonl:3: json-syntax: the line is not JSON at column 21 near "}": expected a value',
    ]),
  },
  {
    name: 'a broken array of JSON',
    files: { 'a.json': '[\n {"body":"a","queue":"x"},\n {"body":"b","queue":"y"}\n {"body":"c","queue":"x"}\n]' },
    code: 1,
    err: errorLine(
      'SOURCE_MALFORMED',
      `a.json:4: not valid JSON at byte 56 near "{\\"body\\":\\"c\\",\\"queue\\":\\"x\\"}\\n]": expected ',' or ']'`,
    ),
  },
  {
    name: 'two columns of one name',
    files: { 'a.csv': 'body,queue,body\na,b,c\n' },
    code: 2,
    err: errorLine(
      'HEADER_INVALID',
      'a.csv:1: columns 1 and 3 are both named "body"; rename one, give the names (--fields), or take them by position (--duplicate-headers position)',
    ),
  },
  {
    name: 'a message with an unknown role',
    files: { 'a.jsonl': ROLES },
    args: ['a.jsonl', '--messages', 'chat', '--label', 'queue=queue'],
    code: 1,
    err: rejectLines("1 of 2 rows can't be used (message-role 1); none may be set aside", [
      'a.jsonl:2: message-role: field "chat", message 1 (counted from 0) has the role "action"; the roles are system, user, assistant, tool; rename it under "roles" in the mapping',
    ]),
  },
  {
    name: 'an empty text, and one of white space alone',
    files: { 'a.csv': 'body,queue\na,x\n,x\n" \t",x\n' },
    code: 1,
    err: rejectLines("2 of 3 rows can't be used (text-empty 2); none may be set aside", [
      'a.csv:3: text-empty: no text: field "body" is empty or only white space',
      'a.csv:4: text-empty: no text: field "body" is empty or only white space',
    ]),
  },
  {
    name: 'an empty list of labels',
    files: { 'a.jsonl': '{"body":"a","tags":["x"]}\n{"body":"b","tags":[]}\n' },
    args: ['a.jsonl', '--text', 'body', '--list', 'tags=tags'],
    code: 1,
    err: rejectLines("1 of 2 rows can't be used (label-empty 1); none may be set aside", [
      'a.jsonl:2: label-empty: target "tags": the list of labels is empty; name a class for that as "none"',
    ]),
  },
  {
    name: 'a label that is null',
    files: { 'a.jsonl': '{"body":"a","queue":"x"}\n{"body":"b","queue":null}\n' },
    code: 1,
    err: rejectLines("1 of 2 rows can't be used (label-missing 1); none may be set aside", [
      'a.jsonl:2: label-missing: target "queue": no label: field "queue" is null',
    ]),
  },
  {
    name: 'an empty file',
    files: { 'a.csv': '' },
    code: 1,
    err: errorLine('NO_ROWS', 'no rows in a.csv: is it empty, or is there a header only?'),
  },
  {
    name: 'a header without rows',
    files: { 'a.csv': 'body,queue\n' },
    code: 1,
    err: errorLine('NO_ROWS', 'no rows in a.csv: is it empty, or is there a header only?'),
  },
  {
    name: 'a PNG image that is named .csv',
    files: { 'a.csv': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') },
    code: 1,
    err: errorLine('FORMAT_UNKNOWN', 'a.csv looks like a PNG image: name a text file'),
  },
  {
    name: 'gzip that is cut short',
    files: { 'a.csv': Buffer.from('\x1f\x8b\x08\0\0\0\0\0\0\x03', 'latin1') },
    code: 1,
    err: errorLine(
      'SOURCE_MALFORMED',
      'a.csv: the gzip data is cut after byte 10 of the file; get the file again (gzip -t tells whether it is whole)',
    ),
  },
  {
    name: 'bytes that are not UTF-8',
    files: { 'a.csv': Buffer.from('body,queue\na,b\ncaf\xe9,c\n', 'latin1') },
    code: 1,
    err: errorLine(
      'SOURCE_MALFORMED',
      'a.csv:3: byte 18 is not UTF-8; name its encoding with --encoding, or set the bad rows aside with --invalid-utf8 reject',
    ),
  },
];

describe.concurrent('what can not be read or used is refused with its place and what to do, and nothing is written', () => {
  it.each(CASES)('$name', async ({ files, args, code, err }) => {
    await withCase(files, async ({ run, names }) => {
      const [file = ''] = Object.keys(files);
      expect(await run(['prepare', ...(args ?? [file, ...MAPPING])])).toEqual({ code, signal: null, out: '', err });
      expect(await names()).toEqual([file]);
    });
  });
});

describe.concurrent('rows that are set aside', () => {
  const ragged = { 'a.csv': 'body,queue\na,x\nb,y\nc,x,z\nd,y\n' };

  it('are let through by --max-rejects up to its number, and counted', async () => {
    await withCase(ragged, async ({ run, read }) => {
      const { code, out } = await run(['prepare', 'a.csv', ...MAPPING, '--max-rejects', '1']);
      expect(code).toBe(0);
      expect(out).toMatch(/\n4 rows read = 3 written \+ 1 rejected \(csv-columns 1\) \+ 0 left out\n$/);
      expect(JSON.parse(await read('out/rejects.jsonl'))).toMatchObject({ code: 'csv-columns', origin: { line: 4 } });
    });
  });

  it('go to the file --rejects names, also when the run fails', async () => {
    await withCase(ragged, async ({ run, read, names }) => {
      expect((await run(['prepare', 'a.csv', ...MAPPING, '--rejects', 'bad/rows.jsonl'])).code).toBe(1);
      expect(JSON.parse(await read('bad/rows.jsonl'))).toMatchObject({ code: 'csv-columns', raw: 'c,x,z' });
      expect(await names()).toEqual(['a.csv', 'bad']);
    });
  });
});

describe.concurrent('labels named like members of every object', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const rows = names.flatMap((name, at) => Array.from({ length: 10 + at }, (_, row) => [`${name} says ${row}`, name] as const));
  const csv = `body,queue\n${rows.map((row) => row.join(',')).join('\n')}\n`;
  const jsonl = rows.map(([body, queue]) => `{"body":"${body}","queue":"${queue}"}`).join('\n');

  it('are classes like any other, with exact counts', async () => {
    await withCase({ 'a.csv': csv, 'a.jsonl': jsonl }, async ({ run, read }) => {
      for (const file of ['a.csv', 'a.jsonl']) {
        const { code, out } = await run(['prepare', file, ...MAPPING, '--json', '--out', `${file}.out`]);
        expect(code).toBe(0);
        const { classes } = JSON.parse(out);
        const kept = classes.map((row: ManifestClass) => [row.class, row.read, row.train + row.validation + row.test]);
        expect(new Set(kept)).toEqual(new Set(names.map((name, at) => [name, 10 + at, 10 + at])));
      }
      const train = await read('a.csv.out/train.jsonl');
      expect(train).toBe(await read('a.jsonl.out/train.jsonl'));
      expect(train.match(/"labels":\{"queue":"__proto__"\}\}\n/g)).toHaveLength(8);
    });
  });

  it('may also be the names of targets', async () => {
    await withCase({ 'a.jsonl': jsonl.replaceAll('"queue"', '"__proto__"') }, async ({ run, read }) => {
      expect(await run(['prepare', 'a.jsonl', '--text', 'body', '--label', '__proto__=__proto__', '--quiet'])).toMatchObject({
        code: 0,
        err: '',
      });
      expect(await read('out/train.jsonl')).toContain('"labels":{"__proto__":"constructor"}}');
    });
  });
});
