import zlib from 'node:zlib';
import { throughEngine, type Engine } from './engine.js';

type Pieces = AsyncGenerator<Buffer, void, undefined>;

/**
 * The content of one Zstandard frame: by node:zlib from Node 22.15 and 23.8 on (about 250 MB/s), else by fzstd (about 60 MB/s).
 * Neither is trusted with more than one frame, nor with its end: the caller cuts frames and compares length and checksum.
 * @param pieces the frame's header, its blocks, and its checksum
 */
export async function* openFrameDecoder(pieces: Pieces): Pieces {
  const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
  if (isEngineFactory(create)) yield* throughEngine(create(WINDOW), pieces);
  else yield* throughFzstd(pieces);
}

/** ZSTD_d_windowLogMax is parameter 100; 27 stands for 128 MiB, which is the default. */
const WINDOW = { params: { 100: 27 } } as const;

function isEngineFactory(value: unknown): value is (options: typeof WINDOW) => Engine {
  return typeof value === 'function';
}

async function* throughFzstd(pieces: Pieces): Pieces {
  const { Decompress } = await import('fzstd');
  let contents: Buffer[] = [];
  const decoder = new Decompress((content) => {
    if (content.length > 0) contents.push(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  });
  const drain = (): readonly Buffer[] => {
    const drained = contents;
    contents = [];
    return drained;
  };
  let last: Buffer | undefined;
  for await (const piece of pieces) {
    if (last !== undefined) decoder.push(last);
    yield* drain();
    last = piece;
  }
  // it holds a frame of less than 18 bytes back until it is told that there is no more
  decoder.push(last ?? Buffer.alloc(0), true);
  yield* drain();
}
