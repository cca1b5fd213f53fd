import { peek } from '../peek.js';
import { gunzip } from './gzip.js';
import { unzstd } from './zstd.js';

/** How a source is stored. */
export type Compression = 'gzip' | 'zstd';

/** What a source holds once it is decompressed. */
export interface Decompressed {
  /** Undefined where the source is stored as it is. */
  readonly compression: Compression | undefined;
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
}

type Chunks = AsyncIterator<Buffer, void, undefined>;
type Decompress = (name: string, chunks: Chunks) => AsyncGenerator<Buffer, void, undefined>;

/** Bytes that tell how a source is stored. */
const MAGIC_BYTES = 4;
const METHODS: readonly (readonly [Compression, Decompress])[] = [
  ['gzip', gunzip],
  ['zstd', unzstd],
];

/**
 * Decompresses what its first bytes say is compressed; all else passes as it is. Decompresses as much as is asked for, so that
 * memory stays bounded whatever the ratio.
 * @param name for messages
 * @param chunks stored bytes; read to their end even where the compressed data ends before
 * @throws LabelmillError from `chunks`: SOURCE_MALFORMED where the data is damaged, cut or followed by something else
 */
export async function decompress(name: string, chunks: Chunks): Promise<Decompressed> {
  const peeked = await peek(chunks, MAGIC_BYTES);
  const compression = tellCompression(peeked.head);
  const method = METHODS.find(([known]) => known === compression)?.[1];
  return { compression, chunks: method === undefined ? peeked.chunks : method(name, peeked.chunks) };
}

/** The compression that the first bytes show. zstd data may begin with a skippable frame (magic 184D2A5x). */
export function tellCompression(head: Buffer): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length < MAGIC_BYTES) return undefined;
  const magic = head.readUInt32LE(0);
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : undefined;
}
