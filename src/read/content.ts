import { readBytes, type Bytes, type BytesOptions } from './bytes.js';
import { decompress, tellCompression, type Compression } from './decompress/decompress.js';

/** What a source holds, decompressed where it is compressed; to be read once. */
export interface Content {
  readonly compression: Compression | undefined;
  /** Each where `allocate` said. @throws LabelmillError what the bytes and the decoder throw */
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
  /** Bytes in the chunks so far, or gone past. */
  size(): number;
  /** As Bytes has it; not where the source is compressed. */
  readonly jump: Bytes['jump'];
  /** As they are stored. */
  readonly stored: Pick<Bytes, 'confirm' | 'size' | 'digest'>;
  /** Closes the file, where it is not read to its end. */
  close(): Promise<void>;
}

export type ContentOptions = BytesOptions & Required<Pick<BytesOptions, 'chunkSizeBytes' | 'allocate'>>;

/**
 * Opens a source and tells by its first chunk whether it is compressed. What is not is read to where it is wanted; what a
 * decoder gives is copied there, which costs a hundredth of the decoding.
 * @throws LabelmillError what reading the first chunk throws
 */
export async function readContent(source: Parameters<typeof readBytes>[0], options: ContentOptions): Promise<Content> {
  let isPlain = true;
  let given = 0;
  const bytes = await readBytes(source, {
    ...options,
    allocate: (size) => (isPlain ? options.allocate(size) : Buffer.allocUnsafeSlow(size)),
  });
  const step = await bytes.chunks.next();
  const first: Buffer = step.done === true ? Buffer.alloc(0) : step.value;
  const compression = tellCompression(first);
  isPlain = compression === undefined;

  async function* direct(): AsyncGenerator<Buffer, void, undefined> {
    if (first.length > 0) yield count(first);
    for await (const chunk of bytes.chunks) yield count(chunk);
  }

  async function* decoded(copy: Buffer): AsyncGenerator<Buffer, void, undefined> {
    const { chunks } = await decompress(source.name, after(copy, bytes.chunks));
    try {
      for await (const piece of chunks) {
        for (let at = 0; at < piece.length; at += options.chunkSizeBytes) {
          const part = piece.subarray(at, at + options.chunkSizeBytes);
          const place = options.allocate(part.length);
          place.set(part);
          yield count(place);
        }
      }
    } finally {
      await chunks.return();
    }
  }

  function count(chunk: Buffer): Buffer {
    given += chunk.length;
    return chunk;
  }

  const chunks = isPlain ? direct() : decoded(Buffer.from(first));
  return {
    compression,
    chunks,
    size: () => given,
    jump(position, blocks) {
      bytes.jump(position, blocks);
      given = position;
    },
    stored: bytes,
    async close() {
      await chunks.return();
      await bytes.chunks.return();
    },
  };
}

async function* after(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield first;
  yield* rest;
}
