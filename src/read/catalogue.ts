import { parquetReader } from './parquet/parquet-reader.js';
import type { FileReader, Reader } from './reader.js';
import { csvReader, tsvReader } from './readers/csv.js';
import { jsonReader } from './readers/json.js';
import { jsonlReader } from './readers/jsonl.js';
import type { Format } from './source.js';

/** Every reader of bytes, by format. */
export const READERS: ReadonlyMap<Format, Reader> = new Map(
  [csvReader, tsvReader, jsonReader, jsonlReader].map((reader) => [reader.format, reader] as const),
);

/** Every reader of files by position, by format. */
export const FILE_READERS: ReadonlyMap<Format, FileReader> = new Map([[parquetReader.format, parquetReader]]);
