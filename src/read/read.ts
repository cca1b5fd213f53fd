/** From sources to rows: finds files, tells formats, reads CSV, TSV, JSON, JSONL and rows in memory. */
export { READERS } from './catalogue.js';
export type { Dialect, Reader, ReaderSetup, RowParser } from './reader.js';
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
