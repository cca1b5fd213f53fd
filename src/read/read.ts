/** From sources to rows: finds files, tells formats, reads CSV, TSV, JSON, JSONL and rows in memory. */
export { DIGEST_BLOCK_BYTES } from './block-digest.js';
export { readBytes, throwIfAborted } from './bytes.js';
export type { Bytes, BytesOptions } from './bytes.js';
export { READERS } from './catalogue.js';
export { readContent } from './content.js';
export type { Content } from './content.js';
export { openPagedTable } from './parquet/parquet-reader.js';
export type { DataPage, DictionaryPage, PagedColumn, PagedGroup, PagedTable } from './parquet/paged-table.js';
export { changedSource, lookAtFile, lookAtHead, LOOK_BYTES } from './plain-text.js';
export type { Look, PlainKind, PlainText } from './plain-text.js';
export { rawText } from './raw-text.js';
export type { Dialect, Reader, ReaderSetup, RowParser, SkippedRows } from './reader.js';
export { readSource } from './reading.js';
export type { Reading, ReadOptions, SourceSummary } from './reading.js';
export { resolveSourceGroups, resolveSources } from './resolve-sources.js';
export type { ResolveOptions } from './resolve-sources.js';
export type {
  CsvOptions,
  FileSource,
  Format,
  InvalidUtf8,
  JsonOptions,
  JsonOrient,
  RowsSource,
  Source,
  SourceContent,
  SourceInput,
} from './source.js';
export { limitsOf } from './start-parser.js';
export type { ReadLimits } from './start-parser.js';
export { checkUtf8 } from './utf8.js';
