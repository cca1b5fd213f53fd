/**
 * Memory for what a thread tells main: it goes there, and comes back when main has taken what it holds. New memory for each chunk
 * took as long as filling it, and as much again to collect.
 */
export interface Buffers {
  /** A copy at the beginning of a buffer, which may be larger. */
  copy(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Takes buffers back. */
  takeBack(buffers: readonly ArrayBuffer[]): void;
}

/** Sizes of buffers are multiples of it, so that one fits many chunks. */
const STEP_BYTES = 64 * 1024;

export function createBuffers(): Buffers {
  const spare: ArrayBuffer[] = [];
  return {
    copy(bytes) {
      const at = spare.findIndex(({ byteLength }) => byteLength >= bytes.length);
      const [buffer = new ArrayBuffer(Math.ceil(bytes.length / STEP_BYTES) * STEP_BYTES)] = at < 0 ? [] : spare.splice(at, 1);
      const copy = new Uint8Array(buffer, 0, bytes.length);
      copy.set(bytes);
      return copy;
    },
    takeBack(buffers) {
      spare.push(...buffers);
      spare.sort((a, b) => a.byteLength - b.byteLength);
    },
  };
}
