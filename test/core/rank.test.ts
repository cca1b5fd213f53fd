import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFingerprinter } from '../../src/core/fingerprint.js';
import { createRanker, type Halves } from '../../src/core/rank.js';

const MASK = (1n << 64n) - 1n;

/** Stafford's variant 13 with BigInt, as published. */
function mix13(value: bigint): bigint {
  let x = value;
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return x ^ (x >> 31n);
}

function join({ high, low }: Halves): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}

describe('rank', () => {
  it('is the 64-bit mix of fingerprint and key', async () => {
    const rank = await createRanker(42, 'select');
    const out: Halves = { high: 0, low: 0 };
    const key = await findKey(rank);
    fc.assert(
      fc.property(fc.bigInt(0n, MASK), (fingerprint) => {
        rank(Number(fingerprint >> 32n), Number(fingerprint & 0xffffffffn), out);
        expect(join(out)).toBe(mix13(fingerprint ^ key));
      }),
      { numRuns: 2000 },
    );
  });

  it('orders the same inputs differently for selection, for order and for each seed', async () => {
    const ranks = await Promise.all([createRanker(42, 'select'), createRanker(42, 'order'), createRanker(43, 'select')]);
    const firsts = ranks.map((rank) => {
      const order = Array.from({ length: 1000 }, (_, input) => {
        const out: Halves = { high: 0, low: 0 };
        rank(input, input * 7, out);
        return { input, high: out.high };
      });
      return order
        .sort((a, b) => a.high - b.high)
        .map(({ input }) => input)
        .slice(0, 100);
    });
    const [select, order, other] = firsts.map((inputs) => new Set(inputs));
    const shared = (a: Set<number> | undefined, b: Set<number> | undefined): number =>
      [...(a ?? [])].filter((input) => b?.has(input)).length;
    // 100 of 1000 at random share 10 on average, more than 25 with a chance below 1e-5.
    expect(shared(select, order)).toBeLessThan(25);
    expect(shared(select, other)).toBeLessThan(25);
  });
});

describe('fingerprint', () => {
  const printOf = async (text: string, salt = 0): Promise<bigint> => {
    const out: Halves = { high: 0, low: 0 };
    (await createFingerprinter({ salt }))({ kind: 'text', text }, out);
    return join(out);
  };

  it('is XXH64 of the UTF-8 bytes of a text', async () => {
    // Published test vectors of XXH64 with seed 0.
    expect(await printOf('')).toBe(0xef46db3751d8e999n);
    expect(await printOf('a')).toBe(0xd24ec4f1a98c6e5bn);
    expect(await printOf('abc')).toBe(0x44bc2cf5ad770999n);
  });

  it('tells texts apart that differ in a lone surrogate only', async () => {
    const prints = await Promise.all(['\ud800', '\ud801', '\ufffd', '\ud83d\ude00'].map((text) => printOf(text)));
    expect(new Set(prints).size).toBe(4);
  });

  it('changes with the salt', async () => {
    expect(await printOf('abc', 1)).not.toBe(await printOf('abc', 0));
  });

  it('tells a text from a chat that is written alike', async () => {
    const print = await createFingerprinter();
    const text: Halves = { high: 0, low: 0 };
    const chat: Halves = { high: 0, low: 0 };
    const messages = [{ role: 'user', content: 'hi' }] as const;
    print({ kind: 'text', text: JSON.stringify(messages) }, text);
    print({ kind: 'messages', messages }, chat);
    expect(join(text)).not.toBe(join(chat));
  });
});

async function findKey(rank: (high: number, low: number, out: Halves) => void): Promise<bigint> {
  const { default: xxhash } = await import('xxhash-wasm');
  const key = (await xxhash()).h64('labelmill:select:42');
  const out: Halves = { high: 0, low: 0 };
  rank(Number(key >> 32n), Number(key & 0xffffffffn), out);
  expect(join(out)).toBe(mix13(0n));
  return key;
}
