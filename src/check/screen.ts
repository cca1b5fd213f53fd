import { characterTable } from './character-table.js';
import { FLAG } from './flags.js';

/** Digits of the shortest phone number looked for. */
const MANY_DIGITS = 7;
/** Characters of the shortest secret looked for. */
const LONG_TOKEN = 20;
/** Place of the flag `token`. */
const TOKEN_BIT = Math.log2(FLAG.token);
/** Characters that texts which start alike have in common. */
export const START_LENGTH = 12;

export interface Screening {
  readonly flags: number;
  /** Runs of characters that are not white space. */
  readonly words: number;
  /** Hash of the first START_LENGTH characters, folded; 0 for a shorter text. */
  readonly start: number;
  /** Hash of the folded text, 64 bits in two halves: equal for texts that differ in case, spaces, Unicode form or punctuation. Signed, which an object holds without a box. */
  readonly high: number;
  readonly low: number;
}

/**
 * The screening pass: flags, counts and the folded hash, about 2 ns a character.
 * Folding: NFKC, lower case; every run of spaces, punctuation and invisible characters is one gap, none at the ends; a single
 * character of punctuation between two digits stays, so that 10.5, 105 and 10-5 are three. Texts with combining marks
 * or compatibility characters are normalized as a whole first.
 */
export function createScreener(): (text: string) => Screening {
  const cells = characterTable();
  const GAP = 32;
  const { space, digit, token, exotic, manyDigits, longToken, blank } = FLAG;

  const pass = (text: string): Screening => {
    let flags: number = FLAG.any;
    let words = 0;
    let digits = 0;
    let run = 0;
    let spare = 0;
    let start = 0;
    let high = 0x243f6a88;
    let low = 0x13198a2e;
    // 0: no gap is open; GAP, or the punctuation that stands alone after a digit
    let gap = 0;
    let before = 0;
    let hasContent = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const cell = cells[unit] ?? 0;
      const kind = cell >>> 16;
      const folded = cell & 0xffff;
      flags |= kind;
      words += kind & space & ~before;
      digits += kind & digit;
      // without branches, which no processor foresees: the run goes on or is 0, and a long one turns `spare` negative
      const isToken = (kind & token) >> TOKEN_BIT;
      run = (run + isToken) & -isToken;
      spare |= LONG_TOKEN - 1 - run;
      if (folded === 0) {
        gap = gap === 0 && (before & digit) !== 0 && (kind & space) === 0 ? unit : GAP;
      } else {
        if (gap !== 0 && hasContent) {
          const between = (kind & digit) === 0 ? GAP : gap;
          high = Math.imul(((high << 5) | (high >>> 27)) ^ between, 0x9e3779b1);
          low = Math.imul(((low << 13) | (low >>> 19)) ^ between, 0x85ebca77);
        }
        gap = 0;
        hasContent = true;
        high = Math.imul(((high << 5) | (high >>> 27)) ^ folded, 0x9e3779b1);
        low = Math.imul(((low << 13) | (low >>> 19)) ^ folded, 0x85ebca77);
      }
      before = kind;
      if (at === START_LENGTH - 1) start = high;
    }
    // each white space that follows something ends a word; what is left is one more
    const isOpen = text.length > 0 && (before & space) === 0 ? 1 : 0;
    const leading = text.length > 0 && (((cells[text.charCodeAt(0)] ?? 0) >>> 16) & space) !== 0 ? 1 : 0;
    if (digits >= MANY_DIGITS * digit) flags |= manyDigits;
    if (spare < 0) flags |= longToken;
    if (!hasContent) flags |= blank;
    return { flags, words: words + isOpen - leading, start, high: mix(high ^ (low >>> 7)), low: mix(low ^ (high >>> 9)) };
  };

  return (text) => {
    const screening = pass(text);
    if ((screening.flags & exotic) === 0) return screening;
    const { start, high, low } = pass(text.normalize('NFKC').toLowerCase());
    return { flags: screening.flags, words: screening.words, start, high, low };
  };
}

/** The finalizer of MurmurHash3: every bit of the answer depends on every bit given. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
