import xxhash from 'xxhash-wasm';
import { canonicalJson } from './canonical-json.js';
import type { Input } from './example.js';
import type { Halves } from './rank.js';

/** Writes the fingerprint of an input to `out`. */
export type Fingerprinter = (input: Input, out: Halves) => void;

export interface FingerprintOptions {
  /** Tried again with the next number when two different inputs turn out to share a fingerprint. Default 0. */
  readonly salt?: number;
  /** Bits kept, from 1 to 64. Fewer than 64 only serve to test what happens when fingerprints collide. */
  readonly bits?: number;
}

/** Seed of XXH64 for texts; that for messages is one more. */
export function textSeedOf(salt: number): bigint {
  return BigInt(salt) * 2n;
}

/**
 * The 64-bit identity of an input, whatever its labels: XXH64 of the text's UTF-8 bytes (seed 2 × salt), or of the
 * messages' canonical JSON (seed 2 × salt + 1). Lone surrogates count as their three WTF-8 bytes, so that two texts which
 * differ in them differ here. About 0.3 µs for a short text.
 */
export async function createFingerprinter(options: FingerprintOptions = {}): Promise<Fingerprinter> {
  const { h64, h64Raw } = await xxhash();
  const textSeed = textSeedOf(options.salt ?? 0);
  const cell = new BigUint64Array(1);
  const halves = new Uint32Array(cell.buffer);
  const dropped = 64n - BigInt(options.bits ?? 64);
  return (input, out) => {
    if (input.kind === 'text') {
      cell[0] = input.text.isWellFormed() ? h64(input.text, textSeed) : h64Raw(encodeWtf8(input.text), textSeed);
    } else {
      cell[0] = h64(canonicalJson(input.messages), textSeed + 1n);
    }
    if (dropped > 0n) cell[0] >>= dropped;
    out.low = halves[0] ?? 0;
    out.high = halves[1] ?? 0;
  };
}

/** UTF-8, but with lone surrogates written as the three bytes UTF-8's scheme would give them. */
function encodeWtf8(text: string): Uint8Array {
  const parts: Buffer[] = [];
  for (const character of text) {
    const unit = character.length === 1 ? character.charCodeAt(0) : 0;
    const isLone = unit >= 0xd800 && unit <= 0xdfff;
    parts.push(
      isLone ? Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]) : Buffer.from(character),
    );
  }
  return Buffer.concat(parts);
}
