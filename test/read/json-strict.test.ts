import fc from 'fast-check';
import { isMany } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/assembler.js';
import { jsonParser } from 'stream-json/core/parser.js';
import { describe, expect, it } from 'vitest';
import { isReject } from '../../src/core/reject.js';
import { compileMapping } from '../../src/normalize/normalize.js';
import { errorOf, goodRow, readStreamed, readText, rejectAt, values } from './support.js';

const CHUNKS = [1, 2, 7, 64 * 1024];

describe('a name that is given twice', () => {
  const BAD = [
    ['{"text":"a","text":"b"}', 'text'],
    ['{"text":"a","label":"x","te\\u0078t":"a"}', 'text'],
    ['{"a":{"b":[{"c":1,"c":2}]}}', 'c'],
    ['{"note":"x: y","a":1,"a":1}', 'a'],
    ['[{"a":1},{"b":2,"b":3}]', 'b'],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"n":12345678901234567890,"n":1}', 'n'],
    ['{"":1,"":2}', ''],
  ] as const;

  it.each(BAD)('sets the row aside by name: %s', async (row, name) => {
    for (const chunkSizeBytes of CHUNKS) {
      for (const [format, content] of [
        ['jsonl', `{"a":1}\n${row}\n{"b":2}`],
        ['json', `[{"a":1},\n${row},\n{"b":2}]`],
        ['json', `{"train":[{"a":1},\n${row},\n{"b":2}]}`],
      ] as const) {
        const { rows } = await readStreamed(content, format, { chunkSizeBytes });
        expect(values(rows)).toEqual([{ a: 1 }, 'json-duplicate-key@2', { b: 2 }]);
        expect(rejectAt(rows, 1)).toMatchObject({ raw: row, stage: 'read' });
        expect(rejectAt(rows, 1).message).toContain(`gives ${JSON.stringify(name)} twice`);
      }
    }
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":{"a":2}}',
    '[{"a":1},{"a":1}]',
    '{"text":"\\"text\\":1,\\"text\\":2","label":"a:b:c"}',
    '{"text":"{\\"text\\":","Text":":"}',
    '{"constructor":1,"toString":2,"__proto__":3}',
  ])('is none in %s', async (row) => {
    expect(isReject(goodRow((await readStreamed(row, 'jsonl')).rows, 0))).toBe(false);
  });

  it('is found in any object, and nowhere else', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const member = fc.tuple(fc.string({ unit: fc.constantFrom('a', ':', '"', '\\', '{', 'é') }), value);
    const property = fc.asyncProperty(fc.array(member, { maxLength: 5 }), async (members) => {
      const text = `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`).join()}}`;
      const [row] = (await readStreamed(text, 'jsonl')).rows;
      const isRepeated = new Set(members.map(([name]) => name)).size < members.length;
      expect(row !== undefined && isReject(row) ? row.code : 'row').toBe(isRepeated ? 'json-duplicate-key' : 'row');
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

describe('nesting', () => {
  it.each([100_000, 1_000_000])('of %i levels is refused by name in every place it can stand in', async (levels) => {
    const bomb = '['.repeat(levels);
    const closed = bomb + ']'.repeat(levels);
    expect(values((await readStreamed(`${bomb}\n${closed}\n{"a":1}\n`, 'jsonl')).rows)).toEqual([
      'json-depth@1',
      'json-depth@2',
      { a: 1 },
    ]);
    expect(values((await readStreamed(`[${closed},{"a":1}]`, 'json')).rows)).toEqual(['json-depth@1', { a: 1 }]);
    const error = await errorOf(readStreamed(bomb, 'json'));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { byte: levels } });
    expect(error.message).toContain('the limit is 256');
  });

  it('may go as deep as the limit that is set', async () => {
    const deep = (levels: number): string => '[{"a":'.repeat(levels / 2) + '1' + '}]'.repeat(levels / 2);
    const { rows } = await readStreamed(`${deep(400)}\n${deep(402)}`, 'jsonl', { depthLimit: 400 });
    expect(rows.map((row) => (isReject(row) ? row.code : row.kind))).toEqual(['record', 'json-depth']);
  });
});

describe('a number as a label', () => {
  const { normalize } = compileMapping({ text: 'text', labels: { label: { field: 'label' } } });

  it.each([
    ['1', '1'],
    ['-7', '-7'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740993', '9007199254740993'],
    ['10000000000000000999', '10000000000000000999'],
    ['-10000000000000000999', '-10000000000000000999'],
    // a number is its value: pandas writes a column of integers with a gap as 1.0
    ['1.0', '1'],
    ['1e2', '100'],
    ['-0', '0'],
    ['true', 'true'],
    ['"null"', 'null'],
    ['null', 'label-missing'],
    ['1.5', 'label-type'],
    ['1e400', 'label-type'],
    ['-1e400', 'label-type'],
    ['1e22', 'label-type'],
    ['9007199254740993.0', 'label-type'],
    ['10000000000000000999.5', 'label-type'],
  ])('%s is %s in lines, arrays and columns', async (literal, expected) => {
    const row = `{"text":"a","label":${literal}}`;
    for (const [format, content] of [
      ['jsonl', row],
      ['json', `[${row}]`],
      ['json', `{"text":{"0":"a"},"label":{"0":${literal}}}`],
      ['json', `{"columns":["text","label"],"data":[["a",${literal}]]}`],
    ] as const) {
      const example = normalize(goodRow((await readStreamed(content, format)).rows, 0));
      expect(isReject(example) ? example.code : example.labels[0]).toBe(expected);
    }
  });
});

describe('characters', () => {
  it.each([
    ['a NUL escape', '\\u0000', '\u0000'],
    ['a lone surrogate', 'x\\ud800y', 'x\ud800y'],
    ['two of them in the wrong order', '\\ude00\\ud83d', '\ude00\ud83d'],
    ['a line separator', 'a\u2028b\u2029c\u0085d', 'a\u2028b\u2029c\u0085d'],
    ['DEL and no-break space', '\u007f\u00a0', '\u007f\u00a0'],
    ['a byte order mark', '\ufeff', '\ufeff'],
    ['an escaped slash', '\\/', '/'],
  ])('such as %s are kept as they are', async (_what, escaped, expected) => {
    for (const chunkSizeBytes of CHUNKS) {
      const row = `{"t":"${escaped}"}`;
      expect(values((await readStreamed(`${row}\n`, 'jsonl', { chunkSizeBytes })).rows)).toEqual([{ t: expected }]);
      expect(values((await readStreamed(`[${row}]`, 'json', { chunkSizeBytes })).rows)).toEqual([{ t: expected }]);
    }
  });

  it('of a second byte order mark are no JSON', async () => {
    expect(values((await readStreamed('\ufeff\ufeff{"a":1}\n{"a":2}\n', 'jsonl')).rows)).toEqual(['json-syntax@1', { a: 2 }]);
    expect((await errorOf(readStreamed('\ufeff\ufeff[]', 'json'))).facts).toMatchObject({ line: 1, byte: 3 });
  });
});

describe('a JSON text sequence', () => {
  const content = '\x1e{"a":1}\n\x1e{\n "a": 2\r\n}\n\n\x1e\x1e{"a" 3}\n\x1e{"a":4}\n{"a":5}\n\x1e["x"]';

  it.each(CHUNKS)('gives a row per record separator, told by content, in chunks of %i bytes', async (chunkSizeBytes) => {
    const { rows, summary } = await readText('data', content, { chunkSizeBytes });
    expect(summary).toMatchObject({ format: 'jsonl', rows: 5, blankLines: 0 });
    expect(values(rows)).toEqual([{ a: 1 }, { a: 2 }, 'json-syntax@6', 'json-syntax@7', ['x']]);
    expect(rows.map((row) => [row.origin.row, row.origin.line])).toEqual([
      [1, 1],
      [2, 2],
      [3, 6],
      [4, 7],
      [5, 9],
    ]);
    for (const row of rows) {
      const raw = isReject(row) ? row.raw : row.raw();
      expect(content.slice(row.origin.byte).startsWith(raw)).toBe(true);
    }
  });

  it.each(CHUNKS)('keeps its lines where a row is too large, in chunks of %i bytes', async (chunkSizeBytes) => {
    const { rows } = await readText('data', `\x1e{"a":1}\n\x1e{"a":\n"${'x'.repeat(500)}"\n}\n\x1e{"a":2}\n`, {
      chunkSizeBytes,
      rowLimitBytes: 50,
    });
    expect(values(rows)).toEqual([{ a: 1 }, 'row-too-large@2', { a: 2 }]);
    expect(rows.map((row) => row.origin.line)).toEqual([1, 2, 5]);
  });
});

describe('JSON lines that are arrays', () => {
  it('have names where the first line holds them, and only where that was said', async () => {
    const content = '["text","label"]\n["a","x"]\n\n["b"]\n{"text":"c"}\n';
    expect(values((await readStreamed(content, 'jsonl')).rows)[0]).toEqual(['text', 'label']);
    for (const chunkSizeBytes of CHUNKS) {
      const { rows, summary } = await readStreamed(content, 'jsonl', { chunkSizeBytes, json: { header: true } });
      expect(values(rows)).toEqual([{ text: 'a', label: 'x' }, 'row-shape@4', 'row-shape@5']);
      expect(rows.map((row) => row.origin.row)).toEqual([1, 2, 3]);
      expect(summary.rows).toBe(3);
    }
  });

  it.each(['{"text":"a"}', '[]', '["a","a"]', '["a",null]', '5', 'oops'])(
    'are refused where the first line is %s',
    async (first) => {
      const error = await errorOf(readStreamed(`${first}\n["a","x"]`, 'jsonl', { json: { header: true } }));
      expect(error.code).toBe('HEADER_INVALID');
      expect(error.message).toMatch(/^-:1: /);
    },
  );
});

describe('what is between and behind rows', () => {
  it.each([
    ['{"a":1}{"b":2}', 'jsonl', 'unexpected characters'],
    ['{"a":1},', 'jsonl', 'unexpected characters'],
    ['{"a":NaN}', 'jsonl', 'expected a value'],
    ['{"a":1}\r{"b":2}', 'jsonl', 'unexpected characters'],
  ] as const)('in %j is set aside in %s', async (content, format, reason) => {
    const { rows } = await readStreamed(content, format);
    expect(rows).toHaveLength(1);
    expect(rejectAt(rows, 0)).toMatchObject({ code: 'json-syntax', origin: { line: 1 } });
    expect(rejectAt(rows, 0).message).toContain(reason);
  });

  it.each([
    ['[{"a":1}]\n[{"b":2}]', 2, 10, 'after the end'],
    ['[{"a":1}\n,]', 2, 10, 'expected a row'],
    ['[{"a":1},\n{"b":2}', 2, 17, 'too early'],
    ['[{"a":1},\n{"b":2},', 2, 18, 'too early'],
    ['[{"a":1},\n{"b":"cut', 2, 19, 'inside row 2, which starts on line 2'],
    ['[{"a":NaN}]', 1, 6, 'expected a value'],
    ['{"train":[{"a":1}]}\n{"test":[]}', 2, 20, 'after the end'],
  ] as const)('in %j is refused with line %i and byte %i', async (content, line, byte, reason) => {
    for (const chunkSizeBytes of CHUNKS) {
      const error = await errorOf(readStreamed(content, 'json', { chunkSizeBytes }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line, byte } });
      expect(error.message).toContain(reason);
    }
  });

  it('is told at every place a document can be cut', async () => {
    const document = JSON.stringify(Array.from({ length: 60 }, (_, at) => ({ text: `t"${at}`, list: [at, { a: [] }] })));
    const ends = [...document.matchAll(/\}\]\}/g)].map(({ index }) => index + 3);
    for (let at = 1; at < document.length; at += 13) {
      const error = await errorOf(readStreamed(document.slice(0, at), 'json', { chunkSizeBytes: 100 }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { byte: at } });
      const inside = /inside row (\d+)/.exec(error.message)?.[1];
      if (inside !== undefined) expect(Number(inside)).toBe(ends.filter((end) => end <= at).length + 1);
    }
  });
});

describe('beside the assembler of stream-json', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: 'binary', maxLength: 5 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const row = fc.oneof(fc.array(value, { maxLength: 4 }), fc.dictionary(fc.string({ maxLength: 5 }), value, { maxKeys: 5 }));
  const rows = fc.array(row, { maxLength: 6 });
  const layout = fc.record({ indent: fc.constantFrom(0, 2, '\t', '\n'), size: fc.constantFrom(...CHUNKS) });

  it('a document gives the same rows', async () => {
    const document = fc.oneof(rows, fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), rows, { maxKeys: 4 }));
    const property = fc.asyncProperty(document, layout, async (whole, { indent, size }) => {
      const text = JSON.stringify(whole, null, indent);
      const expected = assembled(text);
      const inOrder: readonly unknown[] = Array.isArray(expected) ? expected : Object.values(expected ?? {}).flat();
      const orient = Array.isArray(whole) ? 'records' : 'arrays';
      const found = await readStreamed(text, 'json', { chunkSizeBytes: size, json: { orient } });
      expect(JSON.stringify(values(found.rows), digits)).toBe(JSON.stringify(inOrder, digits));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('lines give the same rows', async () => {
    const property = fc.asyncProperty(rows, layout, async (list, { size }) => {
      const lines = list.map((one) => JSON.stringify(one));
      const found = await readStreamed(lines.join('\r\n'), 'jsonl', { chunkSizeBytes: size });
      const expected = lines.map(assembled);
      expect(JSON.stringify(values(found.rows), digits)).toBe(JSON.stringify(expected, digits));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('a damaged text is taken or refused as JSON.parse does', async () => {
    const pieces = ['', '"', ',', ']', '}', '[', '{', '\\', ' ', '1', '\n', ':', 'null', '-', '.', 'e', '\u0001'];
    const damage = fc.tuple(rows, fc.nat(), fc.constantFrom(...pieces), fc.constantFrom(0, 1, 3), layout);
    const property = fc.asyncProperty(damage, async ([list, place, piece, cut, { size }]) => {
      const text = JSON.stringify(list);
      const at = place % text.length;
      const damaged = text.slice(0, at) + piece + text.slice(at + cut);
      // an empty file has no rows, and is not refused here
      if (!damaged.isWellFormed() || damaged.trim() === '') return;
      let expected: unknown = 'refused';
      try {
        expected = JSON.parse(damaged);
      } catch {
        // stays refused
      }
      if (!Array.isArray(expected) && expected !== 'refused') return;
      const outcome = await readStreamed(damaged, 'json', { chunkSizeBytes: size, json: { orient: 'records' } }).then(
        (found) => found.rows.length,
        () => 'refused',
      );
      expect(outcome).toBe(Array.isArray(expected) ? expected.length : 'refused');
    });
    await fc.assert(property, { numRuns: 500 });
  });
});

/** What stream-json makes of a text. */
function assembled(text: string): unknown {
  const assembler = new Assembler();
  const parse = jsonParser({ packValues: true, streamValues: false });
  const tokens = parse(text);
  if (isMany(tokens)) for (const token of tokens.values) assembler.consume(token);
  return assembler.current;
}

/** Integers beyond 2^53 by the double that is nearest, as the assembler has them. */
function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
