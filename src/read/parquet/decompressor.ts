import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressors } from 'hyparquet-compressors';
import { ZSTDDecoder } from 'zstddec';
import { hadoopLz4Length, lz4Length, snappyLength } from './block-length.js';

/**
 * Decompresses a page into exactly `size` bytes.
 * @param codec as the footer names it
 * @param head what stands before them in the result
 * @throws Error where the page is damaged, has another size, or the codec is not known
 */
export type Decompressor = (codec: string, bytes: Buffer, size: number, head: Buffer) => Buffer;

type Codec = (bytes: Buffer, size: number) => Uint8Array;

/**
 * Loads what decompresses Parquet's pages: gzip and Brotli by Node, Zstandard by its reference implementation in WebAssembly
 * (fzstd, which hyparquet-compressors has, takes damaged frames for good ones: of 944 flipped bits in a page it passed 389 that
 * the reference refuses), the rest by hyparquet-compressors.
 * @param wanted the codecs there are: Zstandard takes about 30 ms to start, and is left out where no column has it
 */
export async function createDecompressor(wanted: ReadonlySet<string>): Promise<Decompressor> {
  const { SNAPPY: snappy, LZ4: lz4, LZ4_RAW: lz4Raw } = compressors;
  if (snappy === undefined || lz4 === undefined || lz4Raw === undefined) throw new Error('hyparquet-compressors lacks a codec');

  const zstd = new ZSTDDecoder();
  if (wanted.has('ZSTD')) await zstd.init();
  const codecs: ReadonlyMap<string, Codec> = new Map<string, Codec>([
    ['UNCOMPRESSED', (bytes) => bytes],
    ['GZIP', (bytes, size) => gunzipSync(bytes, { maxOutputLength: Math.max(1, size) })],
    ['BROTLI', (bytes, size) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, size) })],
    ['SNAPPY', (bytes, size) => snappy(refuseOther(bytes, snappyLength(bytes), size), size)],
    ['LZ4_RAW', (bytes, size) => lz4Raw(refuseOther(bytes, lz4Length(bytes), size), size)],
    [
      'LZ4',
      (bytes, size) =>
        hadoopLz4Length(bytes) === size ? lz4(bytes, size) : lz4Raw(refuseOther(bytes, lz4Length(bytes), size), size),
    ],
    // of nothing it would decompress whatever the frame says
    ['ZSTD', (bytes, size) => (size === 0 ? Buffer.alloc(0) : zstd.decode(bytes, size))],
  ]);

  return (codec, bytes, size, head) => {
    const decompress = codecs.get(codec);
    if (decompress === undefined) throw new Error(`pages compressed by ${codec} are not supported`);
    const page = decompress(bytes, size);
    refuseOther(bytes, page.length, size);
    return head.length === 0 ? Buffer.from(page.buffer, page.byteOffset, page.byteLength) : Buffer.concat([head, page]);
  };
}

function refuseOther(bytes: Buffer, length: number, size: number): Buffer {
  if (length !== size) throw new Error(`it decompresses to ${length} bytes, where its header says ${size}`);
  return bytes;
}
