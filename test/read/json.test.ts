import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf, goodRow, readStreamed, readText, rejectAt, values } from './support.js';

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON lines', () => {
  const read = (content: string | Buffer, options = {}): ReturnType<typeof readText> =>
    readText('data.jsonl', content, { format: 'jsonl', ...options });

  it('reject a broken line with its column and what stands there', async () => {
    const { rows } = await read('{"text":"a","label":"x"}\n{"text":"b" "label":"y"}\n{"text":"c","label":"z"}\n');
    expect(values(rows)).toEqual([{ text: 'a', label: 'x' }, 'json-syntax@2', { text: 'c', label: 'z' }]);
    expect(rejectAt(rows, 1)).toMatchObject({
      stage: 'read',
      raw: '{"text":"b" "label":"y"}',
      origin: { source: 'data.jsonl', row: 2, line: 2, byte: 25 },
    });
    expect(rejectAt(rows, 1).message).toBe(
      `the line is not JSON at column 13 near ${JSON.stringify('"label":"y"}')}: expected ','`,
    );
  });

  it.each([
    ['{"a":1', 7, 'ends too early'],
    ['{"a":tru}', 6, 'expected a value'],
    ['{"a":"\\q"}', 7, 'escape'],
    ['{"a":1}}', 8, 'unexpected characters'],
    ['{"a":01}', 7, "expected ','"],
    ['nonsense', 1, 'expected a value'],
  ])('name the place of the fault in %s', async (line, column, reason) => {
    const { rows } = await read(line);
    expect(rejectAt(rows, 0).message).toContain(`column ${column}`);
    expect(rejectAt(rows, 0).message).toContain(reason);
  });

  it('quote no more than 40 characters in a message', async () => {
    const { rows } = await read(`{"a" ${'x'.repeat(500)}}`);
    expect(rejectAt(rows, 0).message.length).toBeLessThan(120);
  });

  it('skip blank lines and count them', async () => {
    const { rows, summary } = await read('\n[1]\n  \t\r\n\r\n[2]\n\n');
    expect(rows.map((row) => row.origin.line)).toEqual([2, 5]);
    expect(summary).toMatchObject({ rows: 2, blankLines: 4 });
  });

  it.each(['1', '"text"', 'true', 'null'])('reject %s, which has no fields', async (line) => {
    expect(values((await read(`${line}\n{"a":1}\n`)).rows)).toEqual(['row-shape@1', { a: 1 }]);
  });

  it.each([1, 2, 7, 64 * 1024])(
    'let a line at the limit pass and reject one byte more, in chunks of %i bytes',
    async (chunkSizeBytes) => {
      const content = `["123456"]\n["1234567"]\n["${'x'.repeat(1000)}\n[1]\n["1234567"]`;
      const { rows } = await read(content, { chunkSizeBytes, rowLimitBytes: 10 });
      expect(values(rows)).toEqual([['123456'], 'row-too-large@2', 'row-too-large@3', [1], 'row-too-large@5']);
      expect(rejectAt(rows, 2)).toMatchObject({
        raw: '["xxxxxxxx',
        message: 'the row has more than 10 bytes, which is the limit (limits.rowBytes)',
      });
    },
  );

  it('let 256 levels pass and reject 257', async () => {
    const { rows } = await read(`${deep(256)}\n${deep(257)}\n["${'['.repeat(2000)}"]\n${deep(50_000)}\n`);
    expect(rows.map((row) => ('code' in row ? row.code : row.kind))).toEqual(['record', 'json-depth', 'record', 'json-depth']);
  });

  it('keep the digits of integers that a double does not hold', async () => {
    const { rows } = await read(
      '{"id":12345678901234567890,"n":[-9007199254740993,9007199254740991,1.5e3],"s":"1234567890123456"}\n',
    );
    expect(values(rows)).toEqual([
      { id: 12345678901234567890n, n: [-9007199254740993n, 9007199254740991, 1500], s: '1234567890123456' },
    ]);
  });

  it.each(['{"__proto__":{"x":1}}', '{"__proto__":{"x":12345678901234567890}}'])(
    'take __proto__ for a field like any other in %s',
    async (line) => {
      const row = goodRow((await read(line)).rows, 0);
      const value: unknown = row.kind === 'record' ? row.value : undefined;
      expect(Object.keys(value ?? {})).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );

  it('give the raw row cut at 4096 units and not within a character', async () => {
    const { rows } = await read(`["${'😀'.repeat(5000)}"]\n`);
    const raw = goodRow(rows, 0).raw();
    expect(raw.isWellFormed()).toBe(true);
    expect(raw).toBe(`["${'😀'.repeat(2047)}`);
  });

  it('need no more than the row that is too long', async () => {
    const { rows } = await read(Buffer.alloc(3_000_000, 'x'), { chunkSizeBytes: 1000, rowLimitBytes: 5000 });
    expect(values(rows)).toEqual(['row-too-large@1']);
  });
});

describe('a JSON document', () => {
  const read = (content: string | Buffer, options = {}): ReturnType<typeof readText> =>
    readText('data.json', content, { format: 'json', ...options });

  it('that is an array gives its elements', async () => {
    expect(values((await read('[{"a":1},["b","c"],"d"]')).rows)).toEqual([{ a: 1 }, ['b', 'c'], 'row-shape@1']);
  });

  it('that is an object of arrays gives the elements with the name of their member', async () => {
    const { rows } = await read('{"train":[["a","x"]],"__proto__":[["b","y"]],"empty":[]}');
    expect(rows.map((row) => ('code' in row ? '' : row.key))).toEqual(['train', '__proto__']);
    expect(rows.map((row) => row.origin.row)).toEqual([1, 2]);
  });

  it.each(['[]', '{}', ' [ ] \n', '{"a":[]}'])('that is %j gives no rows', async (content) => {
    expect((await read(content)).rows).toEqual([]);
  });

  it.each([
    ['{"a":1}', 1, 5, 'member "a"'],
    ['{"x":[],\n "data":{"train":[]}}', 2, 17, 'member "data"'],
    ['{"version":"1","data":[]}', 1, 11, 'member "version"'],
    ['"text"', 1, 0, 'array of rows'],
    ['12', 1, 0, 'array of rows'],
  ])('of another shape, as %j, is refused', async (content, line, byte, part) => {
    const error = await errorOf(read(content));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line, byte } });
    expect(error.message).toContain(part);
    expect(error.message).toContain('object whose members are arrays');
  });

  it.each([
    ['[{"a":1},]', 1, 9, 'expected a row'],
    ['[,]', 1, 1, 'expected a row'],
    ['[1 2]', 1, 3, "expected ','"],
    ['[\n {"a":1},\n {"b" 2}\n]', 3, 18, "expected ':'"],
    ['[{"é":1},\r\n{"é":tru}]', 2, 18, 'expected a value'],
    ['[{"a":1}', 1, 8, 'ends too early'],
    ['[\n{"a":1},\n{"b":', 3, 16, 'inside row 2, which starts on line 3'],
    ['[{"a":"x}]', 1, 10, 'inside row 1'],
    ['[1]\n[2]', 2, 4, 'after the end'],
    ['{"a":[]}x', 1, 8, 'after the end'],
    ['{"a":[],}', 1, 8, 'name of a member'],
    ['{a:[]}', 1, 1, 'name of a member'],
    ['{"a" []}', 1, 5, "expected ':'"],
    ['[{"a":1]', 1, 7, "expected '}'"],
    ['[tru]', 1, 1, 'expected a value'],
    ['["a\nb"]', 1, 3, 'control character'],
  ])('that is broken, as %j, is refused with line and byte', async (content, line, byte, reason) => {
    for (const chunkSizeBytes of [1, 2, 7, 1000]) {
      const error = await errorOf(read(content, { chunkSizeBytes }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line, byte } });
      expect(error.message).toContain(`data.json:${line}: not valid JSON at byte ${byte}`);
      expect(error.message).toContain(reason);
    }
  });

  it.each([1, 2, 7, 64 * 1024])(
    'rejects rows above the limit and keeps their neighbours, in chunks of %i bytes',
    async (chunkSizeBytes) => {
      const content = `[["123456"],\n["1234567"],\n["${'\\"]'.repeat(300)}"],"123456789",1234567890,12345678901, [1]]`;
      const { rows } = await read(content, { chunkSizeBytes, rowLimitBytes: 10 });
      expect(values(rows)).toEqual([
        ['123456'],
        'row-too-large@2',
        'row-too-large@3',
        'row-too-large@3',
        'row-shape@3',
        'row-too-large@3',
        [1],
      ]);
      expect(rejectAt(rows, 1).raw).toBe('["1234567"');
    },
  );

  it('rejects a row deeper than 256 levels and keeps its neighbours', async () => {
    const { rows } = await read(`{"a":[${deep(256)},${deep(257)},[1]]}`);
    expect(rows.map((row) => ('code' in row ? row.code : row.kind))).toEqual(['record', 'json-depth', 'record']);
  });

  it('keeps the digits of integers that a double does not hold', async () => {
    expect(values((await read('[{"id":10000000000000000999}]')).rows)).toEqual([{ id: 10000000000000000999n }]);
  });
});

describe('any JSON value', () => {
  const record = fc.oneof(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.array(fc.jsonValue()));
  const layout = fc.record({
    indent: fc.constantFrom(0, 1, '\t', '\n'),
    newline: fc.constantFrom('\n', '\r\n'),
    size: fc.integer({ min: 1, max: 30 }),
  });

  it('is read back from lines and from documents, whatever the layout and the chunks', async () => {
    const property = fc.asyncProperty(fc.array(record, { maxLength: 6 }), layout, async (rows, { indent, newline, size }) => {
      const expected: unknown = JSON.parse(JSON.stringify(rows));
      const lines = rows.map((row) => JSON.stringify(row) + newline).join('');
      const document = JSON.stringify(rows, null, indent);
      const members = JSON.stringify({ 'a"b': rows, é: rows }, null, indent);
      const options = { chunkSizeBytes: size };
      expect(rounded((await readStreamed(lines, 'jsonl', options)).rows)).toEqual(expected);
      expect(rounded((await readStreamed(document, 'json', options)).rows)).toEqual(expected);
      const fromMembers = (await readStreamed(members, 'json', options)).rows;
      expect(rounded(fromMembers.slice(0, rows.length))).toEqual(expected);
      expect(rounded(fromMembers.slice(rows.length))).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  it('is refused or read as JSON.parse does, however an array is damaged', async () => {
    const damaged = fc
      .tuple(
        fc.array(record, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.constantFrom('', '"', ',', ']', '}', '[', '{', '\\', ' ', '1', '\n'),
      )
      .map(([rows, place, piece]) => {
        const text = JSON.stringify(rows);
        const at = place % text.length;
        return text.slice(0, at) + piece + text.slice(at + (piece === '' ? 1 : 0));
      })
      .filter((text) => text.isWellFormed());
    const property = fc.asyncProperty(damaged, async (text) => {
      let expected: unknown = 'refused';
      try {
        // once more, so that -0 is 0, as it is in what was read
        expected = JSON.parse(JSON.stringify(JSON.parse(text)));
      } catch {
        // stays refused
      }
      if (!Array.isArray(expected) && expected !== 'refused') return;
      const outcome: unknown = await readStreamed(text, 'json').then(
        ({ rows }) => {
          const hasTwice = rows.some((row) => 'code' in row && row.code === 'json-duplicate-key');
          return hasTwice ? undefined : rounded(rows).map((value) => (typeof value === 'string' ? 'reject' : value));
        },
        () => 'refused',
      );
      // a damaged key may be one that is there already: JSON.parse keeps the last of the two
      if (outcome === undefined) return;
      const rows: unknown = Array.isArray(expected)
        ? expected.map((row: unknown) => (typeof row === 'object' && row !== null ? row : 'reject'))
        : expected;
      expect(outcome).toEqual(rows);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

/** The values, with big integers as the doubles that JSON.parse makes of them; rejects are strings. */
function rounded(rows: Parameters<typeof values>[0]): readonly unknown[] {
  const text = JSON.stringify(values(rows), (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed : [];
}
