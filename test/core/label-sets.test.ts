import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCodePoint } from '../../src/core/code-point-order.js';
import { createLabelSets } from '../../src/core/label-sets.js';
import { arraysOf, namesOf } from './plain.js';

const names = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('', '\ud83d\ude00', '\ud800', '\uffff', 'é', '__proto__'));

describe('createLabelSets', () => {
  it('gives equal labels one number and other labels another, whatever their characters', () => {
    fc.assert(
      fc.property(fc.array(fc.array(names, { maxLength: 4 }), { maxLength: 200 }), (lists) => {
        const labelSets = createLabelSets(1);
        const keyOf = (list: readonly string[]): string => JSON.stringify([...new Set(list)].sort());
        const numbers = new Map<string, number>();
        for (const list of lists) {
          const number = labelSets.intern([list]);
          expect(number).toBe(numbers.get(keyOf(list)) ?? numbers.size);
          numbers.set(keyOf(list), number);
        }
        expect(labelSets.size).toBe(numbers.size);
      }),
    );
  });

  it('freezes classes by target and code point, and sets in canonical order that lead back to their labels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.array(names, { maxLength: 3 })), { maxLength: 100 }), (rows) => {
        const labelSets = createLabelSets(2);
        const numbers = rows.map(([single, list]) => labelSets.intern([single, list]));
        const frozen = labelSets.freeze();
        const classes = namesOf(frozen.classes);
        const sorted = classes.toSorted((a, b) => a.target - b.target || byCodePoint(a.name, b.name));
        expect(classes).toEqual(sorted);
        const sets = arraysOf(frozen.sets);
        rows.forEach(([single, list], at) => {
          const held = (sets[frozen.setOf[numbers[at] ?? 0] ?? 0] ?? []).map((place) => classes[place]);
          expect(held.filter((one) => one?.target === 0).map((one) => one?.name)).toEqual([single]);
          expect(held.filter((one) => one?.target === 1).map((one) => one?.name)).toEqual([...new Set(list)].sort(byCodePoint));
        });
      }),
    );
  });

  it('keeps label sets apart whose split is given differently, and their labels together', () => {
    const labelSets = createLabelSets(1);
    const numbers = [labelSets.intern(['a'], 'train'), labelSets.intern(['a'], 'test'), labelSets.intern(['a'])];
    const { setOf, givenOf, sets } = labelSets.freeze();
    expect(new Set(numbers).size).toBe(3);
    expect(numbers.map((number) => [setOf[number], givenOf[number]])).toEqual([
      [0, 0],
      [0, 2],
      [0, -1],
    ]);
    expect(arraysOf(sets)).toEqual([[0]]);
  });

  it('numbers and orders 300,000 classes', () => {
    const labelSets = createLabelSets(1);
    for (let at = 0; at < 300_000; at++) expect(labelSets.intern([`class ${at}`])).toBe(at);
    const { classes, sets } = labelSets.freeze();
    expect([classes.length, sets.length, classes.nameOf(1), classes.nameOf(299_999)]).toEqual([
      300_000,
      300_000,
      'class 1',
      'class 99999',
    ]);
  });
});
