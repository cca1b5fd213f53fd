/** The first bytes of a sequence of chunks, which is still whole. */
export interface Peeked {
  /** The first `count` bytes, whatever the chunks; fewer where there are no more. */
  readonly head: Buffer;
  /** The head is all there is. */
  readonly isWhole: boolean;
  /** All chunks from the first, to be read instead of the ones that were handed in. */
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
}

/**
 * Looks at the first bytes. Holds the chunks that have them, and no more.
 * @param chunks not closed by this; the caller does that, also where it stops early
 */
export async function peek(chunks: AsyncIterator<Buffer, void, undefined>, count: number): Promise<Peeked> {
  const pieces: Buffer[] = [];
  let size = 0;
  let isAll = false;
  while (size <= count && !isAll) {
    const step = await chunks.next();
    if (step.done === true) isAll = true;
    else {
      pieces.push(step.value);
      size += step.value.length;
    }
  }
  const head = Buffer.concat(pieces).subarray(0, count);
  return { head, isWhole: isAll && size <= count, chunks: chain(pieces, chunks, isAll) };
}

async function* chain(
  pieces: readonly Buffer[],
  chunks: AsyncIterator<Buffer, void, undefined>,
  isAll: boolean,
): AsyncGenerator<Buffer, void, undefined> {
  yield* pieces;
  if (isAll) return;
  for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value;
}
