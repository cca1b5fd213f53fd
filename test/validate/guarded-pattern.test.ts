import { describe, expect, it } from 'vitest';
import { guardedPattern } from '../../src/validate/guarded-pattern.js';

describe('a pattern of the user’s schema', () => {
  it.each([
    ['^(a+)+$', `${'a'.repeat(50)}!`],
    ['^(a|a)*$', `${'a'.repeat(50)}!`],
    ['(.*)*x', 'a'.repeat(50_000)],
    ['^(?=(a+)+$)', `${'a'.repeat(50)}!`],
    ['a*a*a*a*b', 'a'.repeat(50_000)],
  ])('that would take for ever is refused by name: %s', (pattern, text) => {
    expect(() => guardedPattern(pattern, 'u').test(text)).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_INVALID',
        message: expect.stringContaining(`${JSON.stringify(pattern)} takes longer than 1 s over a text of ${text.length}`),
      }),
    );
  });

  it.each([
    ['^[A-Z]{3}$', 'ABC', 'ABCD'],
    ['^(?!.*secret).+$', 'plain', 'a secret'],
    ['(\\w)\\1', 'book', 'bok'],
    ['a+b', 'aab', 'aa'],
    ['^\\p{L}+ \\p{L}+$', 'größer São', 'one'],
    ['^.$', '🙂', 'ab'],
  ])('answers as the expression does, guarded or not: %s', (pattern, yes, no) => {
    const { test } = guardedPattern(pattern, 'u');
    const filled = ' '.repeat(2000);
    expect([test(yes), test(no), test(yes)]).toEqual([true, false, true]);
    expect(test(filled + yes)).toBe(new RegExp(pattern, 'u').test(filled + yes));
  });

  it('is refused where it is none', () => {
    expect(() => guardedPattern('(', 'u')).toThrow(SyntaxError);
  });
});
