import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG } from '../../src/check/flags.js';
import { createScreener, START_LENGTH, type Screened } from '../../src/check/screen.js';

const screener = createScreener();

function screen(text: string) {
  return at(screener.screen([text]), 0);
}

function at({ flags, words, starts, highs, lows, exacts }: Screened, place: number) {
  const [start, high, low, exact] = [starts, highs, lows, exacts].map((column) => column[place]);
  return { flags: flags[place] ?? 0, words: words[place], start, high: high ?? 0, low: low ?? 0, exact };
}

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
    const together = createScreener();
    fc.assert(
      fc.property(fc.array(text, { maxLength: together.most }), (texts) => {
        const found = together.screen(texts);
        expect(texts.map((_, place) => at(found, place))).toEqual(texts.map(screen));
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
  /** Mostly letters, digits and single spaces, which are taken eight at a time. */
  const ascii = fc
    .array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'X', 'Y', ' ', 'z', ' ', '0', '7') },
        fc.constantFrom(' ', '.', ',', '-', '_', '@', '\n', 'é'),
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join(''));

  it('flags plain texts of any length as expressions do', () => {
    fc.assert(
      fc.property(ascii, (one) => {
        const { space, digit, token, manyDigits, longToken, blank } = FLAG;
        const is = (flag: number, expression: RegExp): number => (expression.test(one) ? flag : 0);
        expect(screen(one).flags & (space | digit | token | manyDigits | longToken | blank)).toBe(
          is(space, /\s/) |
            is(digit, /\d/) |
            is(token, /[\w-]/) |
            is(manyDigits, /(\d\D*){7}/) |
            is(longToken, /[\w-]{20}/) |
            (reference(one) === '' ? blank : 0),
        );
        expect(screen(one).words).toBe(one.split(/\s+/).filter((word) => word !== '').length);
      }),
      { numRuns: 3000 },
    );
  });

  it('folds plain texts of any length as their page tells', () => {
    const sign = fc.constantFrom('', ' ', ', ', '-', '7');
    fc.assert(
      fc.property(ascii, sign, ascii, (before, between, after) => {
        const one = before + after;
        for (const other of [before + between + after, one.toUpperCase(), one.replaceAll(' ', ', ')])
          expect(key(one) === key(other)).toBe(reference(one) === reference(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells texts that start alike by their first characters, folded', () => {
    const beginning = (one: string) => (one.length < START_LENGTH ? undefined : reference(one.slice(0, START_LENGTH)));
    fc.assert(
      fc.property(ascii, ascii, ascii, (before, one, other) => {
        const starts = [before + one, before + other].map((whole) => screen(whole).start);
        const [first, second] = [before + one, before + other].map(beginning);
        expect(starts[0] === starts[1]).toBe(first === second);
      }),
      { numRuns: 2000 },
    );
  });

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
