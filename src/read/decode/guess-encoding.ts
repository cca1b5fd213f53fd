import { isUtf8 } from 'node:buffer';
import { findInvalid, invalidLength } from '../utf8.js';
import { REPLACEMENT } from './decoder.js';

/** Guesses that are no help, and those that stand for a larger encoding. */
const BETTER: ReadonlyMap<string, string | undefined> = new Map([
  ['ASCII', undefined],
  ['UTF-8', undefined],
  ['ISO-8859-1', 'windows-1252'],
]);

/**
 * What to do about a text that is not UTF-8: the encoding it looks like, or, where most of it is UTF-8 all the same, how to
 * go on without the damaged rows.
 * @param sample bytes from the first bad one on; 64 KiB tell enough
 * @param isMostlyUtf8 characters of several bytes came before the sample
 * Loads chardet and iconv-lite.
 */
export async function adviseOnEncoding(sample: Buffer, isMostlyUtf8: boolean): Promise<string> {
  if (isMostlyUtf8 || hasMoreUtf8(sample)) return 'it is damaged UTF-8; set the damaged rows aside with --invalid-utf8 reject';
  const [{ analyse }, { default: iconv }] = await Promise.all([import('chardet'), import('iconv-lite')]);
  for (const { name } of analyse(sample)) {
    const better = BETTER.has(name) ? BETTER.get(name) : name.toLowerCase();
    if (better === undefined || !iconv.encodingExists(better)) continue;
    if (iconv.decode(sample, better).slice(0, -2).includes(REPLACEMENT)) continue;
    return `it looks like ${better}: --encoding ${better}`;
  }
  return 'name its encoding with --encoding, or set the bad rows aside with --invalid-utf8 reject';
}

/** Whether a sample has more characters of several bytes that are UTF-8 than places that are not. */
function hasMoreUtf8(sample: Buffer): boolean {
  let good = 0;
  let bad = 0;
  let start = 0;
  for (let at = findInvalid(sample, 0); at < sample.length; at = findInvalid(sample, start)) {
    good += countCharacters(sample.subarray(start, at));
    bad++;
    start = at + invalidLength(sample, at);
  }
  good += countCharacters(sample.subarray(start));
  return good > bad;
}

/** Characters of several bytes. */
export function countCharacters(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte >= 0xc0) count++;
  return isUtf8(bytes) ? count : 0;
}
