import { parquetMetadata, type ColumnMetaData, type FileMetaData } from 'hyparquet';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { FileBytes } from './file-bytes.js';
import { FOOTER_LIMIT_BYTES } from './limits.js';

/** Bytes of the magic at both ends, and of the length of the footer before the last one. */
const MAGIC_BYTES = 4;
const LENGTH_BYTES = 4;

export interface Footer {
  readonly metadata: FileMetaData;
  /** Byte at which the footer begins and the pages must have ended. */
  readonly firstByte: number;
}

/**
 * Reads what a Parquet file says about itself.
 * @throws LabelmillError SOURCE_MALFORMED (not Parquet, cut off, encrypted, damaged), LIMIT_EXCEEDED, SOURCE_UNREADABLE
 */
export function readFooter(file: FileBytes): Footer {
  const { name, sizeBytes } = file;
  const refuse = (what: string, cause?: unknown): LabelmillError =>
    new LabelmillError('SOURCE_MALFORMED', `${name}: ${what}`, { source: name }, cause);
  const head = file.read(0, Math.min(MAGIC_BYTES, sizeBytes)).toString('latin1');
  if (sizeBytes === 0) throw refuse('it is empty, and no Parquet file; write it again');
  if (head === 'PARE') throw refuse('it is an encrypted Parquet file, which is not read; decrypt it first');
  if (head !== 'PAR1') throw refuse('it is no Parquet file, as it does not begin with PAR1: name its format, or fetch it again');
  const smallest = 2 * MAGIC_BYTES + LENGTH_BYTES;
  if (sizeBytes < smallest) throw refuse(`it is cut off: a Parquet file has ${smallest} bytes at least, this one ${sizeBytes}`);
  const end = file.read(sizeBytes - LENGTH_BYTES - MAGIC_BYTES, LENGTH_BYTES + MAGIC_BYTES);
  const tail = end.toString('latin1', LENGTH_BYTES);
  if (tail === 'PARE') throw refuse('its footer is encrypted, which is not read; decrypt it first');
  if (tail !== 'PAR1') throw refuse('it is cut off or damaged: it does not end in PAR1; fetch or write it again');
  const length = end.readUInt32LE(0);
  const firstByte = sizeBytes - LENGTH_BYTES - MAGIC_BYTES - length;
  if (firstByte < MAGIC_BYTES) throw refuse(`its footer says it has ${length} bytes, but the file has only ${sizeBytes}`);
  if (length > FOOTER_LIMIT_BYTES) {
    const message = `${name}: its footer has ${length} bytes; the limit is ${FOOTER_LIMIT_BYTES}. Write the data to several files`;
    throw new LabelmillError('LIMIT_EXCEEDED', message, { source: name });
  }
  const metadata = parse(file.read(firstByte, sizeBytes - firstByte), refuse);
  checkCounts(metadata, refuse);
  return { metadata, firstByte };
}

/** The codecs of its columns. */
export function codecsOf({ row_groups: groups }: FileMetaData): ReadonlySet<string> {
  return new Set(
    groups.flatMap(({ columns }) => columns.flatMap(({ meta_data: chunk }) => (chunk === undefined ? [] : [chunk.codec]))),
  );
}

type Refuse = (what: string, cause?: unknown) => LabelmillError;

function parse(bytes: Buffer, refuse: Refuse): FileMetaData {
  try {
    return parquetMetadata(bytes, { geoparquet: false, parsers: { stringFromBytes: () => undefined } });
  } catch (error) {
    throw refuse(`its footer is damaged (${reasonOf(error)}); fetch or write it again`, error);
  }
}

/** What hyparquet takes as it comes: types may be missing where the footer is damaged. */
function checkCounts(metadata: FileMetaData, refuse: Refuse): void {
  let rows = 0n;
  for (const [place, group] of metadata.row_groups.entries()) {
    const count: unknown = group.num_rows;
    if (typeof count !== 'bigint' || count < 0n)
      throw refuse(`its footer is damaged: row-group ${place + 1} has no number of rows`);
    rows += count;
    for (const { meta_data, crypto_metadata, file_path } of group.columns) {
      if (crypto_metadata !== undefined) throw refuse('it has encrypted columns, which are not read; decrypt it first');
      if (file_path !== undefined && file_path !== '') throw refuse('it refers to columns in other files, which are not read');
      if (meta_data === undefined || !isIntact(meta_data)) {
        throw refuse(`its footer is damaged: the description of a column of row-group ${place + 1} makes no sense`);
      }
    }
  }
  const total: unknown = metadata.num_rows;
  if (total !== rows) throw refuse(`its footer is damaged: it says ${String(total)} rows, its row groups have ${rows}`);
}

function isIntact(chunk: ColumnMetaData): boolean {
  const counts: unknown[] = [chunk.num_values, chunk.total_compressed_size, chunk.data_page_offset];
  if (chunk.dictionary_page_offset !== undefined) counts.push(chunk.dictionary_page_offset);
  return counts.every((count) => typeof count === 'bigint' && count >= 0n && count <= Number.MAX_SAFE_INTEGER);
}
