import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReject } from '../../src/core/reject.js';
import type { FileSource, JsonOptions } from '../../src/read/read.js';
import { errorOf, plain, readStreamed, readText, rejectAt, temporaryFolder, values, type ReadBack } from './support.js';

const CHUNKS = [1, 2, 7, 64 * 1024];

/** What every orient below stands for. */
const RECORDS = [
  { text: 'é "q" / 😀', label: 'x', n: 1.5 },
  { text: 'b', label: null, n: 12345678901234567890n },
  { text: 'c{[,', label: 'y', n: -0 },
];
const A = '"\\u00e9 \\"q\\" \\/ 😀"';

/** One frame as pandas' to_json writes it, by orient; with white space and other orders of the members. */
const DOCUMENTS: readonly (readonly [what: string, orient: JsonOptions['orient'], document: string])[] = [
  [
    'records',
    'records',
    `[{"text":${A},"label":"x","n":1.5},{"text":"b","label":null,"n":12345678901234567890},{"text":"c{[,","label":"y","n":-0}]`,
  ],
  [
    'columns',
    'columns',
    `{"text":{"0":${A},"1":"b","2":"c{[,"},"label":{"0":"x","1":null,"2":"y"},"n":{"0":1.5,"1":12345678901234567890,"2":-0}}`,
  ],
  [
    'columns with spaces',
    'columns',
    `{ "text" : { "0" : ${A} , "1":"b","2":"c{[,"},\r\n"label":{\n"0":"x","1":null,"2":"y" } ,"n":{"0":1.5 ,"1":12345678901234567890\n,"2":-0}\n}\n`,
  ],
  ['lists', 'columns', `{"text":[${A},"b","c{[,"],\n"label":["x",null,"y"],"n":[1.5 ,12345678901234567890,-0]}`],
  [
    'index',
    'index',
    `{"0":{"text":${A},"label":"x","n":1.5},"1":{"text":"b","label":null,"n":12345678901234567890},\n"7":{"text":"c{[,","label":"y","n":-0}}`,
  ],
  [
    'split',
    'split',
    `{"columns":["text","label","n"],"index":[0,1,2],"data":[[${A},"x",1.5],["b",null,12345678901234567890],["c{[,","y",-0]]}`,
  ],
  [
    'split, index first',
    'split',
    `{"index":["k\\"1",1,[2,"x"]],"columns":["te\\u0078t","label","n"],"data":[[${A},"x",1.5],["b",null,12345678901234567890],["c{[,","y",-0]]}`,
  ],
  [
    'split, data first',
    'split',
    `{"data":[[${A},"x",1.5],["b",null,12345678901234567890],["c{[,","y",-0]],"columns":["text","label","n"],"index":[0,1,2]}`,
  ],
  [
    'tight',
    'split',
    `{"index":[0,1,2],"columns":["text","label","n"],"data":[[${A},"x",1.5],["b",null,12345678901234567890],["c{[,","y",-0]],"index_names":[null],"column_names":[null]}`,
  ],
  [
    'table',
    'table',
    `{"schema":{"fields":[{"name":"text","type":"string"}],"pandas_version":"1.4.0"},"data":[{"text":${A},"label":"x","n":1.5},{"text":"b","label":null,"n":12345678901234567890},{"text":"c{[,","label":"y","n":-0}]}`,
  ],
  [
    'table, schema last',
    'table',
    `{"data":[{"text":${A},"label":"x","n":1.5},{"text":"b","label":null,"n":12345678901234567890},{"text":"c{[,","label":"y","n":-0}],\n"schema":{"fields":[],"x":"}"}}`,
  ],
];

describe('a frame of pandas', () => {
  describe.each(DOCUMENTS)('as %s', (_what, orient, document) => {
    it.each(CHUNKS)('gives the rows of records, told by content, in chunks of %i bytes', async (chunkSizeBytes) => {
      for (const name of ['data.json', 'data']) {
        // one object of lists may be a row as well where nothing says that it is a document
        if (_what === 'lists' && name === 'data') continue;
        const { rows, summary } = await readText(name, document, { chunkSizeBytes });
        expect(values(rows)).toEqual(RECORDS);
        expect(summary).toMatchObject({ format: 'json', rows: 3 });
        expect(rows.map((row) => row.origin.row)).toEqual([1, 2, 3]);
      }
    });

    it.each(CHUNKS)('gives the rows of records, told by the user, in chunks of %i bytes', async (chunkSizeBytes) => {
      const { rows } = await readText('data', `\ufeff${document}`, { chunkSizeBytes, json: { orient: orient ?? 'records' } });
      expect(values(rows)).toEqual(RECORDS);
      const whole = await readText('data', `\ufeff${document}`, { json: { orient: orient ?? 'records' } });
      expect(plain(rows)).toEqual(plain(whole.rows));
    });

    it('names the first byte and the line of each row', async () => {
      const { rows } = await readText('data.json', document);
      const bytes = Buffer.from(document);
      for (const [at, row] of rows.entries()) {
        expect(row.origin.line).toBe(
          bytes
            .subarray(0, row.origin.byte)
            .toString()
            .split(/\r\n|\n/).length,
        );
        const start = bytes.subarray(row.origin.byte).toString();
        expect(/^[[{]?(?:"text":)?"(?:\\u00e9|b"|c\{)/.exec(start)?.[0]).toBeDefined();
        const raw = isReject(row) ? '' : row.raw();
        expect(raw).toContain(['q', '12345678901234567890', 'c{['][at]);
      }
    });

    it('is refused where it is cut, whatever the place', async () => {
      const trimmed = Buffer.from(document.trimEnd());
      for (let at = 1; at < trimmed.length; at += 7) {
        const text = trimmed.subarray(0, at).toString();
        if (text.includes('\ufffd')) continue;
        const error = await errorOf(readStreamed(text, 'json', { json: { orient: orient ?? 'records' } }));
        expect(error.code).toBe('SOURCE_MALFORMED');
        expect(error.facts.byte).toBe(at);
      }
    });

    it('is refused with line and byte where one value is not JSON', async () => {
      const at = document.indexOf('1.5');
      const text = Buffer.from(`${document.slice(0, at)}1x5${document.slice(at + 3)}`);
      for (const chunkSizeBytes of CHUNKS) {
        const error = await errorOf(readText('data.json', text, { chunkSizeBytes, json: { orient: orient ?? 'records' } }));
        const line = text.subarray(0, text.indexOf('1x5')).toString().split('\n').length;
        expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line, byte: text.indexOf('1x5') + 1 } });
      }
    });
  });

  it('as values gives rows by position, or with names where they are told or in the first row', async () => {
    const document = '[["text","label"],["a","x"],["b"],{"text":"c"}]';
    const first = { text: 'a', label: 'x' };
    expect(values((await readText('data.json', document)).rows)).toHaveLength(4);
    const { rows } = await readText('data.json', document, { json: { orient: 'values', header: true } });
    expect(values(rows)).toEqual([first, 'row-shape@1', 'row-shape@1']);
    expect(rows.map((row) => row.origin.row)).toEqual([1, 2, 3]);
    expect(rejectAt(rows, 1).message).toBe('the row has 1 values, but there are names for 2 values of an array');
    const told = await readText('data.json', '[["a","x"]]', { json: { header: ['text', 'label'] } });
    expect(values(told.rows)).toEqual([first]);
  });

  it('carries its index as key in the orients that name their rows', async () => {
    const keys = async (document: string): Promise<unknown> =>
      (await readText('data.json', document)).rows.map((row) => ('code' in row ? '' : row.key));
    expect(await keys('{"text":{"3":"a","1":"b"}}')).toEqual(['3', '1']);
    expect(await keys('{"3":{"text":"a"},"1":{"text":"b"}}')).toEqual(['3', '1']);
  });

  it('keeps a column that is called __proto__, and values that hold JSON as text', async () => {
    for (const document of [
      '{"__proto__":{"0":"{\\"a\\":1}"}}',
      '{"columns":["__proto__"],"data":[["{\\"a\\":1}"]]}',
      '{"0":{"__proto__":"{\\"a\\":1}"}}',
    ]) {
      const [row] = values((await readText('data.json', document)).rows);
      expect(Object.entries(row ?? {})).toEqual([['__proto__', '{"a":1}']]);
    }
  });

  it('may have a split row that is too short, which is set aside alone', async () => {
    const { rows } = await readText('data.json', '{"columns":["text","label"],"data":[["a"],["b","y"],{"text":"c"},5]}');
    expect(values(rows)).toEqual(['row-shape@1', { text: 'b', label: 'y' }, 'row-shape@1', 'row-shape@1']);
  });

  it.each([
    ['{"text":{"0":"a","1":"b"},"label":{"0":"x"}}', 'column "label" ends where column "text" has "1"'],
    ['{"text":{"0":"a"},"label":{"0":"x","1":"y"}}', 'column "label" has "1" where column "text" ends'],
    ['{"text":{"0":"a","1":"b"},"label":{"1":"y","0":"x"}}', 'column "label" has "1" where column "text" has "0"'],
    ['{"text":["a","b"],"label":["x"]}', 'column "label" ends where column "text" goes on'],
    ['{"text":["a"],"label":{"0":"x"}}', 'an array where others are objects'],
    ['{"text":{"0":"a"},"text":{"0":"b"}}', 'member "text" (byte 25) is given twice'],
    ['{"text":{"0":"a"},"n":5}', 'neither an object nor an array'],
  ])('is refused where its columns do not match, as %s', async (document, part) => {
    const error = await errorOf(readText('data.json', document, { json: { orient: 'columns' } }));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain(part);
    expect(error.message).toMatch(/^data\.json:1: /);
  });

  it.each([
    ['{"train":[{"text":"a"}],"train":[{"text":"b"}]}', 'member "train" (byte 32) is given twice'],
    ['{"columns":["a"],"data":[["x"]],"data":[["y"]]}', 'member "data" (byte 39) is given twice'],
    ['{"schema":{"fields":[]},"data":[{"a":1}],"data":[{"a":2}]}', 'member "data" (byte 48) is given twice'],
  ])('is refused where it gives an array twice, as %s', async (document, part) => {
    const error = await errorOf(readText('data.json', document));
    expect(error.code).toBe('SOURCE_MALFORMED');
    expect(error.message).toContain(part);
  });

  it.each([
    ['split', '{"columns":["text","text"],"data":[["a","b"]]}', 'HEADER_INVALID', 'two fields "text"'],
    ['split', '{"columns":[["a","b"],["c","d"]],"data":[["a","b"]]}', 'HEADER_INVALID', 'is a string'],
    ['split', '{"data":[["a"]]}', 'SOURCE_MALFORMED', 'no member "columns"'],
    ['split', '{"columns":["a"],"rows":[["a"]]}', 'SOURCE_MALFORMED', 'does not belong'],
    ['table', '{"schema":{"fields":[]},"rows":[]}', 'SOURCE_MALFORMED', 'does not belong'],
    ['table', '{"schema":{"fields":[1 2]},"data":[]}', 'SOURCE_MALFORMED', 'not valid JSON at byte 23'],
    ['records', '{"a":[]}', 'SOURCE_MALFORMED', 'needs an array of rows'],
    ['index', '[{"a":1}]', 'SOURCE_MALFORMED', 'needs an object'],
    ['arrays', '[{"a":1}]', 'SOURCE_MALFORMED', 'needs an object'],
  ] as const)('is refused where it is not of the orient %s, as %s', async (orient, document, code, part) => {
    const error = await errorOf(readText('data.json', document, { json: { orient } }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  it.each(['{"a":{"text":"x"},"b":{"text":"y"}}', '{"0":{"1":"x"},"1":{"1":"y"}}', '{"text":{},"label":{}}'])(
    'is refused with the orients to choose from where rows and columns look alike, as %s',
    async (document) => {
      const error = await errorOf(readText('data.json', document));
      expect(error.code).toBe('SOURCE_MALFORMED');
      expect(error.message).toContain('--orient index or --orient columns');
      expect((await readText('data.json', document, { json: { orient: 'index' } })).rows).toHaveLength(2);
    },
  );

  it('leaves objects of arrays with names of their own what they are', async () => {
    for (const [document, keys] of [
      ['{"train":[["a","x"]],"test":[["b","y"]]}', ['train', 'test']],
      ['{"data":[["a","x"]]}', ['data']],
      ['{"data":[["a","x"]],"index":[["b","y"]]}', ['data', 'index']],
      ['{"columns":[["a","x"]],"data":[["b","y"]]}', ['columns', 'data']],
    ] as const) {
      const { rows } = await readText('data.json', document);
      expect(rows.map((row) => ('code' in row ? row.code : row.key))).toEqual(keys);
    }
  });

  it('sets aside rows that are too large, too deep or give a name twice, and keeps their neighbours', async () => {
    const deep = '['.repeat(300) + ']'.repeat(300);
    const cells = ['"ok"', `"${'x'.repeat(3000)}"`, deep, '{"a":1,"\\u0061":2}', '"end"'];
    const documents = [
      `{"text":{${cells.map((cell, at) => `"${at}":${cell}`).join()}},"n":{"0":1,"1":1,"2":1,"3":1,"4":1}}`,
      `{"text":[${cells.join()}],"n":[1,1,1,1,1]}`,
      `{${cells.map((cell, at) => `"${at}":{"text":${cell},"n":1}`).join()}}`,
      `{"columns":["text","n"],"data":[${cells.map((cell) => `[${cell},1]`).join()}]}`,
      `{"data":[${cells.map((cell) => `[${cell},1]`).join()}],"columns":["text","n"]}`,
      `{"schema":{"fields":[]},"data":[${cells.map((cell) => `{"text":${cell},"n":1}`).join()}]}`,
    ];
    for (const document of documents) {
      for (const chunkSizeBytes of [7, 64 * 1024]) {
        const { rows } = await readText('data.json', document, { chunkSizeBytes, rowLimitBytes: 2000 });
        expect(values(rows)).toEqual([
          { text: 'ok', n: 1 },
          'row-too-large@1',
          'json-depth@1',
          'json-duplicate-key@1',
          { text: 'end', n: 1 },
        ]);
      }
    }
  });
});

describe('a large frame', () => {
  const COUNT = 60_000;
  const text = (at: number): string => `text number ${at} ${'é'.repeat(at % 90)}`;
  const list = (cell: (at: number) => unknown): string =>
    Array.from({ length: COUNT }, (_, at) => JSON.stringify(cell(at))).join(',\n');
  const cells = (cell: (at: number) => unknown): string =>
    Array.from({ length: COUNT }, (_, at) => `"${at}":${JSON.stringify(cell(at))}`).join(',\n');

  const read = async (document: string, json: JsonOptions, directory: string): Promise<ReadBack> =>
    readStreamed(document, 'json', { json, directory });

  it.each([
    ['columns', `{"text":{${cells(text)}},"label":{${cells((at) => at % 7)}}}`, {}],
    ['lists', `{"text":[${list(text)}],"label":[${list((at) => at % 7)}]}`, {}],
    [
      'split, index first',
      `{"index":[${list((at) => at)}],"columns":["text","label"],"data":[${list((at) => [text(at), at % 7])}]}`,
      {},
    ],
    ['split, data first', `{"data":[${list((at) => [text(at), at % 7])}],"columns":["text","label"]}`, {}],
    ['split, data first, told', `{"data":[${list((at) => [text(at), at % 7])}],"columns":["text","label"]}`, { orient: 'split' }],
    ['index', `{${cells((at) => ({ text: text(at), label: at % 7 }))}}`, {}],
  ] as const)('as %s gives its rows, and leaves nothing behind on the disk', async (_what, document, json) => {
    const directory = await temporaryFolder();
    const { rows } = await read(document, json, directory);
    expect(rows).toHaveLength(COUNT);
    const found = values(rows);
    for (const at of [0, 1, 511, 512, 33_333, COUNT - 1]) expect(found[at]).toEqual({ text: text(at), label: at % 7 });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('names the folder where it finds no place for its text', async () => {
    const directory = `${await temporaryFolder()}/none`;
    const document = `{"text":{${cells((at) => text(at) + 'x'.repeat(100))}}}`;
    const error = await errorOf(read(document, { orient: 'columns' }, directory));
    expect(error).toMatchObject({ code: 'OUTPUT_UNWRITABLE', exitCode: 3 });
    expect(error.message).toContain(directory);
    expect(existsSync(directory)).toBe(false);
  });

  it('as data without names is an object of arrays, however long', async () => {
    const { rows } = await readStreamed(`{"data":[${list((at) => [text(at), at % 7])}]}`, 'json');
    expect(rows).toHaveLength(COUNT);
    expect(rows.every((row) => !isReject(row) && row.key === 'data')).toBe(true);
  });

  it('may have as many columns as the limit and no more', async () => {
    const columns = (count: number): string => `{${Array.from({ length: count }, (_, at) => `"c${at}":{"0":${at}}`).join()}}`;
    const options = { columnLimit: 300, json: { orient: 'columns' } } as const;
    const [row] = values((await readText('data.json', columns(300), options)).rows);
    expect(Object.keys(row ?? {})).toHaveLength(300);
    expect((await errorOf(readText('data.json', columns(301), options))).message).toContain('one more than 300 columns');
    const split = (count: number): string =>
      `{"columns":[${Array.from({ length: count }, (_, at) => `"c${at}"`).join()}],"data":[[${Array.from({ length: count }, () => 1).join()}]]}`;
    expect((await readText('data.json', split(300), { columnLimit: 300 })).rows).toHaveLength(1);
    expect((await errorOf(readText('data.json', split(301), { columnLimit: 300 }))).message).toContain('the limit is 300');
  });
});

describe('any frame', () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, true, 1.5));
  const frame = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 6 }), { minLength: 1, maxLength: 4 }).chain((names) =>
    fc.record({
      names: fc.constant(names),
      rows: fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), { minLength: 1, maxLength: 6 }),
      indent: fc.constantFrom(0, 1, '\t'),
      size: fc.constantFrom(1, 2, 7, 64 * 1024),
    }),
  );

  it('gives the same rows in every orient, layout and chunk size', async () => {
    const property = fc.asyncProperty(frame, async ({ names, rows, indent, size }) => {
      const entries = rows.map((row) => names.map((name, at) => [name, row[at]] as const));
      const member = (pairs: readonly (readonly [string, unknown])[]): object =>
        pairs.reduce(
          (made, [name, value]) => Object.defineProperty(made, name, { value, enumerable: true, configurable: true }),
          {},
        );
      const columns = names.map((name, at) => [name, rows.map((row) => row[at])] as const);
      const documents: readonly (readonly [FileSource['json'], unknown])[] = [
        [{ orient: 'records' }, entries.map(member)],
        [
          { orient: 'columns' },
          member(columns.map(([name, list]) => [name, member(list.map((value, at) => [`k${at}`, value]))])),
        ],
        [{ orient: 'columns' }, member(columns)],
        [{ orient: 'index' }, member(entries.map((pairs, at) => [`k${at}`, member(pairs)]))],
        [{ orient: 'split' }, { columns: names, index: rows.map((_, at) => at), data: rows }],
        [{ orient: 'split' }, { data: rows, columns: names }],
        [{ orient: 'table' }, { schema: { fields: names }, data: entries.map(member) }],
        [{ header: names }, rows],
      ];
      const read: unknown[] = [];
      for (const [json, value] of documents) {
        const found = await readStreamed(JSON.stringify(value, null, indent), 'json', {
          chunkSizeBytes: size,
          ...(json && { json }),
        });
        read.push(values(found.rows));
      }
      for (const found of read) expect(found).toEqual(read[0]);
      expect(read[0]).toHaveLength(rows.length);
    });
    await fc.assert(property, { numRuns: 40 });
  });
});
