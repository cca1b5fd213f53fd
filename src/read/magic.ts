import { isUtf8 } from 'node:buffer';
import { LabelmillError } from '../core/errors.js';
import { incompleteTail } from './utf8.js';

/** First bytes (in Latin-1) of what is not a text file, what it looks like, and what to do about it. */
const SIGNATURES = [
  ['\x1f\x8b', 'gzip', 'decompress it first, or pipe it in: gzip -dc FILE | … -'],
  ['\x28\xb5\x2f\xfd', 'Zstandard', 'decompress it first, or pipe it in: zstd -dc FILE | … -'],
  ['BZh', 'bzip2', 'decompress it first, or pipe it in: bzip2 -dc FILE | … -'],
  ['\xfd7zXZ\0', 'xz', 'decompress it first, or pipe it in: xz -dc FILE | … -'],
  ['ARROW1', 'an Arrow file', 'convert it to CSV or JSONL first'],
  ['PK\x03\x04', 'a ZIP archive (or a spreadsheet)', 'unpack it, or save the sheet as CSV'],
  ['PK\x05\x06', 'an empty ZIP archive', 'unpack it first'],
  ['\xd0\xcf\x11\xe0', 'an old Excel file', 'save the sheet as CSV'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', 'unpack it first'],
  ['SQLite format 3\0', 'an SQLite database', 'export the table as CSV'],
  ['\x89PNG', 'a PNG image', 'name a text file'],
  ['\xff\xd8\xff', 'a JPEG image', 'name a text file'],
  ['GIF8', 'a GIF image', 'name a text file'],
  ['%PDF', 'a PDF file', 'extract its table as CSV first'],
  ['\x7fELF', 'an ELF program', 'name a text file'],
] as const;

/** Share of NUL bytes above which a source is no text in an encoding with single bytes. */
const NUL_SHARE = 0.3;

/** Place of the word that marks a tar archive (POSIX.1-1988). */
const TAR_MARK_AT = 257;

export interface BinaryFacts {
  /** How the source is stored; the head is then that of what was decompressed. */
  readonly compression: string | undefined;
  /** Encoding of the text. */
  readonly encoding: string;
}

/**
 * Refuses a source whose first bytes are not those of a text file. NUL bytes are text like any other where the rest is
 * UTF-8 and they are few: they are kept (in JSON, which has none, they make a row a reject); UTF-16 without a byte order mark
 * and binary files have many, or other bytes that are not UTF-8.
 * @throws LabelmillError FORMAT_UNKNOWN
 */
export function refuseBinary(name: string, head: Buffer, { compression, encoding }: BinaryFacts): void {
  const start = head.toString('latin1', 0, 16);
  for (const [signature, kind, advice] of SIGNATURES) {
    if (!start.startsWith(signature)) continue;
    const inside = compression === undefined ? `looks like ${kind}` : `holds ${kind} within ${compression}`;
    const mend =
      compression === undefined
        ? advice
        : `decompress it first (${compression} -dc), so that one ${compression} less is around it`;
    throw new LabelmillError('FORMAT_UNKNOWN', `${name} ${inside}: ${mend}`, { source: name, looksLike: kind });
  }
  if (head.toString('latin1', TAR_MARK_AT, TAR_MARK_AT + 5) === 'ustar') {
    const message = `${name} looks like a tar archive: unpack it first (tar -xf)`;
    throw new LabelmillError('FORMAT_UNKNOWN', message, { source: name, looksLike: 'a tar archive' });
  }
  const nul = head.indexOf(0);
  if (nul < 0 || encoding.startsWith('utf-16')) return;
  const isFull = countNuls(head) >= head.length * NUL_SHARE;
  if (!isFull && (encoding !== 'utf-8' || isUtf8(head.subarray(0, head.length - incompleteTail(head))))) return;
  const message = `${name} holds a NUL byte (byte ${nul}): it is binary, or UTF-16 without a byte order mark (--encoding utf-16le)`;
  throw new LabelmillError('FORMAT_UNKNOWN', message, { source: name, looksLike: 'binary', byte: nul });
}

function countNuls(bytes: Buffer): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0) count++;
  return count;
}
