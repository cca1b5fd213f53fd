import xxhash from 'xxhash-wasm';

/** Two 32-bit halves of a 64-bit number. JavaScript's BigInt would cost ten times as much per example. */
export interface Halves {
  high: number;
  low: number;
}

/** What a rank is for: which examples stay and where they go, or in which order they are written. */
export type RankPurpose = 'select' | 'order';

/** Turns a fingerprint into its rank, written to `out`. Pure but for `out`; a bijection, so equal ranks mean equal inputs. */
export type Ranker = (high: number, low: number, out: Halves) => void;

/**
 * The key of a rank: what a fingerprint is XORed with, 64 bits.
 * @param seed an integer from 0 to 2^53 - 1
 */
export async function rankKey(seed: number, purpose: RankPurpose): Promise<bigint> {
  const { h64 } = await xxhash();
  return h64(`labelmill:${purpose}:${seed}`);
}

/**
 * The pseudo-random but repeatable rank of each input under a seed.
 * Method: the fingerprint is XORed with a key drawn from seed and purpose by XXH64, then mixed by Stafford's variant 13 of
 * the MurmurHash3 finalizer (the one SplitMix64 uses), which is a bijection on 64 bits. About 15 ns a call.
 * @param seed an integer from 0 to 2^53 - 1
 */
export async function createRanker(seed: number, purpose: RankPurpose): Promise<Ranker> {
  const key = await rankKey(seed, purpose);
  const keyHigh = Number(key >> 32n) >>> 0;
  const keyLow = Number(key & 0xffffffffn) >>> 0;
  return (high, low, out) => {
    let h = high ^ keyHigh;
    let l = low ^ keyLow;
    l ^= (l >>> 30) | (h << 2);
    h ^= h >>> 30;
    h = (Math.imul(h, 0x1ce4e5b9) + Math.imul(l, 0xbf58476d) + highProduct(l, 0x1ce4e5b9)) | 0;
    l = Math.imul(l, 0x1ce4e5b9);
    l ^= (l >>> 27) | (h << 5);
    h ^= h >>> 27;
    h = (Math.imul(h, 0x133111eb) + Math.imul(l, 0x94d049bb) + highProduct(l, 0x133111eb)) | 0;
    l = Math.imul(l, 0x133111eb);
    l ^= (l >>> 31) | (h << 1);
    h ^= h >>> 31;
    out.high = h >>> 0;
    out.low = l >>> 0;
  };
}

/** High 32 bits of the product of two unsigned 32-bit numbers, as a signed number. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = Math.imul(a0, b0) >>> 16;
  const middle = (Math.imul(a1, b0) >>> 0) + low;
  const crossed = (Math.imul(a0, b1) >>> 0) + (middle & 0xffff);
  return (Math.imul(a1, b1) + Math.floor(middle / 0x10000) + Math.floor(crossed / 0x10000)) | 0;
}
