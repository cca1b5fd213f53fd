import { LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { Bytes } from './bytes.js';
import { READERS } from './catalogue.js';
import { detectFormat } from './detect.js';
import { refuseBinary } from './magic.js';
import type { RowParser } from './reader.js';
import type { CsvOptions, Format, Source } from './source.js';
import { createUtf8Check } from './utf8.js';

/** Bytes from which format and dialect are told. */
const HEAD_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The parser that reads a source, for what it counts. */
export interface ParsedText {
  readonly format: Format;
  readonly parser: RowParser;
}

export interface ParseTextOptions {
  readonly rowLimitBytes: number;
  /** Called once the format is known. */
  readonly onStart: (parsed: ParsedText) => void;
}

/**
 * The rows of each chunk of a source. Damage that comes of a change of the file while it is read is told as SOURCE_CHANGED.
 * @throws LabelmillError what the bytes and the reader throw; SOURCE_MALFORMED where bytes are not UTF-8
 */
export async function* parseText(
  source: Source,
  bytes: Bytes,
  options: ParseTextOptions,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  try {
    const { pieces, head, isWhole } = await takeHead(bytes.chunks);
    refuseBinary(source.name, head);
    const firstByte = head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    const text = head.subarray(firstByte);
    const format = source.format ?? toldFormat(source.csv) ?? detectFormat(source.name, text, isWhole);
    const reader = READERS.get(format);
    if (reader === undefined)
      throw new LabelmillError('USAGE', `${source.name}: there is no format "${format}"`, { source: source.name });
    const parser = reader.start({
      source: source.name,
      firstByte,
      rowLimitBytes: options.rowLimitBytes,
      csv: source.csv ?? {},
      head: text,
      isWhole,
    });
    options.onStart({ format, parser });
    const push = createPush(source.name, parser, firstByte);
    for (const piece of withoutFirst(pieces, firstByte)) yield push.next(piece);
    for await (const chunk of bytes.chunks) yield push.next(chunk);
    yield push.end();
  } catch (error) {
    if (error instanceof LabelmillError && error.code !== 'SOURCE_CHANGED') await bytes.confirm();
    throw error;
  } finally {
    await bytes.chunks.return();
  }
}

interface Head {
  /** The first chunks, together as many bytes as the head or more. */
  readonly pieces: readonly Buffer[];
  /** The first 64 KiB, whatever the chunks. */
  readonly head: Buffer;
  /** The head is all there is. */
  readonly isWhole: boolean;
}

async function takeHead(chunks: AsyncIterator<Buffer, void, undefined>): Promise<Head> {
  const pieces: Buffer[] = [];
  let size = 0;
  let isAll = false;
  while (size <= HEAD_BYTES && !isAll) {
    const step = await chunks.next();
    if (step.done === true) isAll = true;
    else {
      pieces.push(step.value);
      size += step.value.length;
    }
  }
  return { pieces, head: Buffer.concat(pieces).subarray(0, HEAD_BYTES), isWhole: isAll && size <= HEAD_BYTES };
}

/** Only tables have delimiters and headers. */
function toldFormat(csv: CsvOptions | undefined): Format | undefined {
  if (csv?.delimiter === undefined) return undefined;
  return csv.delimiter === '\t' ? 'tsv' : 'csv';
}

function* withoutFirst(pieces: readonly Buffer[], count: number): Generator<Buffer, void, undefined> {
  let left = count;
  for (const piece of pieces) {
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

interface Push {
  next(chunk: Buffer): readonly (Row | Reject)[];
  end(): readonly (Row | Reject)[];
}

/** Hands chunks to a parser once they are known to be UTF-8. */
function createPush(name: string, parser: RowParser, firstByte: number): Push {
  const check = createUtf8Check();
  let offset = firstByte;

  function notUtf8(): LabelmillError {
    const line = parser.line();
    const message = `${name}:${line}: byte ${offset} is not UTF-8; convert the file first (from Windows: iconv -f WINDOWS-1252 -t UTF-8)`;
    return new LabelmillError('SOURCE_MALFORMED', message, { source: name, line, byte: offset });
  }

  return {
    next(chunk) {
      const { valid, isBroken } = check.next(chunk);
      const rows = parser.push(valid);
      offset += valid.length;
      if (isBroken) throw notUtf8();
      return rows;
    },
    end() {
      if (check.isCut()) throw notUtf8();
      return parser.end();
    },
  };
}
