import { FLAG } from './flags.js';

/** UTF-16 units there are. */
export const UNITS = 0x10000;
/** The first letter of what two to four bytes of UTF-8 look like when read as Windows-1252. */
const MOJIBAKE = 'ÂÃâðÐÑï';
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;
const SKIPPED = /[\p{P}\p{Z}\p{Cc}\p{Cf}\s]/u;
/** Marks and Hangul letters join with their neighbours when a text is normalized. */
const JOINING = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;
/** Selects how a symbol looks; a mark that joins with nothing. */
const VARIATION = 0xfe0f;

/** The flag of a unit of a page that is not made yet: none of those in flags.ts. */
export const UNKNOWN = 2048;
/** The cell of such a unit. */
export const UNKNOWN_CELL = UNKNOWN << 16;
/** Units of a page. */
const PAGE = 256;

/**
 * For each UTF-16 unit: its flags in the upper 16 bits, and in the lower ones what it is folded to, 0 for what is skipped.
 * Most of it is never needed and all of it takes 50 ms, so it is made page by page.
 */
export interface CharacterTable {
  /**
   * Makes the pages of these units that are not made yet. 0.5 ms a page.
   * @param cells a cell per unit, always the same but for where they lie; UNKNOWN before the first call
   */
  fill(cells: Uint32Array, units: Uint16Array): void;
}

export function createCharacterTable(): CharacterTable {
  const isFilled = new Uint8Array(UNITS / PAGE);
  return {
    fill(cells, units) {
      for (const unit of units) {
        const page = Math.floor(unit / PAGE);
        if (isFilled[page] === 1) continue;
        isFilled[page] = 1;
        for (let at = page * PAGE; at < (page + 1) * PAGE; at++) cells[at] = cellOf(at);
      }
    },
  };
}

function cellOf(unit: number): number {
  if (isPlain(unit)) return cell(unit < 0xe000 ? FLAG.otherScript : 0, unit);
  // of the pairs, those of most emoji are what they are; among the others are letters in disguise
  if (unit >= 0xd800 && unit < 0xe000) return cell(unit >= 0xdc00 || unit === 0xd83d || unit === 0xd83e ? 0 : FLAG.exotic, unit);
  const character = String.fromCharCode(unit);
  const folded = character.normalize('NFKC').toLowerCase();
  const isSkipped = SKIPPED.test(character);
  const becomesDigit = folded !== character && /\p{N}/u.test(character);
  const becomesSign = isSkipped && folded !== character && folded !== ' ';
  const changes = folded.length !== 1 || JOINING.test(character) || becomesDigit || becomesSign;
  const isExotic = changes && unit !== VARIATION;
  return cell(kindOf(character) | (isExotic ? FLAG.exotic : 0), isSkipped ? 0 : foldOf(isExotic ? character : folded));
}

function cell(kind: number, fold: number): number {
  return ((kind << 16) | fold) >>> 0;
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
