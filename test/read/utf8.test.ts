import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceBytes } from '../../src/read/decode/decoder.js';
import { createUtf8Decoder } from '../../src/read/decode/utf8-decoder.js';

/** Bytes passed on before the fault or the end, and whether there was a fault. */
function checkAll(bytes: Buffer, size: number): { readonly passed: number; readonly isBroken: boolean } {
  const decoder = createUtf8Decoder(0, undefined);
  let passed = 0;
  for (let at = 0; at < bytes.length; at += size) {
    const { text, faults } = decoder.next(bytes.subarray(at, at + size));
    passed += text.length;
    if (faults[0] === undefined) continue;
    expect(faults[0].byte).toBe(passed);
    return { passed, isBroken: true };
  }
  const { text, faults } = decoder.end();
  return { passed: passed + text.length, isBroken: faults.length > 0 };
}

/** The whole text, bad bytes replaced. */
function replaceAll(bytes: Buffer, size: number): string {
  const decoder = createUtf8Decoder(0, replaceBytes);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(decoder.next(bytes.subarray(at, at + size)).text);
  return Buffer.concat([...pieces, decoder.end().text]).toString();
}

const byte = fc.constantFrom(
  ...[0x41, 0x80, 0xbf, 0xc2, 0xc3, 0xe0, 0xa0, 0xe2, 0x82, 0xac, 0xed, 0x9f, 0xf0, 0x9f, 0x98, 0x80, 0xf4, 0x8f, 0xff],
);
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }).map((text) => [...Buffer.from(text)]),
  fc.array(byte, { maxLength: 3 }),
);
const pieces = fc.array(piece, { maxLength: 6 }).map((parts) => Buffer.from(parts.flat()));

describe('UTF-8', () => {
  it('is passed on up to the first byte that is not UTF-8, however the bytes are cut', () => {
    const property = fc.property(pieces, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
      const { passed, isBroken } = checkAll(bytes, size);
      expect(isBroken).toBe(!isUtf8(bytes));
      expect(isUtf8(bytes.subarray(0, passed))).toBe(true);
      expect(passed).toBe(checkAll(bytes, 1000).passed);
      if (isBroken)
        for (let more = 1; more <= 4; more++)
          if (passed + more <= bytes.length) expect(isUtf8(bytes.subarray(0, passed + more))).toBe(false);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it('is mended as the Encoding Standard does it, however the bytes are cut', () => {
    const standard = new TextDecoder('utf-8', { ignoreBOM: true });
    const property = fc.property(pieces, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
      expect(replaceAll(bytes, size)).toBe(standard.decode(bytes));
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
