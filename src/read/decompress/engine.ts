import type { Transform } from 'node:stream';

/** What is left of the input when a stream of node:zlib ends. */
export interface Leftover {
  /** Bytes that were handed to the stream after the end of the compressed data. */
  readonly unread: Buffer;
  /** Whether the input itself has ended. */
  readonly isAll: boolean;
}

/** A stream of node:zlib: it counts the bytes that it took. */
export type Engine = Transform & { readonly bytesWritten: number };

/**
 * Sends chunks through a stream of node:zlib, one after the other and only when all that came of the one before was taken.
 * Streams of node:zlib end without a word where the compressed data ends; here what was not read is returned.
 * @throws what the stream emits as an error
 */
export async function* throughEngine(
  engine: Engine,
  chunks: AsyncIterator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, Leftover, undefined> {
  const state: { isEnded: boolean; isTaken: boolean; failure?: Error; wake: () => void } = {
    isEnded: false,
    isTaken: false,
    wake: () => undefined,
  };
  const isEnded = (): boolean => state.isEnded;
  const isTaken = (): boolean => state.isTaken;
  engine.on('readable', () => state.wake());
  engine.once('error', (error) => {
    state.failure = error;
    state.wake();
  });
  engine.once('end', () => {
    state.isEnded = true;
    state.wake();
  });
  let given = 0;
  try {
    for (;;) {
      const step = await chunks.next();
      const chunk = step.done === true ? Buffer.alloc(0) : step.value;
      given += chunk.length;
      state.isTaken = false;
      if (step.done === true) engine.end();
      else {
        engine.write(chunk, () => {
          state.isTaken = true;
          state.wake();
        });
      }
      for (;;) {
        const piece: unknown = engine.read();
        if (Buffer.isBuffer(piece)) {
          yield piece;
          continue;
        }
        if (state.failure !== undefined) throw state.failure;
        // what it did not take comes after the end of the data, also where it says that it took the chunk
        const unreadBytes = given - engine.bytesWritten;
        if (isEnded() || (isTaken() && unreadBytes > 0))
          return { unread: chunk.subarray(chunk.length - unreadBytes), isAll: step.done === true };
        if (isTaken()) break;
        await new Promise<void>((resolve) => (state.wake = resolve));
      }
    }
  } finally {
    engine.destroy();
  }
}
