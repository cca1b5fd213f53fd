import { readSync, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { createBlockDigest, DIGEST_BLOCK_BYTES } from './block-digest.js';
import type { Source } from './source.js';

/** Bytes asked for at a time. From 64 KiB to 1 MiB it makes no measurable difference. */
const CHUNK_SIZE_BYTES = 256 * 1024;

export interface BytesOptions {
  readonly signal?: AbortSignal;
  /** Called with the size of each chunk as it arrives. */
  readonly onBytes?: (bytes: number) => void;
  readonly chunkSizeBytes?: number;
  /** What a chunk of a file is read into. Default: a buffer of its own. */
  readonly allocate?: (sizeBytes: number) => Buffer;
  /** Bytes of a block of the digest. Default 1 MiB; other sizes are for tests. */
  readonly digestBlockBytes?: number;
}

/** The bytes of a source, to be read once. */
export interface Bytes {
  /**
   * Each chunk is a buffer of its own unless `allocate` says otherwise. After the last one it is made sure that the file is still the one that was opened.
   * @throws LabelmillError SOURCE_UNREADABLE, SOURCE_CHANGED, ABORTED
   */
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
  /** Makes sure, at any moment, that the file is still the one that was opened. */
  confirm(): Promise<void>;
  /**
   * Goes on at another place of a file, with chunks that end where chunks would have ended.
   * @param blocks digests of the blocks of the digest, from the first that was not read to the one the place lies in or ends with
   */
  jump(position: number, blocks: readonly bigint[]): void;
  /** Bytes read so far, or gone past. */
  size(): number;
  /** Digest of the bytes read so far (createBlockDigest), 16 hexadecimal digits. Call once, at the end. */
  digest(): string;
}

/** Opens nothing yet: the file is opened with the first chunk and closed with the last, or when the consumer stops. */
export async function readBytes(source: Source, options: BytesOptions = {}): Promise<Bytes> {
  const { digestBlockBytes = DIGEST_BLOCK_BYTES } = options;
  const hash = await createBlockDigest(digestBlockBytes);
  const chunkSizeBytes = options.chunkSizeBytes ?? CHUNK_SIZE_BYTES;
  let size = 0;
  let hashed = 0;
  let opened: Stats | undefined;

  async function confirm(): Promise<void> {
    if (opened?.isFile() !== true || source.path === undefined) return;
    const now = await stat(source.path).catch((error: unknown) => reasonOf(error));
    const change = typeof now === 'string' ? `it is gone (${now})` : describeChange(opened, now);
    if (change === undefined) return;
    const message = `${source.name} changed while it was read: ${change}; run again when nothing writes to it`;
    throw new LabelmillError('SOURCE_CHANGED', message, { source: source.name, path: source.path });
  }

  async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
    const { content } = source;
    if (content.kind === 'rows') throw new LabelmillError('INTERNAL', `${source.name} has rows, not bytes`);
    const inner =
      content.kind === 'stream'
        ? readStream(content.stream, chunkSizeBytes, options.signal)
        : content.kind === 'remote'
          ? cutChunks(content.open(options.signal), chunkSizeBytes)
          : readFile(content.path, {
              chunkSizeBytes,
              allocate: options.allocate ?? ((sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes)),
              position: () => size,
              onOpen: (stats) => (opened = stats),
            });
    for await (const chunk of explained(source.name, inner, options.signal)) {
      throwIfAborted(source.name, options.signal);
      if (size + chunk.length > hashed) {
        hash.update(hashed === size ? chunk : chunk.subarray(hashed - size));
        hashed = size + chunk.length;
      }
      size += chunk.length;
      options.onBytes?.(chunk.length);
      yield chunk;
    }
    await confirm();
  }

  function jump(position: number, blocks: readonly bigint[]): void {
    hash.add(blocks);
    hashed += blocks.length * digestBlockBytes;
    options.onBytes?.(Math.max(0, position - size));
    size = position;
  }

  return { chunks: chunks(), confirm, jump, size: () => size, digest: hash.digest };
}

/** @throws LabelmillError ABORTED */
export function throwIfAborted(name: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new LabelmillError('ABORTED', `stopped while ${name} was read`, { source: name }, signal.reason);
}

/** The same chunks, with what goes wrong in reading them said in our words. */
async function* explained(
  name: string,
  inner: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* inner;
  } catch (error) {
    throwIfAborted(name, signal);
    if (error instanceof LabelmillError) throw error;
    const message = `cannot read ${name}: ${reasonOf(error)}`;
    throw new LabelmillError('SOURCE_UNREADABLE', message, { source: name, reason: reasonOf(error) }, error);
  }
}

interface FileReading {
  readonly chunkSizeBytes: number;
  readonly allocate: (sizeBytes: number) => Buffer;
  readonly onOpen: (stats: Stats) => void;
  /** Place of the next chunk. */
  readonly position: () => number;
}

/**
 * Regular files are read synchronously, since a wait for a block of one costs more than the copy out of the page cache does (1 MiB:
 * 0.1 ms); the event loop gets a turn after each chunk. Whatever else can be opened (a FIFO) is waited for.
 */
async function* readFile(path: string, reading: FileReading): AsyncGenerator<Buffer, void, undefined> {
  const { chunkSizeBytes, allocate, onOpen, position } = reading;
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat();
    onOpen(stats);
    for (;;) {
      const size = stats.isFile() ? chunkSizeBytes - (position() % chunkSizeBytes) : chunkSizeBytes;
      const buffer = allocate(size);
      const bytesRead = stats.isFile()
        ? readSync(handle.fd, buffer, 0, size, position())
        : (await handle.read(buffer, 0, size, null)).bytesRead;
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      if (stats.isFile()) await turn();
    }
  } finally {
    await handle.close();
  }
}

async function* cutChunks(chunks: AsyncIterable<Buffer>, chunkSizeBytes: number): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += chunkSizeBytes) yield chunk.subarray(at, at + chunkSizeBytes);
}

async function* readStream(
  stream: Readable,
  chunkSizeBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  if (stream.readableEnded || stream.destroyed) throw new Error('it was read already, and can be read only once');
  if (signal !== undefined) addAbortSignal(signal, stream);
  for await (const piece of stream) {
    const value: unknown = piece;
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    if (!(bytes instanceof Uint8Array)) throw new Error('it gives objects instead of bytes');
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < buffer.length; at += chunkSizeBytes) yield buffer.subarray(at, at + chunkSizeBytes);
  }
}

function describeChange(before: Stats, now: Stats): string | undefined {
  if (now.ino !== before.ino || now.dev !== before.dev) return 'another file took its place';
  if (now.size !== before.size) return `it had ${before.size} bytes and now has ${now.size}`;
  return now.mtimeMs === before.mtimeMs ? undefined : 'it was written to';
}
