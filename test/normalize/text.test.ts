import { describe, expect, it } from 'vitest';
import type { TextMapping } from '../../src/normalize/normalize.js';
import { cells, normalized, reasonOf, record } from './rows.js';

function textOf(text: TextMapping, value: unknown): string {
  const { input } = normalized({ text, labels: { y: { constant: 'c' } } }, record(value));
  return input.kind === 'text' ? input.text : 'messages';
}

function textReject(text: TextMapping, value: unknown): string {
  return reasonOf({ text, labels: { y: { constant: 'c' } } }, record(value));
}

describe('the text', () => {
  it.each([
    ['as it is, white space included', 'a', { a: ' hi\n' }, ' hi\n'],
    [
      'trimmed on demand, also of U+0085 and U+FEFF',
      { field: 'a', trim: true },
      { a: '\ufeff\u0085 hi \u00a0there\u2003\u0085' },
      'hi \u00a0there',
    ],
    ['of a nested field', { field: 'a.b' }, { a: { b: 'hi' } }, 'hi'],
    ['joined by one space', { fields: ['a', 'b'] }, { a: 'x', b: 'y' }, 'x y'],
    ['joined by a separator', { fields: ['b', 'a'], separator: '\n' }, { a: 'x', b: 'y' }, 'y\nx'],
    ['joined with an empty part', { fields: ['a', 'b'], separator: '-' }, { a: '', b: 'y' }, '-y'],
    ['joined and trimmed as a whole', { fields: ['a', 'b'], trim: true }, { a: '', b: 'y ' }, 'y'],
    ['from a template', { template: '{a}: {b.c}!' }, { a: 'x', b: { c: 'y' } }, 'x: y!'],
    ['from a template with braces', { template: '{{{a}}} {{}}' }, { a: '{b}' }, '{{b}} {}'],
    ['that looks like a special replacement', { template: '{a}{b}' }, { a: "$&$'", b: '$1' }, "$&$'$1"],
    ['with a lone surrogate', 'a', { a: '\ud800x' }, '\ud800x'],
  ])('is taken %s', (_, mapping: TextMapping, value, expected) => {
    expect(textOf(mapping, value)).toBe(expected);
  });

  it.each([
    ['a', { a: null }, 'text-missing: no text: field "a" is null'],
    ['a', { A: 'x', b: 'y' }, 'text-missing: no text: the row has no field "a"; the row\'s fields are: A, b'],
    [
      'txt',
      { text: 'x' },
      'text-missing: no text: the row has no field "txt"; the row\'s fields are: text (did you mean "text"?)',
    ],
    ['a', {}, 'text-missing: no text: the row has no field "a"; the row is empty'],
    ['2', ['x', 'y'], 'text-missing: no text: the row has no field "2"; the row is a list of 2, counted from 0'],
    ['a', { a: 1 }, 'text-type: the text must be a string, but field "a" holds the number 1'],
    ['a', { a: true }, 'text-type: the text must be a string, but field "a" holds the truth value true'],
    ['a', { a: { b: 'c' } }, 'text-type: the text must be a string, but field "a" holds an object'],
    ['a', { a: ['b'] }, 'text-type: the text must be a string, but field "a" holds a list'],
    ['a', { a: '' }, 'text-empty: no text: field "a" is empty or only white space'],
    ['a', { a: ' \t\u00a0\u2003\u3000\u0085\u2028\ufeff' }, 'text-empty: no text: field "a" is empty or only white space'],
    [
      { fields: ['a', 'b'], separator: '|' },
      { a: ' ', b: '' },
      'text-empty: no text: fields "a", "b" are empty or only white space',
    ],
    [{ template: 'T: {a}' }, { a: ' ' }, 'text-empty: no text: field "a" is empty or only white space'],
    [{ fields: ['a', 'b'] }, { a: 'x', b: null }, 'text-missing: no text: field "b" is null'],
    [{ template: '{a}{b}' }, { a: 'x', b: 2n ** 400n }, 'text-type: the text must be a string, but field "b" holds the number '],
  ])('from %j of %o is refused', (mapping: TextMapping, value: unknown, expected) => {
    expect(textReject(mapping, value).startsWith(expected)).toBe(true);
  });

  it('of a row in a table is refused by position where the row has fewer cells', () => {
    expect(reasonOf({ text: '3', labels: { y: { constant: 'c' } } }, cells(null, ['a', 'b']))).toBe(
      'text-missing: no text: the row has no field "3"; the row has 2 cells, counted from 0',
    );
  });
});
