/**
 * Whether a JSON text nests deeper than a limit; at the limit it passes. JSON.stringify dies at some 10^5 levels.
 * Time O(1) for up to twice as many bytes as the limit has levels, else O(bytes).
 * @param end byte after the last one
 */
export function isTooDeep(
  bytes: Buffer,
  { start, end }: { readonly start: number; readonly end: number },
  limit: number,
): boolean {
  if (end - start <= 2 * limit) return false;
  let depth = 0;
  let isInString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (isInString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
