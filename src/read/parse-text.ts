import { LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { Bytes } from './bytes.js';
import { chooseFileReader } from './choose-file-reader.js';
import { createBadRows } from './decode/bad-rows.js';
import { MARK } from './decode/decoder.js';
import { openText, type TextPiece } from './decode/open-text.js';
import { decompress, type Compression, type Decompressed } from './decompress/decompress.js';
import { giveOut } from './give-out.js';
import { refuseBinary } from './magic.js';
import { peek } from './peek.js';
import { readByPosition } from './read-by-position.js';
import type { FileReaderSetup, RowParser } from './reader.js';
import type { Format, InvalidUtf8, Source } from './source.js';
import { HEAD_BYTES, startParser } from './start-parser.js';

/** The parser that reads a source, for what it counts. */
export interface ParsedText {
  readonly format: Format;
  readonly parser: Pick<RowParser, 'blankLines' | 'dialect' | 'orient'>;
  readonly compression: Compression | undefined;
  /** `utf-8`, or what the text was decoded from. */
  readonly encoding: string;
  /** Bad characters replaced so far. */
  readonly replaced: () => number;
}

export interface ParseTextOptions {
  readonly rowLimitBytes: number;
  readonly columnLimit: number;
  readonly depthLimit: number;
  /** Folder for temporary files; without it the system's. */
  readonly directory?: string;
  /** Of readers by position: rows in a batch, and fields that are needed. */
  readonly batchSize: number;
  readonly fields: readonly string[] | undefined;
  /** Called once the format is known. */
  readonly onStart: (parsed: ParsedText) => void;
}

/**
 * The rows of each chunk of a source: decompressed, decoded, read. Damage that comes of a change of the file while it is read
 * is told as SOURCE_CHANGED.
 * @throws LabelmillError what the bytes and the reader throw; SOURCE_MALFORMED where bytes are not text
 */
export async function* parseText(
  source: Source,
  bytes: Bytes,
  options: ParseTextOptions,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  const { name } = source;
  const invalidUtf8 = source.invalidUtf8 ?? 'error';
  let content: Decompressed | undefined;
  let parser: RowParser | undefined;
  try {
    content = await decompress(name, bytes.chunks);
    const { compression } = content;
    const stored = await peek(content.chunks, HEAD_BYTES);
    const fileReader = chooseFileReader(source, stored.head);
    if (fileReader !== undefined) {
      const { format } = fileReader;
      options.onStart({ format, parser: { blankLines: () => 0 }, compression, encoding: 'utf-8', replaced: () => 0 });
      const isStored = compression === undefined;
      const whole = { source, chunks: stored.chunks, isStored, directory: options.directory };
      yield* readByPosition(fileReader, whole, fileSetup(source, options));
      await bytes.confirm();
      return;
    }
    const { encoding, pieces } = await openText(stored.chunks, stored.head, { name, encoding: source.encoding, invalidUtf8 });
    refuseBinary(name, stored.head, { compression, encoding: encoding.name });
    const { first, text, isWhole } = await takeHead(pieces);
    const firstByte = encoding.name === 'utf-8' ? encoding.markBytes : 0;
    const started = startParser(source, { text, isWhole, firstByte, compression }, options);
    const { format } = started;
    ({ parser } = started);
    const push = createPush({ name, parser, firstByte, encoding: encoding.name, invalidUtf8 });
    options.onStart({ format, parser, compression, encoding: encoding.name, replaced: push.replaced });
    for (const piece of first) yield* push.next(piece);
    for await (const piece of pieces) yield* push.next(piece);
    yield* push.end();
    if (parser.drain !== undefined) yield* parser.drain();
  } catch (error) {
    if (error instanceof LabelmillError && error.code !== 'SOURCE_CHANGED') await bytes.confirm();
    throw error;
  } finally {
    parser?.close?.();
    await content?.chunks.return();
    await bytes.chunks.return();
  }
}

/** A field that the folders of a source give to its rows need not be in its file. */
function fileSetup({ name, partition }: Source, { batchSize, rowLimitBytes, fields }: ParseTextOptions): FileReaderSetup {
  return { source: name, batchSize, rowLimitBytes, fields: fields?.filter((field) => partition?.has(field) !== true) };
}

interface TextHead {
  /** The first pieces of text, together as many bytes as the head or more. */
  readonly first: readonly TextPiece[];
  /** The first 64 KiB of the text, however it comes in pieces. */
  readonly text: Buffer;
  /** That is all of the text. */
  readonly isWhole: boolean;
}

async function takeHead(pieces: AsyncIterator<TextPiece, void, undefined>): Promise<TextHead> {
  const first: TextPiece[] = [];
  let size = 0;
  let isAll = false;
  while (size <= HEAD_BYTES && !isAll) {
    const step = await pieces.next();
    if (step.done === true) isAll = true;
    else {
      first.push(step.value);
      size += step.value.text.length;
    }
  }
  const text = Buffer.concat(first.map((piece) => piece.text)).subarray(0, HEAD_BYTES);
  return { first, text, isWhole: isAll && size <= HEAD_BYTES };
}

interface PushSetup {
  readonly name: string;
  readonly parser: RowParser;
  readonly firstByte: number;
  readonly encoding: string;
  readonly invalidUtf8: InvalidUtf8;
}

interface Push {
  next(piece: TextPiece): Generator<readonly (Row | Reject)[], void, undefined>;
  end(): Generator<readonly (Row | Reject)[], void, undefined>;
  /** Characters replaced so far. */
  replaced(): number;
}

/**
 * Text that a parser takes at a time: 64 KiB. The rows of a slice are mostly done with before the collector of garbage comes by;
 * with four times as much it moves them twice, which costs a fifth of the whole.
 */
const SLICE_BYTES = 64 * 1024;

/** Hands pieces of text to a parser, and does with bytes that are not text as the user said. */
function createPush({ name, parser, firstByte, encoding, invalidUtf8 }: PushSetup): Push {
  const badRows = createBadRows(firstByte, encoding);
  const isCareful = invalidUtf8 === 'reject' && parser.nextByte !== undefined;
  let replaced = 0;
  /** The last slice lay within one row, of which parsers copy what they have with each slice. */
  let isLongRow = false;

  function notText(byte: number, advice: string): LabelmillError {
    const line = parser.line();
    const message = `${name}:${line}: byte ${byte} is not ${encoding.toUpperCase()}; ${advice}`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source: name, line, byte });
  }

  function sort(rows: readonly (Row | Reject)[], readTo: number): readonly (Row | Reject)[] {
    const { rows: sorted, stray } = badRows.sort(rows, readTo);
    if (stray !== undefined && parser.dialect?.().header?.some((field) => field.includes(MARK)) === true)
      throw notText(stray.byte, 'it is in the header, without which no row can be read');
    return sorted;
  }

  return {
    *next(piece) {
      const [fault] = piece.faults;
      const isText = fault === undefined || invalidUtf8 === 'replace';
      if (isCareful) badRows.note(piece);
      else if (!isText) {
        yield* giveOut(parser, parser.push(piece.text.subarray(0, fault.at)));
        throw notText(fault.byte, piece.advice ?? 'single rows can be set aside in tables and JSONL only');
      }
      replaced += invalidUtf8 === 'replace' ? piece.faults.length : 0;
      for (let at = 0; at < piece.text.length;) {
        const end = isCareful || isLongRow ? piece.text.length : at + SLICE_BYTES;
        const rows = parser.push(piece.text.subarray(at, end));
        isLongRow = rows.length === 0;
        yield* giveOut(parser, isCareful ? sort(rows, parser.nextByte?.() ?? 0) : rows);
        at = end;
      }
    },
    *end() {
      const rows = parser.end();
      yield* giveOut(parser, isCareful ? sort(rows, Infinity) : rows);
    },
    replaced: () => replaced,
  };
}
