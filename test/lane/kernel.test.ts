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

/** What strings are made of in JSON. */
const escape = fc.oneof(
  fc.constantFrom('\\n', '\\"', '\\\\', '\\/', '\\b', '\\f', '\\r', '\\t', '\\u0000', '\\u00e9', '\\u6771', '\\uFFFF', '\\uabCD'),
  { weight: 4, arbitrary: fc.constantFrom('a', 'plain words of some length', 'é', '東', '🙂', ' ', '\u2028', '{', ',') },
  fc.constantFrom('\\ud83d\\ude42', '\\uD834\\uDD1E'),
  { weight: 1, arbitrary: fc.constantFrom('\\ud83d', '\\ude42') },
);
/** Pieces of JSON in any order: some are JSON, most are not. */
const token = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '"a"',
    '"b"',
    '"',
    '\\',
    '\\u00',
    '0',
    '1',
    '9',
    '-',
    '+',
    '.',
    'e',
    'E',
    'true',
    'false',
  ],
  ...['null', 'nul', '"\\n"', '"\\x"', '"\t"', '{"a":1}', '[1]', '1.5', '-0', '"\\uD834"', '\u00a0', '\ufeff', '\0', "'a'", '/'],
);
const json = fc
  .oneof(
    fc.array(token, { minLength: 1, maxLength: 6 }).map((tokens) => tokens.join('')),
    fc.tuple(fc.json({ maxDepth: 4 }), token, fc.nat(), fc.nat(2)).map(([text, piece, at, cut]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + (at % 3 === 0 ? '' : piece) + text.slice(place + (at % 2 === 0 ? 0 : cut));
    }),
  )
  // white space around a value is not part of it
  .filter((text) => !/^[ \t\r\n]|[ \t\r\n]$/.test(text) && text.isWellFormed());

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

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

  it('goes over JSON values as JSON.parse does, and over no other text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const size = write(Buffer.from(`[${value},        `)) - 8;
        const isWhole = kernel.elementEnd(window, 0, size + 8) === size - 1;
        expect({ value, isWhole }).toEqual({ value, isWhole: isJson(value) });
      }),
      { numRuns: 5000 },
    );
  });

  it('goes 256 levels into JSON, as the reader does, and finds no end where a value is cut', () => {
    const nested = (levels: number): number =>
      kernel.elementEnd(window, 0, write(Buffer.from(`,${'['.repeat(levels)}${']'.repeat(levels)}`)));
    expect([nested(256), nested(257)]).toEqual([513, 0]);
    const whole = '[{"a":[1,"\\u00e9 \\"",{"b":null}],"c":false}';
    for (let size = 0; size <= whole.length; size++) {
      write(Buffer.from(whole));
      expect(kernel.elementEnd(window, 0, size)).toBe(size === whole.length ? size : 0);
    }
  });

  it('decodes strings as JSON.parse does, but for lone surrogates, which it refuses', () => {
    fc.assert(
      fc.property(fc.array(escape, { maxLength: 40 }), (parts) => {
        const inside = parts.join('');
        const value: unknown = JSON.parse(`"${inside}"`);
        const size = kernel.unescape(OUTPUT, window, write(Buffer.from(inside)));
        const isRefused = size >>> 0 === 0xffffffff;
        const decoded = isRefused ? 'a lone surrogate' : memory.toString('utf8', OUTPUT, OUTPUT + size);
        expect(decoded).toBe(typeof value === 'string' && value.isWellFormed() ? value : 'a lone surrogate');
      }),
      { numRuns: 2000 },
    );
  });
});
