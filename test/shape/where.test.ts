import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { compileField } from '../../src/normalize/normalize.js';
import { compileWhere } from '../../src/shape/shape.js';
import { cells, decide, record } from './rows.js';

/** What the tables below look at. */
const ROW = record(
  {
    lang: 'en',
    text: 'Grüße 👋🏽 "you"\n',
    score: 0.75,
    id: 12345678901234567890n,
    small: 5n,
    count: 3,
    ok: true,
    no: false,
    nothing: null,
    empty: '',
    numeral: ' 0.9 ',
    tags: ['a', 'b', 7, null],
    none: [],
    nested: { flow: 'order', deep: [{ x: 1 }] },
    'label text': 'odd',
    'a`b': 'tick',
    '0': 'zero',
    'dotted.name': 'exact',
    dotted: { name: 'path' },
  },
  'train',
);

describe('a filter', () => {
  it.each<[string, boolean]>([
    // comparisons
    ['lang == "en"', true],
    ["lang == 'en'", true],
    ['lang != "en"', false],
    ['"en" == lang', true],
    ['score > 0.5', true],
    ['score >= 0.75', true],
    ['score < 0.75', false],
    ['score <= 0.75', true],
    ['count == 3.0', true],
    ['count == 3e0', true],
    ['lang > "de"', true],
    ['lang < "en "', true],
    ['"\\u{1F600}" > "\\uFF5E"', true], // by code point, where UTF-16 units say otherwise
    ['ok == true', true],
    ['ok', true],
    ['no', false],
    // integers beyond 2^53 are compared exactly
    ['id == 12345678901234567890', true],
    ['id == 12345678901234567891', false],
    ['id > 12345678901234567889', true],
    ['small == 5', true],
    ['small < 5.5', true],
    ['id in [1, 12345678901234567890]', true],
    // null
    ['nothing == null', true],
    ['missing == null', true],
    ['missing == "x"', false],
    ['missing != "x"', true],
    ['missing < 1', false],
    ['missing >= 1', false],
    ['not missing', true],
    ['missing or ok', true],
    ['missing + 1 == null', true],
    ['missing contains "x"', false],
    ['missing in ["x"]', false],
    ['missing in ["x", null]', true],
    ['len(missing) == null', true],
    ['lower(missing) == null', true],
    // logic: not binds tighter than and, and tighter than or
    ['lang == "de" and ok or ok', true],
    ['ok or ok and no', true],
    ['(ok or ok) and no', false],
    ['not no and ok', true],
    ['not (no or ok)', false],
    ['not lang == "de"', true],
    ['not not ok', true],
    ['no and missing > "a" or ok', true],
    // in, contains, starts, ends
    ['lang in ["de", "en"]', true],
    ['lang not in ["de", "en"]', false],
    ['lang in []', false],
    ['count in [1, 2, 3]', true],
    ['count in [-3, 2]', false],
    ['count in ["x", 3]', true],
    ['ok in [true, null]', true],
    ['"a" in tags', true],
    ['7 in tags', true],
    ['"z" not in tags', true],
    ['"z" in none', false],
    ['tags contains "b"', true],
    ['tags contains 7', true],
    ['tags contains "7"', false],
    ['tags contains null', true],
    ['tags not contains "b"', false],
    ['text contains "Grüße"', true],
    ['text contains ""', true],
    ['text starts with "Grü"', true],
    ['text not starts with "Grü"', false],
    ['text ends with "\\n"', true],
    ['startsWith(text, "Gr") and endsWith(text, \'"\\n\') and contains(text, "👋")', true],
    // reckoning
    ['1 + 2 * 3 == 7', true],
    ['(1 + 2) * 3 == 9', true],
    ['7 - 2 - 1 == 4', true],
    ['-count == 0 - 3', true],
    ['--count == 3', true],
    ['-2 * -3 == 6', true],
    ['7 % 4 == 3', true],
    ['1 / 0 == null', true],
    ['1e308 * 10 == null', true],
    ['score * 2 > 1 + 0.4', true],
    ['small + 1 == 6', true],
    // functions
    ['len(text) == 15', true], // code points: the hand and its colour are two
    ['len(tags) == 4', true],
    ['len(none) == 0', true],
    ['len(empty) == 0', true],
    ['lower("ÄB") == "äb" and upper("äb") == "ÄB"', true],
    ['trim(numeral) == "0.9"', true],
    ['number(numeral) > 0.5', true],
    ['number("0x10") == null', true],
    ['number("Infinity") == null', true],
    ['number("1e999") == null', true],
    ['number("") == null', true],
    ['number("1 2") == null', true],
    ['number("+.5") == 0.5', true],
    ['number("12345678901234567890") == id', true],
    ['number(ok) == 1', true],
    ['string(count) == "3" and string(id) == "12345678901234567890" and string(ok) == "true"', true],
    ['has(lang)', true],
    ['has(nothing)', false],
    ['has(missing)', false],
    ['has(empty)', true],
    // fields
    ['nested.flow == "order"', true],
    ['nested.deep.0.x == 1', true],
    ['`label text` == "odd"', true],
    ['`a``b` == "tick"', true],
    ['`0` == "zero"', true],
    ['dotted.name == "exact"', true],
    ['@key == "train" and @file == "part.csv" and @source == "data/part.csv"', true],
    // words of the language are fields in backquotes, and nothing of a prototype is a field
    ['`and` == null', true],
    ['constructor == null and __proto__ == null and toString == null and nested.constructor == null', true],
    ['tags.length == null', true],
    // layout
    ['\n  lang == "en"\n  and\tok ', true],
    ['((((ok))))', true],
  ])('%s is %s', (text, expected) => {
    expect(decide(text, ROW)).toBe(expected);
  });

  it.each<[string, string]>([
    ['score == "0.75"', '1:7: == can\'t compare the number 0.75 with the text "0.75"; write number(…)'],
    ['lang > 1', '1:6: > can\'t compare the text "en" with the number 1; write number(…)'],
    ['lang != true', '1:6: != can\'t compare the text "en" with the truth value true; write quotes: "true"'],
    ['tags == "a"', '1:6: == can\'t compare a list with the text "a"; write contains'],
    ['tags == tags', "1:6: == can't compare two lists"],
    ['nested == 1', "1:8: == can't compare an object with the number 1"],
    ['ok > no', "1:4: > can't order truth values"],
    ['count in ["1", "2"]', '1:7: in can\'t compare the number 3 with the text "1"'],
    ['lang in text', '1:6: in takes a list, not the text'],
    ['count contains 1', '1:7: contains takes text on both sides, not the number 3'],
    ['text starts with 1', '1:6: starts with takes text on both sides, not the number 1'],
    ['lang', '1:1: where takes true or false, not the text "en"'],
    ['not count', '1:5: not takes true or false, not the number 3'],
    ['lang and ok', '1:1: and takes true or false'],
    ['ok and count', '1:8: and takes true or false, not the number 3'],
    ['lang + "x" == "enx"', '1:6: + takes numbers, not the text "en"; write number(…)'],
    ['-lang == 1', '1:1: - takes numbers'],
    ['len(count) > 1', '1:1: len takes text or a list, not the number 3'],
    ['upper(tags) == "A"', '1:1: upper takes text, not a list'],
    ['number(tags) == 1', '1:1: number takes text, not a list'],
    ['string(nested) == "x"', '1:1: string takes a number'],
    ['ok and\n lang == 1', '2:7: == can'],
  ])('sets a row aside for which %j can not be told', (text, message) => {
    expect(decide(text, ROW)).toContain(`where-error: where:${message}`);
  });

  it('looks at the right side of and and or only where the left side leaves it open', () => {
    expect(decide('no and lang == 1', ROW)).toBe(false);
    expect(decide('ok or lang == 1', ROW)).toBe(true);
    expect(decide('ok and lang == 1', ROW)).toContain('where-error');
  });

  it('gives a reject of stage shape with the origin and the row', () => {
    const answer = compileWhere({ name: 'where', text: 'lang == 1' }, compileField).decide(ROW);
    expect(answer).toMatchObject({ stage: 'shape', code: 'where-error', origin: ROW.origin, raw: 'raw row' });
  });

  it('reads the cells of a table as text', () => {
    const row = cells(['lang', 'score'], ['en', '0.9']);
    expect(decide('lang == "en" and number(score) > 0.5', row)).toBe(true);
    expect(decide('score > 0.5', row)).toContain('write number(…) around what is text');
    expect(decide('`1` == "b"', cells(null, ['a', 'b']))).toBe(true);
  });

  it('refuses a table whose header lacks a field, unless has asks for it', () => {
    const row = cells(['lang'], ['en']);
    expect(() => decide('language == "en"', row)).toThrow(/has no field "language".*write has\(…\)/);
    expect(decide('has(language) and language == "en"', row)).toBe(false);
    expect(decide('not has(language)', row)).toBe(true);
    const filter = compileWhere({ name: 'where', text: 'has(language)' }, compileField);
    expect([filter.decide(row), filter.decide(cells(['language'], ['x'])), filter.decide(row)]).toEqual([false, true, false]);
  });

  it('names the fields it reads', () => {
    const text = 'has(a) and b.c == 1 or len(`d e`) > b.c and @file in ["x"]';
    expect(compileWhere({ name: 'where', text }, compileField).fields).toEqual(['a', 'b.c', 'd e', '@file']);
  });

  it('finds a name in a list of 10,000 as in one of ten', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `n${at}`);
    const list = JSON.stringify(names);
    expect(decide(`lang in ${list}`, ROW)).toBe(false);
    expect(decide(`lang in ${JSON.stringify([...names, 'en'])}`, ROW)).toBe(true);
    expect(decide(`count in ${list}`, ROW)).toContain('where-error');
  });

  it.each<[string, string]>([
    ['', 'where:1:1: the expression is empty'],
    ['  ', 'where:1:3: the expression ends here'],
    ['lang = "en"', 'where:1:6: there is no = here; write == to compare\n  lang = "en"\n       ^'],
    ['lang === "en"', 'where:1:6: there is no === here; write =='],
    ['a && b', 'where:1:3: there is no && here; write and'],
    ['a || b', 'where:1:3: there is no || here; write or'],
    ['!a', 'where:1:1: there is no ! here; write not'],
    ['a <> b', 'where:1:3: there is no <> here; write !='],
    ['a =~ "x"', 'where:1:3: there is no =~ here; there are no regular expressions'],
    ['a == ', 'where:1:6: the expression ends here, where a value should follow'],
    ['a == "x', 'where:1:6: this text has no closing "'],
    ["a == 'x", "where:1:6: this text has no closing '"],
    ['a == `x', 'where:1:6: this field has no closing `'],
    ['a == ``', 'where:1:6: a field needs a name'],
    ['a == "\\q"', 'where:1:7: a backslash starts one of'],
    ['a == "\\u{110000}"', 'where:1:7: a backslash starts one of'],
    ['(a == 1', 'where:1:8: the expression ends where a comma or the ) for column 1 should stand'],
    ['a == 1)', 'where:1:7: ")" stands where an operator or the end should stand'],
    ['a b', 'where:1:3: "b" stands where an operator or the end should stand; a field of several words goes in backquotes'],
    ['a == 1 AND b == 2', 'where:1:8: "AND" stands where an operator or the end should stand; write and in lower case'],
    ['a contians "x"', 'where:1:3: "contians" stands where an operator or the end should stand; did you mean contains?'],
    ['a starts "x"', 'where:1:3: starts goes on with: starts with "…"'],
    ['a < b < c', "where:1:7: < and < can't be chained; join two comparisons with and"],
    ['a == b != c', "where:1:8: == and != can't be chained"],
    ['and a', 'where:1:1: and stands where a value should; a field of that name goes in backquotes'],
    ['a in [b]', 'where:1:7: "b" stands in a list, which holds texts, numbers'],
    ['a in ["x" "y"]', 'where:1:11: the text "y" stands where a comma or the ] for column 6 should stand'],
    ['a in [-"x"]', 'where:1:8: the text "x" stands in a list'],
    ['matches(a, "x+")', 'where:1:1: there is no function matches: regular expressions can take for ever'],
    ['lenght(a) > 1', 'where:1:1: there is no function "lenght"; did you mean len?'],
    ['foo(a)', 'where:1:1: there is no function "foo"; there are len, lower'],
    ['constructor(a)', 'where:1:1: there is no function "constructor"'],
    ['len()', 'where:1:1: len takes one value, but got 0'],
    ['len(a, b) > 1', 'where:1:1: len takes one value, but got 2'],
    ['contains(a)', 'where:1:1: contains takes 2 values, but got 1'],
    ['has("a")', 'where:1:1: has takes the name of a field'],
    ['3abc == 1', 'where:1:1: a number ends where a name begins'],
    ['a == 1e999', 'where:1:6: this number is too large'],
    ['a == 1;', 'where:1:7: ";" has no meaning here'],
    ['a == {}', 'where:1:6: "{" has no meaning here'],
    ['"👋" == a ==', "where:1:10: == and == can't be chained"],
    ['a == 1\nand b = 2', 'where:2:7: there is no = here; write == to compare\n  and b = 2\n        ^'],
    ['\ta = 1', 'where:1:4: there is no = here; write == to compare\n   a = 1\n     ^'],
  ])('%j is refused with its place', (text, message) => {
    expect(failure(text)).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(failure(text).message).toContain(message);
  });

  it.each<[string, string]>([
    ['('.repeat(101) + 'a' + ')'.repeat(101), 'nested deeper than 100 levels'],
    ['not '.repeat(200) + 'a', 'nested deeper than 100 levels'],
    [Array.from({ length: 2000 }, () => 'a').join(' or '), 'more than 1000 operators; use a list'],
    ['"' + 'x'.repeat(100_000) + '"', 'an expression has 100000 characters at most'],
  ])('an expression that would exhaust the stack is refused (case %#)', (text, message) => {
    expect(failure(text).message).toContain(message);
  });

  it('takes an expression at the limits', () => {
    expect(decide('('.repeat(100) + 'ok' + ')'.repeat(100), ROW)).toBe(true);
    expect(decide(Array.from({ length: 1001 }, () => 'no').join(' or '), ROW)).toBe(false);
  });

  it('shows no control character of an expression on the terminal', () => {
    expect(failure('a == \u001b[31m').message).not.toContain('\u001b');
  });
});

function failure(text: string): LabelmillError {
  try {
    compileWhere({ name: 'where', text }, compileField);
  } catch (error) {
    if (error instanceof LabelmillError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}
