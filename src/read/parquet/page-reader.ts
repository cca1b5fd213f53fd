import { crc32 } from 'node:zlib';
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { Decompressor } from './decompressor.js';
import type { FileBytes } from './file-bytes.js';
import { HEADER_LIMIT_BYTES, PAGE_LIMIT_BYTES } from './limits.js';

/** A page as it stands in the file, decompressed. */
export interface Page {
  readonly header: PageHeader;
  /** Of a page of the second version, which does not compress its levels, the levels and then the values. */
  readonly bytes: Buffer;
}

/** The pages of one column chunk, one after the other. */
export interface PageReader {
  /** @throws Error where a page is damaged; LabelmillError LIMIT_EXCEEDED, SOURCE_UNREADABLE */
  next(): Page;
  /**
   * Goes past the data pages that come next as long as they hold no more than so many entries together, reading nothing of them but
   * their headers. What is odd about a page is left to `next`.
   * @returns how many entries they hold
   */
  pass(entries: number): number;
  /** Pages read so far, and the byte at which the last one begins, for messages. */
  place(): { readonly page: number; readonly byte: number };
}

export interface PageReaderSetup {
  readonly file: FileBytes;
  readonly chunk: ColumnMetaData;
  /** Byte at which the pages of the file must have ended. */
  readonly endByte: number;
  readonly decompress: Decompressor;
}

/** Bytes read for a page header at first; eight times as many where that was too few. */
const FIRST_WINDOW_BYTES = 1024;
const NO_HEAD = Buffer.alloc(0);
/** Writers before 2016 leave the header of the dictionary page out of the size of the chunk (PARQUET-816). */
const SLACK_BYTES = 100;

/** Reads a column chunk page by page: a page is all that is held. Checks its CRC where it has one. */
export function createPageReader(setup: PageReaderSetup): PageReader {
  const { file, chunk, decompress } = setup;
  const firstByte = startOf(chunk);
  const endByte = Math.min(firstByte + Number(chunk.total_compressed_size) + SLACK_BYTES, setup.endByte);
  let at = firstByte;
  let page = 0;
  let byte = firstByte;

  function readHeader(): PageHeader {
    for (let window = FIRST_WINDOW_BYTES; ; window *= 8) {
      const bytes = file.read(at, Math.max(0, Math.min(window, endByte - at)));
      const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
      try {
        const header = parquetHeader(reader);
        at += reader.offset;
        return header;
      } catch (error) {
        if (at + window >= endByte) throw new Error(`its header is damaged, or the chunk ends too early (${reasonOf(error)})`);
        if (window > HEADER_LIMIT_BYTES) throw new Error(`its header has more than ${HEADER_LIMIT_BYTES} bytes, or is damaged`);
      }
    }
  }

  return {
    place: () => ({ page, byte }),
    next() {
      page++;
      byte = at;
      if (at < 4 || at >= endByte) throw new Error('the chunk ends before it has all of its values');
      const header = readHeader();
      const { compressed_page_size: size, uncompressed_page_size: fullSize } = header;
      if (!isIntact(header)) throw new Error('its header is damaged');
      if (at + size > endByte) throw new Error(`it has ${size} bytes, which is more than the chunk has left`);
      if (size > PAGE_LIMIT_BYTES || fullSize > PAGE_LIMIT_BYTES) {
        throw tooLarge(file.name, chunk.path_in_schema.join('.'), Math.max(size, fullSize));
      }
      const stored = file.read(at, size);
      at += size;
      if (header.crc !== undefined && crc32(stored) !== header.crc >>> 0) throw new Error('its CRC does not fit its bytes');
      return { header, bytes: expand(header, stored) };
    },
    pass(entries) {
      let passed = 0;
      while (passed < entries && at >= 4 && at < endByte) {
        const start = at;
        const header = readHeader();
        const held = entriesOf(header);
        if (held === undefined || passed + held > entries || at + header.compressed_page_size > endByte) {
          at = start;
          break;
        }
        at += header.compressed_page_size;
        passed += held;
        page++;
      }
      return passed;
    },
  };

  function expand(header: PageHeader, stored: Buffer): Buffer {
    const { uncompressed_page_size: fullSize, data_page_header_v2: second } = header;
    if (header.type === 'INDEX_PAGE') return stored;
    if (header.type !== 'DATA_PAGE_V2') return decompress(chunk.codec, stored, fullSize, NO_HEAD);
    if (second === undefined) throw new Error('its header is damaged');
    const levels = second.repetition_levels_byte_length + second.definition_levels_byte_length;
    if (!(levels >= 0 && levels <= stored.length && levels <= fullSize)) throw new Error('its header gives its levels no size');
    if (second.is_compressed === false || chunk.codec === 'UNCOMPRESSED') {
      if (stored.length !== fullSize) throw new Error(`it has ${stored.length} bytes, where its header says ${fullSize}`);
      return stored;
    }
    const values = stored.subarray(levels);
    // an empty compressed part stands for no values, whatever the codec
    if (values.length === 0 && fullSize === levels) return stored;
    // a copy, as who decompresses may move what was read
    return decompress(chunk.codec, values, fullSize - levels, Buffer.from(stored.subarray(0, levels)));
  }
}

function tooLarge(source: string, column: string, bytes: number): LabelmillError {
  const message = `${source}: column ${JSON.stringify(column)} has a page of ${bytes} bytes; the limit is ${PAGE_LIMIT_BYTES}. Write the file with smaller pages or row groups, or leave the column out`;
  return new LabelmillError('LIMIT_EXCEEDED', message, { source, column, bytes });
}

/** Whether all sizes and counts of a header are what the format says: hyparquet takes them as they come. */
function isIntact({
  data_page_header: first,
  data_page_header_v2: second,
  dictionary_page_header: third,
  ...page
}: PageHeader): boolean {
  const counts: (number | undefined)[] = [page.compressed_page_size, page.uncompressed_page_size];
  if (first !== undefined) counts.push(first.num_values);
  if (third !== undefined) counts.push(third.num_values);
  if (second !== undefined) counts.push(second.num_values, second.num_nulls, second.num_rows);
  if (second !== undefined) counts.push(second.repetition_levels_byte_length, second.definition_levels_byte_length);
  const isNumber = page.crc === undefined || Number.isInteger(page.crc);
  return isNumber && counts.every((count) => Number.isInteger(count) && (count ?? -1) >= 0);
}

/** Entries of a data page; undefined where it is another one, or its header is damaged. */
function entriesOf(header: PageHeader): number | undefined {
  if (!isIntact(header)) return undefined;
  if (header.type === 'DATA_PAGE') return header.data_page_header?.num_values;
  return header.type === 'DATA_PAGE_V2' ? header.data_page_header_v2?.num_values : undefined;
}

/** The dictionary page, where there is one, comes first. */
function startOf({ dictionary_page_offset: dictionary, data_page_offset: data }: ColumnMetaData): number {
  return Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
}
