import { isUtf8 } from 'node:buffer';

/** How many bytes from the start are whole characters of UTF-8, up to a character that the end cuts; or that they are broken. */
export function checkUtf8(bytes: Buffer): { readonly validSize: number; readonly isBroken: boolean } {
  const whole = bytes.length - incompleteTail(bytes);
  if (isUtf8(bytes.subarray(0, whole))) return { validSize: whole, isBroken: false };
  return { validSize: findInvalid(bytes, 0), isBroken: true };
}

/** Bytes at the end that may be the beginning of a character: 0 to 3. */
export function incompleteTail(bytes: Buffer): number {
  const most = Math.min(3, bytes.length);
  for (let back = 1; back <= most; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back && canBegin(bytes, bytes.length - back) ? back : 0;
  }
  return 0;
}

/** Whether the bytes from here to the end can be the beginning of a character (Unicode 15, table 3-7). */
function canBegin(bytes: Buffer, at: number): boolean {
  const lead = bytes[at] ?? 0;
  if (lead < 0xc2 || lead > 0xf4) return false;
  const second = bytes[at + 1];
  return second === undefined || isSecond(lead, second);
}

/** Place of the first ill-formed sequence from a place on, or the length where there is none. About 1 ns per byte. */
export function findInvalid(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const size = sequenceLength(bytes, at);
    if (size === 0) return at;
    at += size;
  }
  return bytes.length;
}

/** Bytes of the ill-formed sequence at a place: as many as could have begun a character, at least 1 (Unicode 15, section 3.9). */
export function invalidLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  const second = bytes[at + 1];
  if (lead < 0xc2 || lead > 0xf4 || second === undefined || !isSecond(lead, second)) return 1;
  const third = bytes[at + 2];
  return lead >= 0xf0 && third !== undefined && (third & 0xc0) === 0x80 ? 3 : 2;
}

/** Length of the well-formed sequence at a place, or 0. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (at + size > bytes.length || !isSecond(lead, bytes[at + 1] ?? 0)) return 0;
  for (let next = 2; next < size; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}

function isSecond(lead: number, second: number): boolean {
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= lowest && second <= highest;
}
