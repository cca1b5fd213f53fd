import { describe, expect, it } from 'vitest';
import { isReject } from '../../src/core/reject.js';
import { errorOf, readStreamed, rejectAt, values } from './support.js';

// The classes of cases of JSONTestSuite (github.com/nst/JSONTestSuite), written anew. Valid as well as doubtful texts are what
// JSON.parse takes for JSON; those with another value than it gives are named below.

const VALID: readonly string[] = [
  '[]',
  '[[]]',
  '[[]  ]',
  '[""]',
  '["a"]',
  '[false]',
  '[true]',
  '[null]',
  '[null, 1, "1", {}]',
  '[1,null,null,null,2]',
  '[1\n]',
  ' [1]',
  '[2] ',
  '[123]',
  '[123e65]',
  '[0e+1]',
  '[0e1]',
  '[ 4]',
  '[-0.000000000000000000000000000000000000000000000001]',
  '[20e1]',
  '[-0]',
  '[-123]',
  '[-1]',
  '[1E22]',
  '[1E-2]',
  '[1E+2]',
  '[123e45]',
  '[123.456e78]',
  '[1e-2]',
  '[1e+2]',
  '[123.456789]',
  '{"asd":"sdf", "dfg":"fgh"}',
  '{"asd":"sdf"}',
  '{}',
  '{"":0}',
  '{"foo\\u0000bar": 42}',
  '{ "min": -1.0e+28, "max": 1.0e+28 }',
  '{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "x"}',
  '{"a":[]}',
  '{"title":"\\u041f\\u043e"}',
  '{\n"a": "b"\n}',
  '["\\u0060\\u012a\\u12AB"]',
  '["\\ud801\\udc37"]',
  '["\\ud83d\\ude39\\ud83d\\udc8d"]',
  '["\\"\\\\\\/\\b\\f\\n\\r\\t"]',
  '["\\\\u0000"]',
  '["\\""]',
  '["a/*b*/c/*d//e"]',
  '["\\\\a"]',
  '["\\\\n"]',
  '["\\u0012"]',
  '["\\uFFFF"]',
  '["asd"]',
  '[ "asd"]',
  '["\uffff"]',
  '["new\\u00A0line"]',
  '["\u{10ffff}"]',
  '["\uffff"]',
  '["\\u0000"]',
  '["\\u002c"]',
  '["π"]',
  '["\u{1bfff}"]',
  '["asd "]',
  '["\u2028"]',
  '["\u2029"]',
  '["\\u0821"]',
  '["\\u0123"]',
  '["\u0085"]',
  '["\\u0061\\u30af\\u30EA\\u30b9"]',
  '["new\\u000Aline"]',
  '["\u007f"]',
  '["a\u007fa"]',
  '["\\uA66D"]',
  '["\\u005C"]',
  '["\\u200B"]',
  '["\\u2064"]',
  '["\\uFDD0"]',
  '["\\uFFFE"]',
  '["⍂㈴⍂"]',
  '["€𝄞"]',
  '["aa\u007faa"]',
  '[[[[[[1]]]]]]',
  '["a",\r\n\t {"b" :\t[ ] }\r\n]',
  '[{"a":":"},{"b":"\\":\\""}]',
];

const INVALID: readonly string[] = [
  '[1 true]',
  '["": 1]',
  '[""],',
  '[,1]',
  '[1,,2]',
  '["x",,]',
  '["x"]]',
  '["",]',
  '["x"',
  '[x',
  '[3[4]]',
  '[1:2]',
  '[,]',
  '[-]',
  '[   , ""]',
  '["a",\n4\n,1,',
  '[1,]',
  '["\v"a\\f]',
  '[*]',
  '[""',
  '[1,\n1\n,1',
  '[{}',
  '[fals]',
  '[nul]',
  '[tru]',
  '[++1234]',
  '[+1]',
  '[+Inf]',
  '[-01]',
  '[-1.0.]',
  '[-2.]',
  '[-NaN]',
  '[.-1]',
  '[.2e-3]',
  '[0.1.2]',
  '[0.3e+]',
  '[0.3e]',
  '[0.e1]',
  '[0E+]',
  '[0E]',
  '[0e+]',
  '[0e]',
  '[1.0e+]',
  '[1.0e-]',
  '[1.0e]',
  '[1 000.0]',
  '[1eE2]',
  '[2.e+3]',
  '[2.e-3]',
  '[2.e3]',
  '[9.e+]',
  '[Inf]',
  '[NaN]',
  '[Infinity]',
  '[-Infinity]',
  '[１]',
  '[1+2]',
  '[0x1]',
  '[0x42]',
  '[0e+-1]',
  '[-foo]',
  '[- 1]',
  '[-012]',
  '[-.123]',
  '[-1x]',
  '[1ea]',
  '[1.]',
  '[.123]',
  '[1.2a-3]',
  '[1.8011670033376514H-308]',
  '[012]',
  '["x", truth]',
  '{[: "x"}\n',
  '{"x", null}',
  '{"x"::"b"}',
  '{🇨🇭}',
  '{"a":"a" 123}',
  "{key: 'value'}",
  '{"a" b}',
  '{:"b"}',
  '{"a" "b"}',
  '{"a":',
  '{"a"',
  '{1:1}',
  '{9999E9999:1}',
  '{null:null,null:null}',
  '{"id":0,,,,,}',
  "{'a':0}",
  '{"id":0,}',
  '{"a":"b"}/**/',
  '{"a":"b"}/**//',
  '{"a":"b"}//',
  '{"a":"b"}/',
  '{"a":"b",,"c":"d"}',
  '{a: "b"}',
  '{"a":"a',
  '{ "foo" : "bar", "a" }',
  '{"a":"b"}#',
  '["\\uD800\\u"]',
  '["\\uD800\\u1"]',
  '["\\uD800\\u1x"]',
  '[é]',
  '["\\x00"]',
  '["\\\\\\"]',
  '["\\\t"]',
  '["\\🌀"]',
  '["\\"]',
  '["\\u00A"]',
  '["\\uD834\\uDd"]',
  '["\\uD800\\uD800\\x"]',
  '["\\a"]',
  '["\\uqqqq"]',
  '[\\u0020"asd"]',
  '[\\n]',
  '["',
  "['single quote']",
  '["\\',
  '["new\nline"]',
  '["a\tb"]',
  '["\u0000"]',
  '"\\UA66D"',
  '<.>',
  '[<null>]',
  '[1]x',
  '[1]]',
  '["asd]',
  'aå',
  '[True]',
  '1]',
  '{"x": true,',
  '[][]',
  ']',
  '{}}',
  '{"":',
  '{"a":/*comment*/"b"}',
  '{"a": true} "x"',
  '[',
  '[1',
  '[a',
  '["a',
  '["a"',
  '{',
  '{]',
  '{,',
  '{[',
  '{"a',
  "{'a'",
  '["\\{["\\{["\\{',
  '#',
  '*',
  '|',
  '[\f]',
  '[\u2060]',
  '[\u00a0]',
  '{"a":"b"}#{}',
  '[\\u000A""]',
  '[1}',
  '{"a":[1}',
  '[{"a":1]}',
];

const DOUBTFUL: readonly string[] = [
  '[123.456e-789]',
  '[0.4e00669999999999999999999999999999999999999999999999999999999999999999999999969999999006]',
  '[-1e+9999]',
  '[1.5e+9999]',
  '[-123123e100000]',
  '[123123e100000]',
  '[-123123123123123123123123123123]',
  '[100000000000000000000]',
  '[-237462374673276894279832749832423479823246327846]',
  '{"\\uDFAA":0}',
  '["\\uDADA"]',
  '["\\uD888\\u1234"]',
  '["\\uD800\\n"]',
  '["\\uDd1ea"]',
  '["\\uD800\\uD800\\n"]',
  '["\\ud800"]',
  '["\\ud800abc"]',
  '["\\uDd1e\\uD834"]',
  '["\\uDFAA"]',
];

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return 'refused';
  }
}

/** What a value is as a row: itself, or set aside. */
function asRow(value: unknown, place: string): unknown {
  return typeof value === 'object' && value !== null ? value : place;
}

/** Big integers as the doubles that JSON.parse makes of them. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

describe('the suite', () => {
  it('has about two hundred texts, valid and invalid as JSON.parse says', () => {
    expect(VALID.length + INVALID.length + DOUBTFUL.length).toBeGreaterThan(200);
    for (const text of [...VALID, ...DOUBTFUL]) expect([text, parsed(text)]).not.toEqual([text, 'refused']);
    for (const text of INVALID) expect([text, parsed(text)]).toEqual([text, 'refused']);
  });
});

describe.each([1, 7, 64 * 1024])('in chunks of %i bytes', (chunkSizeBytes) => {
  it.each([...VALID, ...DOUBTFUL])('%j is read right as a line, as a member, and as a document', async (text) => {
    const value = parsed(text);
    // in a line of its own: a line end within the text is not one of JSON lines
    const flat = text.replace(/[\r\n]/g, ' ');
    const lines = await readStreamed(`{"a":1}\n${flat}\r\n{"b":2}`, 'jsonl', { chunkSizeBytes });
    expect(values(lines.rows).map(rounded)).toEqual([{ a: 1 }, asRow(value, 'row-shape@2'), { b: 2 }]);
    const members = await readStreamed(`[{"a":1},${text},{"b":2}]`, 'json', { chunkSizeBytes });
    expect(values(members.rows).map(rounded)).toEqual([{ a: 1 }, value, { b: 2 }]);
    if (!Array.isArray(value)) return;
    const document = await readStreamed(text, 'json', { chunkSizeBytes });
    expect(document.rows).toHaveLength(value.length);
    for (const [at, row] of document.rows.entries()) {
      const element: unknown = value[at];
      if (isReject(row)) expect(row.code).toBe('row-shape');
      expect(isReject(row) ? 'reject' : rounded(values([row])[0])).toEqual(asRow(element, 'reject'));
    }
  });

  it.each(INVALID)('%j is set aside as a line, and refused with its place in and as a document', async (text) => {
    if (!/[\r\n]/.test(text)) {
      const lines = await readStreamed(`{"a":1}\n${text}\n{"b":2}\n`, 'jsonl', { chunkSizeBytes });
      expect(values(lines.rows)).toEqual([{ a: 1 }, 'json-syntax@2', { b: 2 }]);
      const column = Number(/column (\d+)/.exec(rejectAt(lines.rows, 1).message)?.[1]);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(text.length + 1);
    }
    for (const document of [text, `[{"a":1},\n${text},{"b":2}]`]) {
      // the suite's texts may become valid within another one
      if (parsed(document) !== 'refused') continue;
      const error = await errorOf(readStreamed(document, 'json', { chunkSizeBytes }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED' });
      const { byte, line } = error.facts;
      expect(byte).toBeLessThanOrEqual(Buffer.byteLength(document));
      const before = Buffer.from(document).subarray(0, Number(byte)).toString();
      expect(line).toBe(before.split('\n').length);
      expect(error.message).toContain(`-:${Number(line)}: `);
    }
  });
});
