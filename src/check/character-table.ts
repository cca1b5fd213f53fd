import { FLAG } from './flags.js';

const UNITS = 0x10000;
/** The first letter of what two to four bytes of UTF-8 look like when read as Windows-1252. */
const MOJIBAKE = 'ÂÃâðÐÑï';
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
const SKIPPED = /[\p{P}\p{Z}\p{Cc}\p{Cf}\s]/u;
/** Marks and Hangul letters join with their neighbours when a text is normalized. */
const JOINING = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
/** Selects how a symbol looks; a mark that joins with nothing. */
const VARIATION = 0xfe0f;

/**
 * For each UTF-16 unit: its flags in the upper 16 bits, and in the lower ones what it is folded to, 0 for what is skipped.
 * 256 KiB. Built once per process, in about 50 ms: it is a constant, only too dear for those who never need it.
 */
export const characterTable: () => Uint32Array = once(createTable);

function createTable(): Uint32Array {
  const kinds = new Uint16Array(UNITS);
  const folds = new Uint16Array(UNITS);
  for (let unit = 0; unit < UNITS; unit++) {
    if (isPlain(unit)) {
      kinds[unit] = unit < 0xe000 ? FLAG.otherScript : 0;
      folds[unit] = unit;
      continue;
    }
    if (unit >= 0xd800 && unit < 0xe000) {
      // of the pairs, those of most emoji are what they are; among the others are letters in disguise
      kinds[unit] = unit >= 0xdc00 || unit === 0xd83d || unit === 0xd83e ? 0 : FLAG.exotic;
      folds[unit] = unit;
      continue;
    }
    const character = String.fromCharCode(unit);
    const folded = character.normalize('NFKC').toLowerCase();
    const isSkipped = SKIPPED.test(character);
    const becomesDigit = folded !== character && /\p{N}/u.test(character);
    const becomesSign = isSkipped && folded !== character && folded !== ' ';
    const changes = folded.length !== 1 || JOINING.test(character) || becomesDigit || becomesSign;
    const isExotic = changes && unit !== VARIATION;
    folds[unit] = isSkipped ? 0 : foldOf(isExotic ? character : folded);
    kinds[unit] = kindOf(character) | (isExotic ? FLAG.exotic : 0);
  }
  return Uint32Array.from(folds, (fold, unit) => (((kinds[unit] ?? 0) << 16) | fold) >>> 0);
}

/** Han and Hangul syllables and the private area: most of the plane, and nothing to fold. */
function isPlain(unit: number): boolean {
  return (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xac00 && unit <= 0xd7a3) || (unit >= 0xe000 && unit <= 0xf8ff);
}

function foldOf(folded: string): number {
  // a sigma at the end of a word is another character; of one letter alone nobody can tell
  return folded === 'ς' ? 'σ'.charCodeAt(0) : folded.charCodeAt(0);
}

function kindOf(character: string): number {
  const isLetter = /\p{L}/u.test(character);
  const isControl = CONTROLS.test(character) && !'\t\n\r'.includes(character);
  return (
    (/\s/.test(character) ? FLAG.space : 0) |
    (/\p{Nd}/u.test(character) ? FLAG.digit : 0) |
    (/[\w-]/.test(character) ? FLAG.token : 0) |
    (character === '@' ? FLAG.at : 0) |
    (isControl ? FLAG.control : 0) |
    (INVISIBLE.test(character) ? FLAG.invisible : 0) |
    (character === '\ufffd' ? FLAG.replacement : 0) |
    (MOJIBAKE.includes(character) ? FLAG.mojibake : 0) |
    (/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(character) && isLetter ? FLAG.lookAlike : 0) |
    (isLetter && !/[\p{Script=Latin}\p{Script=Common}]/u.test(character) ? FLAG.otherScript : 0)
  );
}

/** The same answer for every call. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
