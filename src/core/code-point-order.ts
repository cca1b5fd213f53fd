/**
 * Compares two strings by code point, which is the order of their UTF-8 bytes. JavaScript's own order compares UTF-16
 * units and puts emoji before U+FFFD, so it would not agree with other programs that sort bytes.
 * @returns below 0, 0 or above 0. Time O(length of the common prefix).
 */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return unitOrder(x) - unitOrder(y);
  }
  return a.length - b.length;
}

/** A number for a UTF-16 unit by which strings compare in that order: surrogates (code points above U+FFFF) come last. */
export function unitOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
