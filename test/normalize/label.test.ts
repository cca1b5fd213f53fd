import { describe, expect, it } from 'vitest';
import type { LabelMapping, Mapping } from '../../src/normalize/normalize.js';
import { compileMapping } from '../../src/normalize/normalize.js';
import { cells, labelOf, labelReject, labelled, normalized, reasonOf, record } from './rows.js';

type Options = Omit<LabelMapping, 'field'>;

describe('a single label', () => {
  it.each<[Options, unknown, unknown]>([
    [{}, 'a', 'a'],
    [{}, ' a ', ' a '],
    [{ trim: true }, ' a\u0085', 'a'],
    [{}, true, 'true'],
    [{ map: { true: 'yes', false: 'no' } }, false, 'no'],
    [{}, 48, '48'],
    [{}, -0, '0'],
    [{}, 9007199254740991, '9007199254740991'],
    [{}, 9007199254740993n, '9007199254740993'],
    [{}, 'NULL', 'NULL'],
    [{ kind: 'single' }, '["a"]', '["a"]'],
    [{}, '["a"]', '["a"]'],
    [{ map: { a: 'b', b: 'c' } }, 'a', 'b'],
    [{ map: { a: 'b' } }, 'z', 'z'],
    [{ map: { x: 'y' } }, 'constructor', 'constructor'],
    [{ map: { x: 'y' } }, '__proto__', '__proto__'],
    [{ map: JSON.parse('{"__proto__":"p"}') }, '__proto__', 'p'],
    [{ trim: true, map: { a: 'b' } }, ' a ', 'b'],
    [{ optional: true, kind: 'single' }, 'a', 'a'],
  ])('by %j of %o is %o', (options, value, expected) => {
    expect(labelOf(options, value)).toBe(expected);
  });

  it.each<[Options, unknown, string]>([
    [
      {},
      undefined,
      'label-missing: target "intent": no label in field "y", which the row does not have; the row\'s fields are: text, y',
    ],
    [{}, null, 'label-missing: target "intent": no label: field "y" is null'],
    [{}, '', 'label-missing: target "intent": no label: field "y" is empty'],
    [{}, ' \t', 'label-missing: target "intent": no label: field "y" is only white space'],
    [
      { missing: ['NA'] },
      'NA',
      'label-missing: target "intent": no label: field "y" holds "NA", which the mapping lists as missing',
    ],
    [
      { missing: ['-1'] },
      -1,
      'label-missing: target "intent": no label: field "y" holds the number -1, which the mapping lists as missing',
    ],
    [{ missing: ['NA'], trim: true }, ' NA ', 'label-missing: '],
    [{}, 0.5, 'label-type: target "intent": field "y": a class is a string, a boolean or an integer, not the number 0.5'],
    [
      {},
      2 ** 53,
      'label-type: target "intent": field "y": a class is a string, a boolean or an integer, not the number 9007199254740992, which has lost digits (write it as a string)',
    ],
    [{}, Number.NaN, 'label-type: '],
    [{}, { a: 1 }, 'label-type: target "intent": field "y": a class is a string, a boolean or an integer, not an object'],
    [
      { kind: 'single' },
      ['a'],
      'label-list: target "intent": field "y" holds a list, and the target takes a single class; make it "kind": "multi"',
    ],
    [{ map: { a: null } }, 'a', 'label-dropped: target "intent": the map drops the class "a" and no label is left'],
    [{ map: { a: null }, optional: true }, 'a', 'label-dropped: '],
    [{ map: { alarm: 'a' }, unmapped: 'drop' }, 'b', 'label-dropped: '],
    [
      { map: { alarm: 'a' }, unmapped: 'reject' },
      'alarn',
      'label-unknown: target "intent": the class "alarn" is not in the map; did you mean "alarm"? Else add it to "map"',
    ],
    [
      { map: { alarm: 'a' }, unmapped: 'reject' },
      'toString',
      'label-unknown: target "intent": the class "toString" is not in the map; add it to "map"',
    ],
  ])('by %j of %o is refused', (options, value, expected) => {
    expect(labelReject(options, value)).toContain(expected);
  });

  it('names a near field where the row lacks the one the mapping names', () => {
    expect(reasonOf(labelled({ field: 'lable' }), record({ text: 'a', label: 'b' }))).toBe(
      'label-missing: target "intent": no label in field "lable", which the row does not have; the row\'s fields are: text, label (did you mean "label"?)',
    );
  });

  it('quotes at most 80 characters of data, and no control characters', () => {
    const long = labelReject({ map: { a: 'b' }, unmapped: 'reject' }, `\u001b\u009b${'x'.repeat(10_000)}`);
    expect(long).toContain(`the class "\\x1b\\x9b${'x'.repeat(71)}…" is not in the map`);
  });
});

describe('a list of labels', () => {
  it.each<[Options, unknown, unknown]>([
    [{}, ['b', 'a', 'b'], ['a', 'b']],
    [{}, ['\u{1f600}', '\uffff', 'z'], ['z', '\uffff', '\u{1f600}']],
    [{}, [2, true, 'a', 10], ['10', '2', 'a', 'true']],
    [{ kind: 'multi' }, 'a', ['a']],
    [{ kind: 'multi' }, true, ['true']],
    [{ kind: 'multi' }, '["b","a"]', ['a', 'b']],
    [{ kind: 'multi' }, ' ["a"]', ['a']],
    [{ json: true }, '["b", "a"]', ['a', 'b']],
    [{ json: true }, ['b', 'a'], ['a', 'b']],
    [{ delimiter: '|' }, 'b | a||', ['a', 'b']],
    [{ delimiter: '|' }, '["x|y"]', ['x|y']],
    [{ delimiter: ', ' }, 'b, a', ['a', 'b']],
    [{ none: 'safe' }, [], ['safe']],
    [{ kind: 'multi', none: 'safe' }, '[]', ['safe']],
    [{ delimiter: '|', none: 'safe' }, ' | ', ['safe']],
    [{ delimiter: '|', none: 'safe' }, '', ['safe']],
    [{ none: 'safe', map: { safe: 'other' } }, [], ['safe']],
    [{ map: { a: 'c', b: 'c' } }, ['b', 'a', 'd'], ['c', 'd']],
    [{ map: { a: null } }, ['b', 'a'], ['b']],
    [{ map: { a: 'x' }, unmapped: 'drop' }, ['b', 'a'], ['x']],
    [{ missing: ['NA'] }, ['NA', 'a'], ['a']],
    [{ missing: ['NA'], none: 'safe' }, ['NA'], ['safe']],
    [{ trim: true }, [' a', 'a '], ['a']],
    [{}, ['__proto__', 'constructor', 'toString'], ['__proto__', 'constructor', 'toString']],
    [{ map: JSON.parse('{"__proto__":null}') }, ['__proto__', 'constructor'], ['constructor']],
    [{ none: 'safe' }, null, ['safe']],
    [{ json: true, none: 'safe' }, '', ['safe']],
  ])('by %j of %o is %o', (options, value, expected) => {
    expect(labelOf(options, value)).toEqual(expected);
  });

  it.each<[Options, unknown, string]>([
    [{}, [], 'label-empty: target "intent": the list of labels is empty; name a class for that as "none"'],
    [{ optional: true }, [], 'label-empty: '],
    [{ delimiter: '|' }, '|', 'label-empty: '],
    [{ delimiter: '|' }, '', 'label-missing: target "intent": no label: field "y" is empty'],
    [{ json: true }, '', 'label-missing: '],
    [{ kind: 'single' }, null, 'label-missing: '],
    [{ kind: 'multi' }, null, 'label-missing: '],
    [{}, ['a', null], 'label-type: target "intent": field "y", label 1 (counted from 0) is null'],
    [{}, ['a', ''], 'label-type: target "intent": field "y", label 1 (counted from 0) is empty'],
    [{}, [' '], 'label-type: target "intent": field "y", label 0 (counted from 0) is only white space'],
    [{}, [0.5], 'label-type: target "intent": field "y", label 0 (counted from 0): a class is'],
    [
      {},
      [['a']],
      'label-type: target "intent": field "y", label 0 (counted from 0): a class is a string, a boolean or an integer, not a list',
    ],
    [{ json: true }, 'a', 'label-list: target "intent": field "y": "a" is not a JSON list; write it as ["a", "b"]'],
    [{ json: true }, '"a"', 'label-list: '],
    [{ json: true }, '{"a":1}', 'label-list: '],
    [{ kind: 'multi' }, '["a"', 'label-list: '],
    [
      { kind: 'multi' },
      "['a', 'b']",
      'label-list: target "intent": field "y": "[\'a\', \'b\']" is not a JSON list; it looks like a Python list: write it with json.dumps, as ["a", "b"]',
    ],
    [{ delimiter: ',' }, "['a', 'b']", 'label-list: '],
    [{ map: { a: null, b: null } }, ['a', 'b'], 'label-dropped: target "intent": the map drops every class and no label is left'],
    [
      { map: { a: null }, none: 'safe' },
      ['a'],
      'label-dropped: target "intent": the map drops the class "a" and no label is left',
    ],
    [{ map: { a: 'x' }, unmapped: 'reject' }, ['a', 'b'], 'label-unknown: '],
    [{ kind: 'multi' }, { reason: 'x' }, 'label-type: '],
  ])('by %j of %o is refused', (options, value, expected) => {
    expect(labelReject(options, value)).toContain(expected);
  });
});

describe('labels in a table', () => {
  const header = ['text', 'label'];

  it('are missing where the cell is empty', () => {
    expect(reasonOf(labelled({ field: 'label' }), cells(header, ['hi', '']))).toBe(
      'label-missing: target "intent": no label: field "label" is empty',
    );
  });

  it('stay text where the cell says NULL', () => {
    expect(normalized(labelled({ field: 'label' }), cells(header, ['hi', 'NULL'])).labels).toEqual(['NULL']);
  });

  it('throw FIELD_MISSING for an optional target whose field the header lacks', () => {
    expect(() => normalized(labelled({ field: 'lab', optional: true }), cells(header, ['hi', 'x']))).toThrow(
      'has no field "lab"',
    );
  });
});

describe('one column per class', () => {
  const columns = { toxicity: 'S1', insult: 'S2' };
  const row = (a: unknown, b: unknown): ReturnType<typeof record> => record({ text: 'x', S1: a, S2: b });

  it.each<[Options, unknown, unknown, unknown]>([
    [{}, 1, 0.9, ['insult', 'toxicity']],
    [{}, 0.51, 0.5, ['toxicity']],
    [{}, '0.51', ' 5e-1 ', ['toxicity']],
    [{}, true, false, ['toxicity']],
    [{}, 'True', 'FALSE', ['toxicity']],
    [{}, 'yes', 'no', ['toxicity']],
    [{}, '1', '0', ['toxicity']],
    [{}, 1n, 0n, ['toxicity']],
    [{ threshold: 0.9 }, 0.9, 0.91, ['insult']],
    [{ threshold: 2 }, 1, 3, ['insult']],
    [{ threshold: { toxicity: 0.1 } }, 0.2, 0.2, ['toxicity']],
    [{ none: 'safe' }, 0, 0, ['safe']],
    [{ map: { toxicity: 'toxic' } }, 1, 0, ['toxic']],
  ])('by %j of %o and %o gives %j', (options, a, b, expected) => {
    expect(normalized(labelled({ columns, ...options }), row(a, b)).labels).toEqual([expected]);
  });

  it.each<[Options, unknown, unknown, string]>([
    [{}, 0, 0, 'label-empty: '],
    [
      {},
      'maybe',
      0,
      'score-type: target "intent": column "S1" of class "toxicity" must hold true, false or a score, but holds the text "maybe"',
    ],
    [{}, 1, '', 'score-type: target "intent": column "S2" of class "insult" is empty'],
    [{}, 1, null, 'score-type: target "intent": column "S2" of class "insult" is null'],
    [{ optional: true }, 1, null, 'score-type: '],
    [
      { missing: ['NA'] },
      'NA',
      1,
      'score-type: target "intent": column "S1" of class "toxicity" holds "NA", which the mapping lists as missing',
    ],
    [{}, 'NaN', 1, 'score-type: '],
    [{}, '0x10', 1, 'score-type: '],
    [{}, 'Infinity', 1, 'score-type: '],
    [{}, [1], 1, 'score-type: '],
  ])('by %j of %o and %o is refused', (options, a, b, expected) => {
    expect(reasonOf(labelled({ columns, ...options }), row(a, b))).toContain(expected);
  });

  it('is missing where the target is optional and no column has a value', () => {
    const mapping: Mapping = { text: 'text', labels: { a: { columns, optional: true }, b: { constant: 'c' } } };
    expect(normalized(mapping, row(null, '')).labels).toEqual([undefined, 'c']);
  });

  it('can be named by the columns alone', () => {
    expect(normalized(labelled({ columns: ['S2', 'S1'] }), row(1, 1)).labels).toEqual([['S1', 'S2']]);
  });

  it('names the column a row lacks', () => {
    expect(reasonOf(labelled({ columns }), record({ text: 'x', S1: 1, S3: 2 }))).toBe(
      'score-type: target "intent": column "S2" of class "insult" is not in the row; the row\'s fields are: text, S1, S3 (did you mean "S1"?)',
    );
  });
});

describe('an object of classes', () => {
  const mapping = labelled({ object: 'tags', none: 'nothing' });
  const tagged = (json: string): ReturnType<typeof record> => record(`{"text":"x","tags":${json}}`);

  it.each([
    ['{"snacks":"true","drinks":"false","meat":"true"}', ['meat', 'snacks']],
    ['{"a":0.6,"b":0.5,"c":true,"d":1}', ['a', 'c', 'd']],
    ['"{\\"a\\":true}"', ['a']],
    ['{}', ['nothing']],
    ['{"":false}', ['nothing']],
    ['{"__proto__":true,"constructor":true}', ['__proto__', 'constructor']],
  ])('%s gives %j', (json, expected) => {
    expect(normalized(mapping, tagged(json)).labels).toEqual([expected]);
  });

  it.each([
    ['null', 'label-missing: target "intent": field "tags" is null'],
    ['""', 'label-missing: target "intent": field "tags" is empty'],
    ['["a"]', 'label-type: target "intent": field "tags" must hold an object class → true, false or a score, but holds a list'],
    ['"a"', 'label-type: '],
    ['true', 'label-type: '],
    ['{"":true}', 'label-type: target "intent": field "tags": a class has a blank name'],
    ['{"a":null}', 'score-type: target "intent": field "tags": class "a" must have true, false or a score, but has null'],
    ['{"a":"x"}', 'score-type: '],
  ])('%s is refused', (json, expected) => {
    expect(reasonOf(mapping, tagged(json))).toContain(expected);
  });

  it('that the row lacks is a missing label', () => {
    expect(reasonOf(mapping, record({ text: 'x', tag: 1 }))).toBe(
      'label-missing: target "intent": field "tags" is not in the row; the row\'s fields are: text, tag (did you mean "tag"?)',
    );
  });
});

describe('several targets', () => {
  const mapping: Mapping = {
    text: 'text',
    labels: { b: { field: 'b', optional: true }, a: { field: 'a', optional: true }, k: { field: '@key', optional: true } },
  };

  it('come in mapping order, undefined where an optional one is missing', () => {
    expect(normalized(mapping, record({ text: 'x', a: 'A' })).labels).toEqual([undefined, 'A', undefined]);
    expect(normalized(mapping, record({ text: 'x', b: ['B'], a: null }, 'train')).labels).toEqual([['B'], undefined, 'train']);
  });

  it('may not all be missing, though each is optional', () => {
    expect(reasonOf(mapping, record({ text: 'x' }))).toBe(
      'label-missing: no label for any target: "b", "a", "k", all of them optional',
    );
  });

  it('may have the names of what every object has', () => {
    const odd: Mapping = JSON.parse(
      '{"text":"text","labels":{"__proto__":{"field":"p"},"constructor":{"field":"c"},"toString":{"constant":"t"}}}',
    );
    expect(compileMapping(odd).targets).toEqual(['__proto__', 'constructor', 'toString']);
    expect(normalized(odd, record({ text: 'x', p: 'P', c: 'C' })).labels).toEqual(['P', 'C', 't']);
  });

  it('have the kind the mapping says or implies', () => {
    const { kinds } = compileMapping({
      text: 'text',
      labels: {
        open: { field: 'a' },
        one: { field: 'a', kind: 'single' },
        many: { field: 'a', kind: 'multi' },
        split: { field: 'a', delimiter: '|' },
        json: { field: 'a', json: true },
        columns: { columns: ['a'] },
        object: { object: 'a' },
        constant: { constant: 'a' },
        constants: { constant: 'a', kind: 'multi' },
      },
    });
    expect(kinds).toEqual([undefined, 'single', 'multi', 'multi', 'multi', 'multi', 'multi', 'single', 'multi']);
  });

  it('can be constants, as a list in a multi target', () => {
    expect(
      normalized({ text: 'text', labels: { a: { constant: 'x' }, b: { constant: 'y', kind: 'multi' } } }, record({ text: 't' }))
        .labels,
    ).toEqual(['x', ['y']]);
  });
});
