import { createHash } from 'node:crypto';
import xxhash from 'xxhash-wasm';

/** Digests of a file's bytes as lower-case hexadecimal: XXH64 (16 digits, seed 0) always, SHA-256 where asked for. */
export interface Digests {
  readonly xxh64: string;
  readonly sha256?: string;
}

/** Digests of bytes as they come. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Call once, at the end. */
  finish(): Digests;
}

/** Starts a digest; with SHA-256 where the argument is true. */
export type Digester = (sha256: boolean) => Digest;

/**
 * Loads XXH64 once, so that digests can then be started synchronously.
 * Measured: XXH64 runs at about 10 GB/s, SHA-256 at 0.3 to 1.5 GB/s depending on the processor.
 */
export async function createDigester(): Promise<Digester> {
  const { create64 } = await xxhash();
  return (sha256) => {
    const fast = create64();
    const secure = sha256 ? createHash('sha256') : undefined;
    return {
      update(bytes) {
        fast.update(bytes);
        secure?.update(bytes);
      },
      finish() {
        const xxh64 = fast.digest().toString(16).padStart(16, '0');
        return secure === undefined ? { xxh64 } : { xxh64, sha256: secure.digest('hex') };
      },
    };
  };
}
