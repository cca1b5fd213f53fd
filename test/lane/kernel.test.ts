import fc from 'fast-check';
import xxhash from 'xxhash-wasm';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.js';
import { createRanker, rankKey } from '../../src/core/rank.js';
import { loadKernel } from '../../src/lane/load-kernel.js';

const AREA_BYTES = 1 << 20;
const { exports: kernel, window } = await loadKernel({ textSeed: 0n, selectKey: 0n, orderKey: 0n }, AREA_BYTES);
const memory = Buffer.from(kernel.memory.buffer);
const OUTPUT = window + AREA_BYTES / 8;
const { h64Raw } = await xxhash();

/** Characters that need an escape, or look as if they did, or count as white space, among others. */
const character = fc.oneof(
  fc.constantFrom('"', '\\', '\n', '\t', '\0', '\u001f', '\u007f', '\u0080', '\u0085', '\u00a0', '\u2027', '\u2028', '\u2029'),
  fc.constantFrom('\u202a', '\u200b', '\u2000', '\u200a', '\u202f', '\u205f', '\u3000', '\u3001', '\ufeff', '\u1680', '\u1681'),
  fc.string({ unit: 'binary', maxLength: 1 }).filter((text) => text.isWellFormed()),
  fc.constantFrom('a', ' ', 'plain words', 'é', '東', '🙂'),
);
const text = fc.array(character, { maxLength: 60 }).map((parts) => parts.join(''));

function write(bytes: Uint8Array): number {
  memory.set(bytes, window);
  return bytes.length;
}

describe('the kernel', () => {
  it('hashes as xxhash-wasm does, for every length and seed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (bytes, seed) => {
        const hash = BigInt.asUintN(64, kernel.xxh64(window, write(bytes), seed));
        expect(hash).toBe(h64Raw(bytes, seed));
      }),
      { numRuns: 1000 },
    );
  });

  it('ranks as core/rank.ts does', async () => {
    const ranker = await createRanker(7, 'order');
    const key = await rankKey(7, 'order');
    const half = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(half, half, (high, low) => {
        const expected = { high: 0, low: 0 };
        ranker(high, low, expected);
        const rank = BigInt.asUintN(64, kernel.rank((BigInt(high) << 32n) | BigInt(low), key));
        expect(rank).toBe((BigInt(expected.high) << 32n) | BigInt(expected.low));
      }),
    );
  });

  it('escapes as canonicalJson does', () => {
    fc.assert(
      fc.property(text, (value) => {
        const size = kernel.escapeCopy(OUTPUT, window, write(Buffer.from(value)));
        expect(memory.toString('utf8', OUTPUT, OUTPUT + size)).toBe(canonicalJson(value).slice(1, -1));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes for white space what normalize takes for it', () => {
    for (let code = 0; code < 0x10000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const value = ` \u3000${String.fromCodePoint(code)}`;
      const isBlank = kernel.isBlank(window, write(Buffer.from(value))) !== 0;
      if (isBlank !== !/[^\s\u0085]/.test(value)) expect({ code, isBlank }).toBe('what JavaScript says');
    }
    expect(kernel.isBlank(window, 0)).not.toBe(0);
  });

  it('writes doubled quotes as one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('""', 'a', 'bc', 'ü', 'a text of many bytes'), { maxLength: 40 }), (parts) => {
        const doubled = parts.join('');
        const size = kernel.copyUndoubled(OUTPUT, window, write(Buffer.from(doubled)), 0x22);
        expect(memory.toString('utf8', OUTPUT, OUTPUT + size)).toBe(doubled.replaceAll('""', '"'));
      }),
    );
  });
});
