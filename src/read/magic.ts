import { LabelmillError } from '../core/errors.js';

/** First bytes (in Latin-1) of what is not a text file, what it looks like, and what to do about it. */
const SIGNATURES = [
  ['\x1f\x8b', 'gzip', 'decompress it first, or pipe it in: gzip -dc FILE | … -'],
  ['\x28\xb5\x2f\xfd', 'Zstandard', 'decompress it first, or pipe it in: zstd -dc FILE | … -'],
  ['BZh', 'bzip2', 'decompress it first, or pipe it in: bzip2 -dc FILE | … -'],
  ['\xfd7zXZ\0', 'xz', 'decompress it first, or pipe it in: xz -dc FILE | … -'],
  ['PAR1', 'a Parquet file', 'convert it to CSV or JSONL first'],
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

/** Byte order marks of encodings other than UTF-8; UTF-32 first, as its mark begins with that of UTF-16. */
const OTHER_MARKS = [
  ['\xff\xfe\0\0', 'UTF-32LE'],
  ['\0\0\xfe\xff', 'UTF-32BE'],
  ['\xff\xfe', 'UTF-16LE'],
  ['\xfe\xff', 'UTF-16BE'],
] as const;

/**
 * Refuses a source whose first bytes are not those of a UTF-8 text file.
 * @throws LabelmillError FORMAT_UNKNOWN (binary), SOURCE_MALFORMED (text in another encoding)
 */
export function refuseBinary(name: string, head: Buffer): void {
  const start = head.toString('latin1', 0, 16);
  for (const [mark, encoding] of OTHER_MARKS) {
    if (!start.startsWith(mark)) continue;
    const message = `${name} is ${encoding} text; only UTF-8 is read: convert it first (iconv -f ${encoding} -t UTF-8)`;
    throw new LabelmillError('SOURCE_MALFORMED', message, { source: name, encoding });
  }
  for (const [signature, kind, advice] of SIGNATURES) {
    if (start.startsWith(signature)) {
      throw new LabelmillError('FORMAT_UNKNOWN', `${name} looks like ${kind}: ${advice}`, { source: name, looksLike: kind });
    }
  }
  const nul = head.indexOf(0);
  if (nul < 0) return;
  const message = `${name} holds a NUL byte (byte ${nul}): it is binary, or UTF-16 without a byte order mark; convert it to UTF-8 first`;
  throw new LabelmillError('FORMAT_UNKNOWN', message, { source: name, looksLike: 'binary', byte: nul });
}
