/** Letters of other alphabets, and digits, that look like a Latin letter: a selection of Unicode's confusables.txt. */
const CONFUSABLE: ReadonlyMap<string, string> = new Map(
  [
    ['аеорсухіјѕһԁԛԝкмтвнѵ', 'aeopcyxijshdqwkmtbhv'],
    ['αενοριτυκχωϲϳ', 'aevopitukxwcj'],
    ['ıɑɡℓ', 'iagl'],
  ].flatMap(([from = '', to = '']) => [...from].map((letter, at) => [letter, [...to][at] ?? letter] as const)),
);

/** What can't be seen: controls, characters without width, marks that choose a look. */
const UNSEEN = /[\p{Cc}\p{Cf}\ufe00-\ufe0f]/gu;
const GAPS = /[\s_-]+/gu;

/** A class name without what the eye does not tell apart: case, spaces, Unicode form, invisible characters, alphabets. */
export function skeletonOf(name: string): string {
  const folded = name.normalize('NFKC').replace(GAPS, ' ').replace(UNSEEN, '').trim().toLowerCase().normalize('NFC');
  return Array.from(folded, (letter) => CONFUSABLE.get(letter) ?? letter).join('');
}

/** Letters a name must have for a slip in it to be looked for: of shorter names many are one letter apart. */
const SHORTEST = 5;
/** Names above which slips are not looked for: so many are no classes that people write. */
export const MOST_NAMES = 20_000;

/** Whether slips are looked for in a name. */
export function isForSlips(name: string): boolean {
  return name.length >= SHORTEST;
}

/**
 * Names one letter apart (added, missing, changed, or two swapped) of which one is `ratio` times as frequent. Digits are never
 * slips (level 1, level 2), nor is a letter before the first (typical, atypical).
 * @param sizes name → examples
 * @returns pairs of the slip and what was meant, the largest where there are several
 * Time and memory O(letters of all names): names meet where deleting one letter makes them equal.
 */
export function findSlips(
  sizes: ReadonlyMap<string, number>,
  ratio: number,
): readonly (readonly [slip: string, meant: string])[] {
  const names = [...sizes.keys()].filter(isForSlips);
  if (names.length > MOST_NAMES) return [];
  const meeting = new Map<string, string[]>();
  for (const name of names) {
    for (const key of new Set([name, ...shorterByOne(name)])) {
      const met = meeting.get(key);
      if (met === undefined) meeting.set(key, [name]);
      else met.push(name);
    }
  }
  const meantBy = new Map<string, string>();
  for (const met of meeting.values()) {
    for (const slip of met) {
      for (const meant of met) {
        if (sizeOf(sizes, meant) < ratio * sizeOf(sizes, slip) || !isSlip(slip, meant)) continue;
        if (sizeOf(sizes, meant) > sizeOf(sizes, meantBy.get(slip))) meantBy.set(slip, meant);
      }
    }
  }
  return [...meantBy];
}

function sizeOf(sizes: ReadonlyMap<string, number>, name: string | undefined): number {
  return name === undefined ? 0 : (sizes.get(name) ?? 0);
}

function shorterByOne(name: string): readonly string[] {
  return Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1));
}

/** Whether two different names are one edit apart, and the edit is one that a slip makes. */
function isSlip(one: string, other: string): boolean {
  let from = 0;
  while (from < one.length && one[from] === other[from]) from++;
  let left = one.length;
  let right = other.length;
  while (left > from && right > from && one[left - 1] === other[right - 1]) {
    left--;
    right--;
  }
  const [mine, theirs] = [one.slice(from, left), other.slice(from, right)];
  if (/\d/.test(mine + theirs)) return false;
  const isAdded = mine === '' || theirs === '';
  if (isAdded) return from > 0 && mine.length + theirs.length === 1;
  if (mine.length === 1 && theirs.length === 1) return true;
  return mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0];
}
