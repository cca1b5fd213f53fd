import xxhash from 'xxhash-wasm';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { createByteInput, type ByteInput } from './byte-input.js';
import { DESCRIPTOR_BYTES, frameHeaderBytes, readFrameHeader, type FrameHeader } from './zstd-header.js';
import { openFrameDecoder } from './zstd-decoder.js';

/** Largest window a frame may ask for: 128 MiB, the limit of the zstd program. */
const WINDOW_LIMIT_BYTES = 128 * 1024 * 1024;
/** Largest block (RFC 8878, section 3.1.1.2.4). */
const BLOCK_LIMIT_BYTES = 128 * 1024;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * The content of a Zstandard file: all of its frames, skippable ones passed over. The frames are cut here, and each goes to a
 * decoder of its own: node:zlib (where it has zstd) drops all frames after the first and fzstd takes damaged content for good,
 * so that length and checksum of every frame are compared here. Memory: the window, 128 MiB at most.
 * @throws LabelmillError SOURCE_MALFORMED, also after good content
 */
export async function* unzstd(
  name: string,
  chunks: AsyncIterator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  const input = createByteInput(chunks);
  for (;;) {
    const first = input.offset();
    const start = await input.take(4);
    if (start.length === 0) return;
    if (start.length < 4) throw cut(name, input);
    const magic = start.readUInt32LE(0);
    if (magic === FRAME_MAGIC) yield* readFrame(name, start, input);
    else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) await skipFrame(name, input);
    else throw damaged(name, first, 'something follows that is no zstd frame: a damaged part or another file');
  }
}

async function skipFrame(name: string, input: ByteInput): Promise<void> {
  const size = await input.take(4);
  if (size.length < 4) throw cut(name, input);
  const count = size.readUInt32LE(0);
  if ((await input.skip(count)) < count) throw cut(name, input);
}

async function* readFrame(name: string, magic: Buffer, input: ByteInput): AsyncGenerator<Buffer, void, undefined> {
  const firstByte = input.offset() - magic.length;
  const { bytes, header } = await takeHeader(name, magic, input);
  const { create64 } = await xxhash();
  const hash = create64();
  const checksum: { value?: number } = {};
  let size = 0;
  const pieces = framePieces(name, bytes, header, input, (value) => (checksum.value = value));
  try {
    for await (const content of openFrameDecoder(pieces)) {
      size += content.length;
      hash.update(content);
      yield content;
    }
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    throw damaged(name, input.offset(), reasonOf(error), error);
  }
  if (header.contentBytes !== undefined && header.contentBytes !== size)
    throw damaged(name, firstByte, `the frame that begins there holds ${size} bytes and says ${header.contentBytes}`);
  if (checksum.value !== undefined && checksum.value !== Number(hash.digest() & 0xffffffffn))
    throw damaged(name, firstByte, 'the checksum of the frame that begins there is wrong');
}

interface Header {
  readonly bytes: Buffer;
  readonly header: FrameHeader;
}

async function takeHeader(name: string, magic: Buffer, input: ByteInput): Promise<Header> {
  const firstByte = input.offset() - magic.length;
  const start = Buffer.concat([magic, await input.take(1)]);
  if (start.length < DESCRIPTOR_BYTES) throw cut(name, input);
  const length = frameHeaderBytes(start);
  const bytes = Buffer.concat([start, await input.take(length - start.length)]);
  if (bytes.length < length) throw cut(name, input);
  const header = readFrameHeader(bytes);
  if (header === undefined) throw damaged(name, firstByte, 'the header of a frame is not valid');
  if (header.dictionary !== 0) {
    const message = `${name} was compressed with zstd dictionary ${header.dictionary}, which is not there: decompress it first (zstd -dc -D DICTIONARY)`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, dictionary: header.dictionary });
  }
  if (header.windowBytes > WINDOW_LIMIT_BYTES) {
    const message = `${name} asks for a zstd window of ${header.windowBytes} bytes, above the limit of ${WINDOW_LIMIT_BYTES}: decompress it first (zstd -dc --long=31)`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, windowBytes: header.windowBytes });
  }
  return { bytes, header };
}

/** A frame piece by piece: its header, each block, and the checksum. */
async function* framePieces(
  name: string,
  headerBytes: Buffer,
  header: FrameHeader,
  input: ByteInput,
  onChecksum: (value: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  yield headerBytes;
  for (;;) {
    const blockByte = input.offset();
    const blockHeader = await input.take(3);
    if (blockHeader.length < 3) throw cut(name, input);
    const field = blockHeader.readUIntLE(0, 3);
    const type = (field >> 1) & 3;
    const stored = field >> 3;
    if (type === RESERVED_BLOCK || stored > BLOCK_LIMIT_BYTES)
      throw damaged(name, blockByte, 'the header of a block is not valid');
    const size = type === RLE_BLOCK ? 1 : stored;
    const content = await input.take(size);
    if (content.length < size) throw cut(name, input);
    yield Buffer.concat([blockHeader, content]);
    if ((field & 1) === 1) break;
  }
  if (!header.hasChecksum) return;
  const checksum = await input.take(4);
  if (checksum.length < 4) throw cut(name, input);
  onChecksum(checksum.readUInt32LE(0));
  yield checksum;
}

function cut(name: string, input: ByteInput): LabelmillError {
  const byte = input.offset();
  const message = `${name}: the zstd data is cut after byte ${byte} of the file; get the file again (zstd -t tells whether it is whole)`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source: name, byte });
}

function damaged(name: string, byte: number, reason: string, cause?: unknown): LabelmillError {
  const message = `${name}: the zstd data is damaged at byte ${byte} of the file: ${reason}; get the file again (zstd -t tells whether it is whole)`;
  return new LabelmillError('SOURCE_MALFORMED', message, { source: name, byte, reason }, cause);
}
