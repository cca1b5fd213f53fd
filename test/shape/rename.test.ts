import { describe, expect, it } from 'vitest';
import { compileField } from '../../src/normalize/normalize.js';
import { createShaper, type Shaper } from '../../src/shape/shape.js';
import { cells, record } from './rows.js';

function renamer(names: Readonly<Record<string, string>>): Shaper {
  const shaper = createShaper({ rename: new Map(Object.entries(names)), where: [] }, compileField);
  if (shaper === undefined) throw new Error('nothing to do');
  return shaper;
}

describe('renamed fields', () => {
  it('keep their values, in records and tables, and leave the row that was given as it is', () => {
    const row = record({ a: 1, b: [2], c: null });
    expect(renamer({ a: 'x', c: 'y' }).shape(row)).toMatchObject({ value: { x: 1, b: [2], y: null }, origin: row.origin });
    expect(row.value).toEqual({ a: 1, b: [2], c: null });
    const header = ['a', 'b'];
    expect(renamer({ b: 'z' }).shape(cells(header, ['1', '2']))).toMatchObject({ header: ['a', 'z'], cells: ['1', '2'] });
    expect(header).toEqual(['a', 'b']);
  });

  it('can change places', () => {
    expect(renamer({ a: 'b', b: 'a' }).shape(record({ a: 1, b: 2 }))).toMatchObject({ value: { b: 1, a: 2 } });
    expect(renamer({ a: 'b', b: 'a' }).shape(cells(['a', 'b'], ['1', '2']))).toMatchObject({ header: ['b', 'a'] });
  });

  it('give names to positions', () => {
    expect(renamer({ '0': 'text', '1': 'label' }).shape(cells(null, ['hi', 'x', 'rest']))).toMatchObject({
      header: ['text', 'label', '2'],
    });
    expect(renamer({ '0': 'text' }).shape(record(['hi', 'x']))).toMatchObject({ value: { text: 'hi', '1': 'x' } });
  });

  it('may be called like members of Object', () => {
    const shaped = renamer({ a: '__proto__', b: 'constructor' }).shape(record({ a: 1, b: 2 }));
    expect(shaped).toBeDefined();
    const value = (shaped as { value: object }).value;
    expect(Object.entries(value)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('may be missing in a record, but not in a table', () => {
    expect(renamer({ a: 'x' }).shape(record({ b: 1 }))).toMatchObject({ value: { b: 1 } });
    expect(() => renamer({ a: 'x' }).shape(cells(['b'], ['1']))).toThrow(
      'rename: data/part.csv has no field "a"; its fields are: "b"',
    );
  });

  it('never cover another field', () => {
    expect(renamer({ a: 'b' }).shape(record({ a: 1, b: 2 }))).toMatchObject({
      code: 'field-clash',
      stage: 'shape',
      raw: 'raw row',
    });
    expect(() => renamer({ a: 'b' }).shape(cells(['a', 'b'], ['1', '2']))).toThrow('rename gives data/part.csv two fields "b"');
  });

  it('are what the filter sees', () => {
    const shaper = createShaper({ rename: new Map([['a', 'x']]), where: [{ name: 'where', text: 'x == 1' }] }, compileField);
    expect(shaper?.shape(record({ a: 1 }))).toMatchObject({ value: { x: 1 } });
    expect(shaper?.shape(record({ a: 2 }))).toBeUndefined();
  });
});

describe('several filters', () => {
  it('must all hold', () => {
    const where = ['a == 1', 'b == 2'].map((text, at) => ({ name: `where[${at}]`, text }));
    const shaper = createShaper({ rename: new Map(), where }, compileField);
    expect(shaper?.fields).toEqual(['a', 'b']);
    expect(shaper?.shape(record({ a: 1, b: 2 }))).toBeDefined();
    expect(shaper?.shape(record({ a: 1, b: 3 }))).toBeUndefined();
    expect(shaper?.shape(record({ a: 1, b: 'x' }))).toMatchObject({ message: expect.stringContaining('where[1]:1:3') });
    expect(createShaper({ rename: new Map(), where: [] }, compileField)).toBeUndefined();
  });
});
