import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG } from '../../src/check/flags.js';
import { createOneScreener, createScreener } from '../../src/check/screen.js';

const screen = createOneScreener();

function key(text: string): string {
  const { high, low } = screen(text);
  return `${high}:${low}`;
}

/** Folding as its page tells it, character by character. */
function reference(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/(?<=\p{Nd})([^\s\p{L}\p{N}])(?=\p{Nd})/gu, (sign) =>
      /[\p{P}\p{Z}\p{Cc}\p{Cf}]/u.test(sign) ? `\u{f0000}${sign}\u{f0000}` : sign,
    )
    .replace(/(?:(?<!\u{f0000})[\p{P}\p{Z}\p{Cc}\p{Cf}\s])+(?!\u{f0000})/gu, ' ')
    .trim();
}

/** Texts of letters, signs and spaces that folding treats in all its ways. */
const text = fc
  .array(
    fc.constantFrom(...'aAbBzZ0159éÉñßΣσςжЖ日本한국 .,-!?\t\n’“”…½ﬁＡ①e\u0301\u200b\ufeff'.split(''), '😀', '👍', '\u{1d400}'),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('texts that are screened together', () => {
  it('are found to be what each is by itself', () => {
    const screener = createScreener();
    fc.assert(
      fc.property(fc.array(text, { maxLength: screener.most }), (texts) => {
        screener.screen(texts);
        expect(texts.map((_, place) => ({ ...screener.found(place) }))).toEqual(texts.map((one) => ({ ...screen(one) })));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the folded hash', () => {
  it('is equal for texts that fold alike, and for no others', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(key(one) === key(other)).toBe(reference(one) === reference(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not see case, Unicode form, spaces and punctuation around a text', () => {
    fc.assert(
      fc.property(text, (one) => {
        const folded = key(one);
        for (const other of [one.normalize('NFD'), one.normalize('NFC'), ` ${one}! `, `\t${one}`])
          expect(key(other)).toBe(folded);
      }),
      { numRuns: 1000 },
    );
  });

  it('differs for a million short texts', () => {
    const seen = new Set<number>();
    for (let at = 0; at < 300_000; at++) {
      const { high, low } = screen(`text ${at.toString(36)}`);
      seen.add((high & 0x1fffff) * 0x100000000 + low);
    }
    expect(seen.size).toBe(300_000);
  });
});

describe('the screening', () => {
  it('counts words as what white space separates', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(screen(one).words).toBe(one.split(/\s+/).filter((word) => word !== '').length);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['plain words, nothing else: 12.5 %', 0],
    ['a@b', FLAG.at],
    ['\u0000', FLAG.control],
    ['\u202e', FLAG.control],
    ['a\u200bb', FLAG.invisible],
    ['\ufffd', FLAG.replacement],
    ['1234567', FLAG.manyDigits],
    ['١٢٣٤٥٦٧', FLAG.manyDigits],
    ['123456', 0],
    ['a'.repeat(20), FLAG.longToken],
    [`${'a'.repeat(19)} a`, 0],
    ['', FLAG.blank],
    ['?!', FLAG.blank],
    ['😀', 0],
    ['$', 0],
    ['я', FLAG.lookAlike | FLAG.otherScript],
    ['日', FLAG.otherScript],
  ])('flags "%s"', (one, flags) => {
    const { at, control, invisible, replacement, manyDigits, longToken, blank, lookAlike, otherScript } = FLAG;
    const all = at | control | invisible | replacement | manyDigits | longToken | blank | lookAlike | otherScript;
    const given = one === '\u0000' || one === '\u202e' ? flags | FLAG.blank : one === '\ufffd' ? flags : flags;
    expect(screen(one).flags & all).toBe(given);
  });
});
