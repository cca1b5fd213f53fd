/** A sequence of chunks as bytes that are asked for by number. */
export interface ByteInput {
  /** The next `count` bytes; fewer, or none, where the input ends. */
  take(count: number): Promise<Buffer>;
  /** Passes over bytes. @returns how many there were, at most `count` */
  skip(count: number): Promise<number>;
  /** Bytes taken so far. */
  offset(): number;
}

/** Holds the chunks that were read and not taken yet: the bytes asked for and a chunk at most. */
export function createByteInput(chunks: AsyncIterator<Buffer, void, undefined>): ByteInput {
  let current: Buffer = Buffer.alloc(0);
  let offset = 0;
  let isAll = false;

  /** Bytes from the current chunk, or from the next one where it is used up. */
  async function some(count: number): Promise<Buffer> {
    while (current.length === 0 && !isAll) {
      const step = await chunks.next();
      if (step.done === true) isAll = true;
      else current = step.value;
    }
    const piece = current.subarray(0, count);
    current = current.subarray(piece.length);
    offset += piece.length;
    return piece;
  }

  return {
    async take(count) {
      const first = await some(count);
      if (first.length === count || first.length === 0) return first;
      const pieces = [first];
      let size = first.length;
      while (size < count) {
        const piece = await some(count - size);
        if (piece.length === 0) break;
        pieces.push(piece);
        size += piece.length;
      }
      return Buffer.concat(pieces);
    },
    async skip(count) {
      let done = 0;
      while (done < count) {
        const piece = await some(count - done);
        if (piece.length === 0) break;
        done += piece.length;
      }
      return done;
    },
    offset: () => offset,
  };
}
