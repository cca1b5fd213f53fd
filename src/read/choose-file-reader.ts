import { LabelmillError } from '../core/errors.js';
import { FILE_READERS } from './catalogue.js';
import { isParquet } from './parquet/parquet-reader.js';
import type { FileReader } from './reader.js';
import type { Source } from './source.js';

/**
 * The reader of a source that is read by position; undefined for one that is text. A file that is named `.parquet` is read as
 * such, which refuses it where it is none.
 * @param head first bytes of the source, decompressed
 * @throws LabelmillError FORMAT_UNKNOWN where it is said to be text, and is Parquet
 */
export function chooseFileReader({ name, format }: Source, head: Buffer): FileReader | undefined {
  const isOne = isParquet(head);
  if (format === undefined && (isOne || /\.parquet(?:\.[a-z0-9]+)?$/i.test(name))) return FILE_READERS.get('parquet');
  const told = format === undefined ? undefined : FILE_READERS.get(format);
  if (told !== undefined || !isOne) return told;
  const message = `${name} looks like a Parquet file, not like ${format}: leave out the format, and it is read as what it is`;
  throw new LabelmillError('FORMAT_UNKNOWN', message, { source: name, looksLike: 'a Parquet file' });
}
