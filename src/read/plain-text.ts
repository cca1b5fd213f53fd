import { LabelmillError } from '../core/errors.js';
import { chooseFileReader } from './choose-file-reader.js';
import { readContent } from './content.js';
import { tellEncoding } from './decode/encoding.js';
import { tellCompression, type Compression } from './decompress/decompress.js';
import { refuseBinary } from './magic.js';
import { peek } from './peek.js';
import type { RowParser, TableLayout } from './reader.js';
import type { Format, Source } from './source.js';
import { HEAD_BYTES, startParser, type ReadLimits } from './start-parser.js';
import { checkUtf8 } from './utf8.js';

/** Bytes that are enough for a look at a source: those from which a format is told, behind a byte order mark. */
export const LOOK_BYTES = HEAD_BYTES + 3;

/** What the first bytes of a source show: rows stored plainly, a Parquet file, what is nothing of the kind or can't be read, or what is not plain, and why. */
export type Look =
  | { readonly kind: PlainKind; readonly text: PlainText }
  | { readonly kind: 'pages' }
  | { readonly kind: 'other' }
  | { readonly kind: 'odd'; readonly why: string };

/**
 * How rows are stored: as a table with a delimiter of one character and quotes that are doubled within quotes, and nothing
 * else; as a line of JSON each; or as the elements of a JSON array.
 */
export type PlainKind = 'table' | 'lines' | 'array';

/** Rows stored plainly, as UTF-8. The parser can skip rows that someone else has read. */
export interface PlainText {
  readonly format: Format;
  /** For the bytes from `firstByte` on. */
  readonly parser: RowParser;
  /** Place of the first byte of text: 3 after a byte order mark, else 0. */
  readonly firstByte: number;
}

/** Looks at the first bytes of a file. Throws nothing: what goes wrong here goes wrong again, and is told, when the file is read. */
export async function lookAtFile(source: Source, limits: ReadLimits): Promise<Look> {
  try {
    if (source.content.kind !== 'file') return { kind: 'other' };
    const content = await readContent(source, { chunkSizeBytes: LOOK_BYTES + 1, allocate: (size) => Buffer.alloc(size) });
    try {
      const { head: bytes, isWhole } = await peek(content.chunks, LOOK_BYTES + 1);
      return await lookAtHead(source, { bytes, isWhole, compression: content.compression }, limits);
    } finally {
      await content.close();
    }
  } catch {
    return { kind: 'other' };
  }
}

/** First bytes of a source, decompressed: more than LOOK_BYTES, or all there is (`isWhole`). They may be kept. */
export interface Head {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
  readonly compression: Compression | undefined;
}

/**
 * Looks at the first bytes of a source without options for encodings.
 * @throws LabelmillError what the readers throw at the beginning of a source
 */
export async function lookAtHead(source: Source, { bytes, isWhole, compression }: Head, limits: ReadLimits): Promise<Look> {
  const { name } = source;
  const odd = (what: string): Look => ({ kind: 'odd', why: `${name} is ${what}` });
  // compressed twice, which is not read
  if (tellCompression(bytes) !== undefined) return { kind: 'other' };
  const head = bytes.subarray(0, HEAD_BYTES);
  if (chooseFileReader(source, head) !== undefined) return { kind: compression === undefined ? 'pages' : 'other' };
  const encoding = await tellEncoding(name, head, undefined);
  if (encoding.name !== 'utf-8') return odd('not UTF-8');
  refuseBinary(name, head, { compression, encoding: 'utf-8' });
  const firstByte = encoding.markBytes;
  const text = bytes.subarray(firstByte, firstByte + HEAD_BYTES);
  if (checkUtf8(text).isBroken) return { kind: 'other' };
  const start = { text, isWhole: isWhole && firstByte + text.length === bytes.length, firstByte, compression };
  const { format, parser } = startParser(source, start, limits);
  const dialect = parser.dialect?.();
  const plain = { format, parser, firstByte };
  if (dialect !== undefined) return isPlain(dialect) ? { kind: 'table', text: plain } : odd('a table in an uncommon dialect');
  if (parser.skip !== undefined) return { kind: format === 'jsonl' ? 'lines' : 'array', text: plain };
  parser.close?.();
  return { kind: 'other' };
}

/** The error for a source whose beginning is not what it was a moment ago. */
export function changedSource(source: Source): LabelmillError {
  const message = `${source.name} changed while it was read; run again when it is at rest`;
  return new LabelmillError('SOURCE_CHANGED', message, { source: source.name });
}

function isPlain({ delimiter, quote, escape, comment, skipLines, skipInitialSpace }: TableLayout): boolean {
  const isSign = (sign: string): boolean => /^[\t\x21-\x7e]$/.test(sign);
  if (!isSign(delimiter) || (quote !== false && !isSign(quote))) return false;
  return escape === quote && comment === false && skipLines === 0 && !skipInitialSpace;
}
