import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { compileField } from '../../src/normalize/field.js';
import { cells, record } from './rows.js';

function errorOf(call: () => unknown): LabelmillError {
  try {
    call();
  } catch (error) {
    if (error instanceof LabelmillError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a field of a record', () => {
  it.each([
    ['text', '{"text":"a"}', 'a'],
    ['scenario.flow', '{"scenario":{"flow":"b"}}', 'b'],
    ['scenario.flow', '{"scenario.flow":"exact","scenario":{"flow":"path"}}', 'exact'],
    ['turns.1.text', '{"turns":[{"text":"a"},{"text":"b"}]}', 'b'],
    ['1', '["text","label"]', 'label'],
    ['1.0', '["text",["label"]]', 'label'],
    ['', '{"":"empty name"}', 'empty name'],
    ['__proto__', '{"__proto__":"own"}', 'own'],
    ['constructor', '{"constructor":"own"}', 'own'],
    ['a.__proto__.b', '{"a":{"__proto__":{"b":"own"}}}', 'own'],
    ['null', '{"null":null}', null],
  ])('is found by %s in %s', (name, json, expected) => {
    expect(compileField(name)(record(json))).toBe(expected);
  });

  it.each([
    ['text', '{}'],
    ['__proto__', '{}'],
    ['constructor', '{}'],
    ['constructor.name', '{"a":1}'],
    ['toString', '[]'],
    ['length', '["a"]'],
    ['01', '["a","b"]'],
    ['-1', '["a","b"]'],
    ['text.length', '{"text":"abc"}'],
    ['text.0', '{"text":"abc"}'],
    ['a.b.c', '{"a":{"b":null}}'],
    ['a', 'null'],
    ['a', '"abc"'],
  ])('%s is not found in %s', (name, json) => {
    expect(compileField(name)(record(json))).toBeUndefined();
  });
});

describe('a field of a table', () => {
  const header = ['id', 'text', 'label', '__proto__', 'scenario.flow'];
  const row = cells(header, ['1', 'hello', 'greet', 'odd', 'x']);

  it.each([
    ['text', 'hello'],
    ['__proto__', 'odd'],
    ['scenario.flow', 'x'],
  ])('%s is found by the header', (name, expected) => {
    expect(compileField(name)(row)).toBe(expected);
  });

  it('is found anew where another source has another header', () => {
    const read = compileField('text');
    expect([read(row), read(cells(['text', 'label'], ['first', 'l'])), read(row)]).toEqual(['hello', 'first', 'hello']);
  });

  it('is found by position where the table has no header, and is undefined behind the last cell', () => {
    const untitled = cells(null, ['hello', 'greet']);
    expect([compileField('1')(untitled), compileField('7')(untitled)]).toEqual(['greet', undefined]);
  });

  it('is found in a table with a header after one without, and the other way round', () => {
    const read = compileField('0');
    expect([read(cells(null, ['a', 'b'])), read(cells(['x', '0'], ['a', 'b'])), read(cells(null, ['a', 'b']))]).toEqual([
      'a',
      'b',
      'a',
    ]);
  });

  it('that the header lacks is an error that lists the fields and the near name', () => {
    const error = errorOf(() => compileField('txt')(row));
    expect(error.code).toBe('FIELD_MISSING');
    expect(error.message).toBe(
      'data/file.csv has no field "txt"; its fields are: id, text, label, __proto__, scenario.flow (did you mean "text"?)',
    );
    expect(error.facts).toEqual({ field: 'txt', fields: header });
  });

  it('is no name the prototype of an array has', () => {
    expect(errorOf(() => compileField('constructor')(row)).code).toBe('FIELD_MISSING');
  });

  it('is not asked by name where there is no header', () => {
    const error = errorOf(() => compileField('text')(cells(null, ['a', 'b'])));
    expect(error.message).toBe(
      'data/file.csv has no header, so it has no field "text"; name its fields by position, from 0 to 1',
    );
  });

  it('lists at most 20 fields, with strange ones in quotes', () => {
    const wide = Array.from({ length: 300 }, (_, at) => (at === 0 ? 'a,\u001b[31m\nb' : `column ${at}`));
    const error = errorOf(() => compileField('zzzzzz')(cells(wide, wide)));
    expect(error.message).toContain('its fields are: "a,\\x1b[31m\\x0ab", column 1, column 2');
    expect(error.message.endsWith('column 19, … (300 in all)')).toBe(true);
    expect(error.facts.fields).toHaveLength(20);
  });
});

describe('a field that is about the source', () => {
  it.each([
    ['@key', 'train'],
    ['@file', 'file.csv'],
    ['@source', 'data/file.csv'],
  ])('%s is %s', (name, expected) => {
    expect(compileField(name)(record({ '@key': 'not this' }, 'train'))).toBe(expected);
  });

  it('@key is undefined where no array encloses the row', () => {
    expect(compileField('@key')(record({}))).toBeUndefined();
  });
});
