import { RAW_LIMIT } from '../core/reject.js';

/**
 * A piece of a source as text for a reject, cut at RAW_LIMIT and never within a character.
 * @param start first byte in `bytes`
 * @param end byte after the last one; later bytes than 4 × RAW_LIMIT are not looked at
 */
export function rawText(bytes: Buffer, start: number, end: number): string {
  let cut = Math.min(end, start + 4 * RAW_LIMIT, bytes.length);
  if (cut < bytes.length) while (cut > start && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut--;
  return cutRaw(bytes.toString('utf8', start, cut));
}

/** A text cut at RAW_LIMIT UTF-16 units, one less where the cut would part a surrogate pair. */
export function cutRaw(text: string): string {
  if (text.length <= RAW_LIMIT) return text;
  const last = text.charCodeAt(RAW_LIMIT - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? RAW_LIMIT - 1 : RAW_LIMIT);
}
