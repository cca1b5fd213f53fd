import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { isReject } from '../../src/core/reject.js';
import { compileField } from '../../src/normalize/normalize.js';
import { complainAbout } from '../../src/shape/complain.js';
import type { Expression } from '../../src/shape/expression.js';
import { parseExpression } from '../../src/shape/parse.js';
import { compileWhere } from '../../src/shape/shape.js';
import { cells, record } from './rows.js';

const at = 0;
const literal = fc
  .oneof(
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).filter((number) => !(number > 2 ** 53 && number < 2 ** 70)),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
  )
  .map((value): Expression => ({ kind: 'literal', at, value }));
const field = fc.string({ minLength: 1 }).map((name): Expression => ({ kind: 'field', at, name }));
const listOf = fc
  .array(fc.oneof(fc.string(), fc.integer(), fc.constantFrom(true, false, null)))
  .map((items): Expression => ({ kind: 'list', at, items }));
const OPERATORS = [
  'or',
  'and',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'contains',
  'starts with',
  'ends with',
  '+',
  '-',
  '*',
  '/',
  '%',
] as const;

/** Random trees of every kind of part. */
const expression: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    literal,
    field,
    listOf,
    tie('tree').map((operand): Expression => ({ kind: 'not', at, operand })),
    tie('tree').map((operand): Expression => ({ kind: 'minus', at, operand })),
    fc
      .tuple(fc.constantFrom('len', 'lower', 'upper', 'trim', 'number', 'string'), tie('tree'))
      .map(([name, operand]): Expression => ({ kind: 'call', at, name, operands: [operand] })),
    fc
      .tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('tree'), tie('tree'))
      .map(([name, ...operands]): Expression => ({ kind: 'call', at, name, operands })),
    field.map((operand): Expression => ({ kind: 'call', at, name: 'has', operands: [operand] })),
    fc
      .tuple(fc.constantFrom(...OPERATORS), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', at, operator, left, right })),
  ),
})).tree;

/** An expression written out, with every part in parentheses. */
function written(part: Expression): string {
  switch (part.kind) {
    case 'literal':
      return value(part.value);
    case 'field':
      return `\`${part.name.replaceAll('`', '``')}\``;
    case 'list':
      return `[${part.items.map(value).join(', ')}]`;
    case 'call':
      return `${part.name}(${part.operands.map(written).join(', ')})`;
    case 'not':
      return `(not ${written(part.operand)})`;
    case 'minus':
      return `(-${written(part.operand)})`;
    case 'binary':
      return `(${written(part.left)} ${part.operator} ${written(part.right)})`;
  }
}

function value(one: null | boolean | number | bigint | string): string {
  if (typeof one !== 'string') return String(one);
  return `"${one.replace(/[\\"]/g, '\\$&')}"`;
}

/** The same tree with every place 0, and a minus before a literal as it was. */
function withoutPlaces(tree: Expression): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, part: unknown) =>
      key === 'at' ? 0 : typeof part === 'bigint' ? `${part}n` : Object.is(part, -0) ? 0 : part,
    ),
  );
}

const SOUP = [
  'and',
  'or',
  'not',
  'in',
  '==',
  '<',
  '(',
  ')',
  '[',
  ']',
  ',',
  '"a"',
  "'b'",
  '`c`',
  'd',
  'e.f',
  '1',
  '-',
  '*',
  'len(',
  'has(',
  'starts',
  'with',
  'contains',
  ' ',
  '\n',
  '!',
  '&',
  '\\',
  '"',
  '@key',
  'true',
  'null',
  '\u{1F600}',
];

describe('expressions at random', () => {
  it('are the same tree after being written and parsed again', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const text = written(tree);
        const parsed = parseExpression(text, complainAbout('where', text));
        expect(withoutPlaces(parsed)).toEqual(withoutPlaces(tree));
      }),
      { numRuns: 500 },
    );
  });

  it('are taken or refused with CONFIG_INVALID and a place inside the text, whatever they are made of', () => {
    const soup = fc.array(fc.constantFrom(...SOUP), { maxLength: 25 }).map((words) => words.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        try {
          compileWhere({ name: 'where', text }, compileField);
        } catch (error) {
          expect(error).toBeInstanceOf(LabelmillError);
          const { code, facts } = error as LabelmillError;
          expect(code).toBe('CONFIG_INVALID');
          const lines = text.split('\n');
          expect(facts['line']).toBeLessThanOrEqual(lines.length);
          expect(facts['column']).toBeLessThanOrEqual(Array.from(lines[Number(facts['line']) - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never throw for a record, whatever it holds: they give true, false or a reject', () => {
    const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'length');
    const rows = fc.dictionary(names, fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }));
    fc.assert(
      fc.property(expression, rows, (tree, row) => {
        const answer = compileWhere({ name: 'where', text: written(tree) }, compileField).decide(record(row));
        expect(typeof answer === 'boolean' || isReject(answer)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('give the same answer for a table and for records of text', () => {
    const atoms = fc.constantFrom(
      'a == "x"',
      'number(b) > 1',
      'len(a) < 2',
      'b in ["1", "2"]',
      'a contains b',
      'has(a)',
      'a == b',
      'b > 1',
    );
    const texts = fc.array(fc.tuple(atoms, fc.constantFrom('and', 'or', 'and not', 'or not')), { minLength: 1, maxLength: 6 });
    const cell = fc.constantFrom('', 'x', '1', '2', '10', 'xy');
    fc.assert(
      fc.property(texts, cell, cell, (parts, a, b) => {
        const text = parts.map(([atom, join], place) => (place === 0 ? atom : `${join} ${atom}`)).join(' ');
        const filter = compileWhere({ name: 'where', text }, compileField);
        const fromTable = filter.decide(cells(['a', 'b'], [a, b]));
        const fromRecord = filter.decide(record({ a, b }));
        expect(typeof fromTable !== 'boolean' ? 'reject' : fromTable).toEqual(
          typeof fromRecord !== 'boolean' ? 'reject' : fromRecord,
        );
      }),
    );
  });
});
