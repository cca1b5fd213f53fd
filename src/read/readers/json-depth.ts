/** Deepest nesting of objects and arrays in a row; a row at the limit passes. JSON.stringify dies at some 10^5. */
export const DEPTH_LIMIT = 256;

/**
 * Whether a JSON text nests deeper than DEPTH_LIMIT. Time O(1) for up to 512 bytes, else O(bytes).
 * @param end byte after the last one
 */
export function isTooDeep(bytes: Buffer, start: number, end: number): boolean {
  if (end - start <= 2 * DEPTH_LIMIT) return false;
  let depth = 0;
  let isInString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (isInString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > DEPTH_LIMIT) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
