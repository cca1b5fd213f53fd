import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.js';
import { byCodePoint } from '../../src/core/code-point-order.js';
import { printable } from '../../src/core/printable.js';

describe('canonical JSON', () => {
  it('escapes what some reader takes for a line end, and lone surrogates, and nothing else beyond JSON', () => {
    expect(canonicalJson('a\u2028b\u2029c\u0085d\ud800e')).toBe('"a\\u2028b\\u2029c\\u0085d\\ud800e"');
    expect(canonicalJson('é 😀 \u007f')).toBe('"é 😀 \u007f"');
  });

  it('is read back as the same string, whatever the string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(canonicalJson(text)) === text));
  });
});

describe('code point order', () => {
  it('is the order of UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        fc.pre(a.isWellFormed() && b.isWellFormed());
        expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
    expect(byCodePoint('\uffff', '😀')).toBeLessThan(0);
  });
});

describe('printable', () => {
  it('shows terminal escapes and direction marks as text, and cuts', () => {
    expect(printable('\x1b[2J\u202ea')).toBe('\\x1b[2J\\u202ea');
    expect(printable('abcdef', 4)).toBe('abc…');
  });
});
