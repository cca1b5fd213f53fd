import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUtf8Check } from '../../src/read/utf8.js';

/** Bytes passed on before the fault or the end, and whether there was a fault. */
function checkAll(bytes: Buffer, size: number): { readonly passed: number; readonly isBroken: boolean } {
  const check = createUtf8Check();
  let passed = 0;
  for (let at = 0; at < bytes.length; at += size) {
    const { valid, isBroken } = check.next(bytes.subarray(at, at + size));
    passed += valid.length;
    if (isBroken) return { passed, isBroken };
  }
  return { passed, isBroken: check.isCut() };
}

describe('the UTF-8 check', () => {
  it('passes what is UTF-8 and stops before the first byte that is not, however the bytes are cut', () => {
    const byte = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc2,
      0xc3,
      0xe0,
      0xa0,
      0xe2,
      0x82,
      0xac,
      0xed,
      0x9f,
      0xf0,
      0x9f,
      0x98,
      0x80,
      0xf4,
      0x8f,
      0xff,
    );
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }).map((text) => [...Buffer.from(text)]),
      fc.array(byte, { maxLength: 3 }),
    );
    const pieces = fc.array(piece, { maxLength: 6 }).map((parts) => Buffer.from(parts.flat()));
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
});
