import type { ColumnMetaData, FileMetaData } from 'hyparquet';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { chooseFields } from './choose-fields.js';
import { createDecompressor, type Decompressor } from './decompressor.js';
import { openFileBytes, type Allocate, type FileBytes } from './file-bytes.js';
import { finishRow, type RowPlace } from './finish-row.js';
import { codecsOf, readFooter } from './footer.js';
import { leafType, textOf, type LeafType } from './leaf-type.js';
import { layOutPage, type Span } from './page-layout.js';
import { createPageReader } from './page-reader.js';
import { setMember } from './row-assembler.js';
import { createTally } from './row-tally.js';
import { readSchema, type LeafNode, type Schema } from './schema-nodes.js';
import { sizeValues, valueOf } from './stored-value.js';

/**
 * Columns of a file whose pages are handed out as they are stored, for one who needs no row for each of their values. It is for
 * files that are whole: what can't be read here, for whatever reason, must be read by readParquet, which says why.
 */
export interface PagedTable {
  /** The fields that are read, in the order of the schema. */
  readonly columns: readonly PagedColumn[];
  readonly groups: readonly PagedGroup[];
  readonly decompress: Decompressor;
  /**
   * What readParquet gives for a row.
   * @param stored its values, in the order of the columns; null for null
   */
  readonly row: (stored: readonly (Buffer | null)[], place: Omit<RowPlace, 'source'>) => Row | Reject;
  close(): void;
}

export interface PagedColumn {
  readonly name: string;
  /** How PLAIN has its values: bits, each with its size before it, or so many bytes each. */
  readonly stored: 'bits' | 'sized' | number;
  /** Its values are text. */
  readonly isText: boolean;
}

export interface PagedGroup {
  readonly rows: number;
  /** Bytes of the columns that are read, decompressed; as the footer says, for orientation alone. */
  readonly bytes: number;
  /** Pages of a column, by its place among the columns. @throws Error where the footer does not describe it well */
  pages(column: number, decompress: Decompressor): StoredPages;
}

/** The pages of a column chunk, one after the other. */
export interface StoredPages {
  /** @throws Error, LabelmillError where it is damaged or can't be read */
  next(): StoredPage;
  /** See PageReader.pass. */
  pass(entries: number): number;
}

/** A page of a column without repetition, decompressed. */
export type StoredPage = DictionaryPage | DataPage;

export interface DictionaryPage {
  readonly kind: 'dictionary';
  readonly bytes: Buffer;
  readonly count: number;
}

export interface DataPage {
  readonly kind: 'data';
  readonly bytes: Buffer;
  readonly entries: number;
  /** Where it says which entries are null. */
  readonly levels: Span | undefined;
  readonly start: number;
  readonly encoding: string;
  /** Entries that are null, where it says so. */
  readonly nulls: number | undefined;
  /**
   * Values in a delta encoding, each with its size before it.
   * @param bytes those of the page, wherever they are by now
   * @throws Error in other encodings, or where there are fewer
   */
  readonly sized: (bytes: Buffer, count: number, limitBytes: number) => Buffer;
}

/**
 * Opens a file for its pages.
 * @param fields all that are read
 * @param allocate what is read from the file goes there; it is not looked at any more once the next page is asked for
 * @returns undefined where one of the fields is no column of single values, or there is no such column
 * @throws Error, LabelmillError where the file can't be read
 */
export async function openPagedTable(
  source: { readonly name: string; readonly path: string },
  fields: readonly string[],
  allocate: Allocate,
): Promise<PagedTable | undefined> {
  const file = openFileBytes(source.name, source.path, allocate);
  try {
    const { metadata, firstByte } = readFooter(file);
    const schema = readSchema(metadata);
    const nodes = chooseFields(schema.fields, fields);
    const leaves = nodes.filter((node) => node.kind === 'leaf' && fields.includes(node.name));
    if (leaves.length !== nodes.length || leaves.length !== fields.length) {
      file.close();
      return undefined;
    }
    return describe({
      file,
      metadata,
      schema,
      leaves: leaves.filter((node) => node.kind === 'leaf'),
      endByte: firstByte,
      decompress: await createDecompressor(codecsOf(metadata)),
    });
  } catch (error) {
    file.close();
    throw error;
  }
}

interface Opened {
  readonly file: FileBytes;
  readonly metadata: FileMetaData;
  readonly schema: Schema;
  readonly leaves: readonly LeafNode[];
  readonly endByte: number;
  readonly decompress: Decompressor;
}

function describe({ file, metadata, schema, leaves, endByte, decompress }: Opened): PagedTable {
  const columns = leaves.map((leaf) => ({ leaf, name: leaf.name, type: leafType(leaf.element) }));
  return {
    columns: columns.map(({ name, type }) => ({
      name,
      stored: storedAs(type),
      isText: type.stored === 'bytes' && type.convert === textOf,
    })),
    groups: metadata.row_groups.map((group) => ({
      rows: Number(group.num_rows),
      bytes: columns.reduce((sum, { leaf }) => sum + sizeOf(group.columns[leaf.column]?.meta_data), 0),
      pages(column, decompressor) {
        const { leaf, type } = columns[column] ?? damaged();
        const chunk = group.columns[leaf.column]?.meta_data;
        if (group.columns.length !== schema.columnCount || chunk === undefined) damaged();
        if (chunk.path_in_schema.join('\0') !== leaf.path.join('\0') || chunk.type !== leaf.element.type) damaged();
        if (chunk.num_values !== group.num_rows) damaged();
        return pagesOf(chunk, { file, endByte, leaf, type, decompress: decompressor });
      },
    })),
    decompress,
    row(stored, place) {
      const tally = createTally();
      const row: Record<string, unknown> = {};
      columns.forEach(({ name, type }, at) => {
        const bytes = stored[at] ?? null;
        const value = bytes === null ? null : valueOf(type, bytes);
        if (bytes !== null) tally.bytes += type.stored === 'bytes' || type.stored === 'fixed' ? bytes.length : 8;
        if (value === undefined) tally.invalid ??= name;
        setMember(row, name, value ?? null);
      });
      return finishRow(row, tally, { source: file.name, ...place });
    },
    close: () => file.close(),
  };
}

/** Nothing else goes by this size, so that nobody checks it: a damaged footer may lack it. */
function sizeOf(chunk: ColumnMetaData | undefined): number {
  const size: unknown = chunk?.total_uncompressed_size;
  return typeof size === 'bigint' && size > 0n ? Number(size) : 0;
}

function storedAs(type: LeafType): PagedColumn['stored'] {
  switch (type.stored) {
    case 'boolean':
      return 'bits';
    case 'int32':
    case 'float':
      return 4;
    case 'int64':
    case 'double':
      return 8;
    case 'fixed':
      return type.width;
    case 'bytes':
      return 'sized';
  }
}

interface Chunk {
  readonly file: FileBytes;
  readonly endByte: number;
  readonly leaf: LeafNode;
  readonly type: LeafType;
  readonly decompress: Decompressor;
}

function pagesOf(chunk: ColumnMetaData, { file, endByte, leaf, type, decompress }: Chunk): StoredPages {
  const pages = createPageReader({ file, chunk, endByte, decompress });
  let hasDictionary = false;
  const next = (): StoredPage => {
    let page = pages.next();
    while (page.header.type === 'INDEX_PAGE') page = pages.next();
    const { header, bytes } = page;
    if (header.type === 'DICTIONARY_PAGE') {
      if (hasDictionary || header.dictionary_page_header === undefined) damaged();
      hasDictionary = true;
      return { kind: 'dictionary', bytes, count: header.dictionary_page_header.num_values };
    }
    const { entries, definitions, start, encoding, nulls } = layOutPage(page, leaf);
    return {
      kind: 'data',
      bytes,
      entries,
      levels: definitions,
      start,
      encoding,
      nulls,
      sized: (where, count, limitBytes) => sizeValues({ bytes: where, start, encoding }, type, count, limitBytes),
    };
  };
  return { next, pass: pages.pass };
}

function damaged(): never {
  throw new Error('the file is damaged: readParquet says where');
}
