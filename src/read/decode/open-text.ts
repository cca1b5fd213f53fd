import { isAscii } from 'node:buffer';
import type { InvalidUtf8 } from '../source.js';
import { markBytes, replaceBytes, type Decoded, type Decoder, type Substitute } from './decoder.js';
import { createDecoder, tellEncoding, type Encoding } from './encoding.js';
import { adviseOnEncoding } from './guess-encoding.js';

/** A text on its way to UTF-8. */
export interface OpenedText {
  readonly encoding: Encoding;
  readonly pieces: AsyncGenerator<TextPiece, void, undefined>;
}

export interface TextPiece extends Decoded {
  /** The text ends here, because of a fault that was not substituted; what to do about it. */
  readonly advice?: string;
}

export interface TextOptions {
  /** Name of the source, for messages. */
  readonly name: string;
  /** What the user said. */
  readonly encoding: string | undefined;
  readonly invalidUtf8: InvalidUtf8;
}

type Chunks = AsyncIterator<Buffer, void, undefined>;

/** Bytes from the first bad one on that the encoding is guessed from. */
const SAMPLE_BYTES = 64 * 1024;
const SUBSTITUTES: Readonly<Record<InvalidUtf8, Substitute>> = { error: undefined, reject: markBytes, replace: replaceBytes };

/**
 * Decodes a text, its byte order mark left out.
 * @param head first bytes of `chunks`, four or more where there are as many
 * @throws LabelmillError USAGE, SOURCE_MALFORMED for an encoding that can't be read
 */
export async function openText(chunks: Chunks, head: Buffer, options: TextOptions): Promise<OpenedText> {
  const encoding = await tellEncoding(options.name, head, options.encoding);
  const decoder = await createDecoder(options.name, encoding, SUBSTITUTES[options.invalidUtf8]);
  const isStrict = SUBSTITUTES[options.invalidUtf8] === undefined;
  const guesses = options.encoding === undefined && encoding.name === 'utf-8';
  const pieces = isStrict
    ? decodeStrictly(withoutFirst(chunks, encoding.markBytes), decoder, { firstByte: encoding.markBytes, guesses })
    : decodeAll(withoutFirst(chunks, encoding.markBytes), decoder);
  return { encoding, pieces };
}

async function* withoutFirst(chunks: Chunks, count: number): AsyncGenerator<Buffer, void, undefined> {
  let left = count;
  for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
    const chunk = step.value;
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

async function* decodeAll(chunks: Chunks, decoder: Decoder): AsyncGenerator<TextPiece, void, undefined> {
  for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield decoder.next(step.value);
  yield decoder.end();
}

interface Strictness {
  readonly firstByte: number;
  /** The encoding was assumed. */
  readonly guesses: boolean;
}

/** Ends with the first fault. */
async function* decodeStrictly(
  chunks: Chunks,
  decoder: Decoder,
  { firstByte, guesses }: Strictness,
): AsyncGenerator<TextPiece, void, undefined> {
  let offset = firstByte;
  let isPlain = true;
  /** The last bytes before the chunk, which may hold the beginning of the character at fault. */
  let before: Buffer = Buffer.alloc(0);
  for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) {
    const chunk = step.value;
    const piece = decoder.next(chunk);
    isPlain &&= isAscii(piece.text);
    const fault = piece.faults[0];
    if (fault !== undefined) {
      const known = Buffer.concat([before, chunk]).subarray(fault.byte - offset + before.length);
      yield { ...piece, advice: guesses ? await adviseOnEncoding(await sample(known, chunks), !isPlain) : BAD_BYTES };
      return;
    }
    yield piece;
    offset += chunk.length;
    before = Buffer.concat([before.subarray(-4), chunk.subarray(-4)]).subarray(-4);
  }
  const piece = decoder.end();
  yield piece.faults.length === 0 ? piece : { ...piece, advice: CUT };
}

const BAD_BYTES = 'is this the right encoding? set the bad rows aside with --invalid-utf8 reject';
const CUT = 'the text ends within a character: it is cut; get it again';

async function sample(known: Buffer, chunks: Chunks): Promise<Buffer> {
  const pieces = [known];
  let size = known.length;
  while (size < SAMPLE_BYTES) {
    const step = await chunks.next();
    if (step.done === true) break;
    pieces.push(step.value);
    size += step.value.length;
  }
  return Buffer.concat(pieces).subarray(0, SAMPLE_BYTES);
}
