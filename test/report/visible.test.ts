import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleStart } from '../../src/report/visible.js';

describe('visible', () => {
  it.each([
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\u001b[31m', '\\x1b[31m'],
    ['\u202eabc', '\\u202eabc'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\ud800a', '\\ud800a'],
    ['a\udc00', 'a\\udc00'],
    ['👨‍👩‍👧 é 日本', '👨‍👩‍👧 é 日本'],
  ])('shows %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('always gives text that UTF-8 can hold, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
      }),
    );
  });

  it('cuts between characters', () => {
    expect(visibleStart('👍👍👍', 2)).toBe('👍…');
    expect(visibleStart('👍👍', 2)).toBe('👍👍');
  });
});
