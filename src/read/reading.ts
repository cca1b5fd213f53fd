import { isOfContent, LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { readBytes, throwIfAborted } from './bytes.js';
import type { Compression } from './decompress/decompress.js';
import { parseText, type ParsedText } from './parse-text.js';
import { withPartition } from './partition.js';
import type { Dialect } from './reader.js';
import { readRows } from './readers/rows.js';
import type { Format, JsonOrient, Source } from './source.js';
import { limitsOf } from './start-parser.js';

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called with the size of each chunk as it arrives (not with the sum). */
  readonly onBytes?: (bytes: number) => void;
  /** Default 256 KiB. */
  readonly chunkSizeBytes?: number;
  /** Rows in a batch; fewer where rows are large, and in the last one. Default 512. */
  readonly batchSize?: number;
  /** Bytes a row may have. Default 16 MiB. */
  readonly rowLimitBytes?: number;
  /** Columns a table may have. Default 20,000. */
  readonly columnLimit?: number;
  /** Levels a JSON value may be nested. Default 256. */
  readonly depthLimit?: number;
  /**
   * Fields of a row that are needed, as a mapping names them; for Parquet, which then reads only their columns. Default: all.
   */
  readonly fields?: readonly string[];
  /** Folder for temporary files. Default: the system's. */
  readonly directory?: string;
  /** Bytes of a block of the digest. Default 1 MiB; other sizes are for tests. */
  readonly digestBlockBytes?: number;
}

/** A source on its way to rows. */
export interface Reading {
  /**
   * To be iterated once; the source is opened with the first batch and closed with the last, or when the consumer stops.
   * @throws LabelmillError SOURCE_UNREADABLE, SOURCE_CHANGED, SOURCE_MALFORMED, FORMAT_UNKNOWN, HEADER_INVALID, USAGE, ABORTED
   */
  readonly batches: AsyncIterable<readonly (Row | Reject)[]>;
  /** Valid once `batches` is exhausted; throws INTERNAL before. */
  summary(): SourceSummary;
}

/** What was read. */
export interface SourceSummary {
  readonly name: string;
  readonly format: Format | 'rows';
  readonly bytes: number;
  /** XXH64 of the XXH64s of the blocks of 1 MiB, 16 hexadecimal digits; an empty string for rows in memory. */
  readonly digest: string;
  /** Rows and rejects. */
  readonly rows: number;
  readonly blankLines: number;
  /** How the table was read; for CSV and TSV. */
  readonly csv?: Dialect;
  /** How the document lay; for JSON. */
  readonly orient?: JsonOrient;
  /** How it is stored, where it is compressed. `bytes` and `digest` are those of the compressed bytes. */
  readonly compression?: Compression;
  /** What the text was decoded from, where that is not UTF-8. */
  readonly encoding?: string;
  /** Characters that U+FFFD took the place of, where `invalidUtf8` is `replace` and there were any. */
  readonly replaced?: number;
}

const BATCH_SIZE = 512;
/** Bytes of source that a batch stands for before it goes on with fewer rows: 1 MiB. */
const BATCH_BYTES = 1024 * 1024;

/**
 * Reads a source row by row, in batches. Memory: a chunk, a batch, and the row that is not complete yet.
 * Rows of 60 bytes, measured on a busy machine with two cores: 1 to 1.5 µs a row of JSONL, JSON and tables without quotes
 * (40-70 MB/s), 4 µs where cells are quoted (16 MB/s, bounded by csv-parse).
 */
export function readSource(source: Source, options: ReadOptions = {}): Reading {
  let summary: SourceSummary | undefined;
  const finish = (done: SourceSummary): void => {
    summary = done;
  };
  const { partition } = source;
  const batches = source.content.kind === 'rows' ? readValues(source, options, finish) : readText(source, options, finish);
  return {
    batches: partition === undefined ? batches : withPartition(batches, partition),
    summary() {
      if (summary === undefined) throw new LabelmillError('INTERNAL', `${source.name} was not read to its end yet`);
      return summary;
    },
  };
}

type Batches = AsyncGenerator<readonly (Row | Reject)[], void, undefined>;
type Finish = (summary: SourceSummary) => void;

async function* readValues(source: Source, options: ReadOptions, finish: Finish): Batches {
  if (source.content.kind !== 'rows') return;
  const { name } = source;
  let rows = 0;
  const batchSize = options.batchSize ?? BATCH_SIZE;
  for await (const batch of readRows(name, source.content.rows, { batchSize, signal: options.signal })) {
    rows += batch.length;
    yield batch;
  }
  finish({ name, format: 'rows', bytes: 0, digest: '', rows, blankLines: 0 });
}

async function* readText(source: Source, options: ReadOptions, finish: Finish): Batches {
  const bytes = await readBytes(source, options);
  const batchSize = options.batchSize ?? BATCH_SIZE;
  let waiting: readonly (Row | Reject)[] = [];
  let rows = 0;
  let parsed: ParsedText | undefined;
  const text = parseText(source, bytes, {
    ...limitsOf(options),
    ...(options.directory === undefined ? {} : { directory: options.directory }),
    batchSize,
    fields: options.fields,
    onStart: (started) => (parsed = started),
  });
  try {
    for await (const fresh of text) {
      rows += fresh.length;
      const all = waiting.length === 0 ? fresh : waiting.concat(fresh);
      waiting = [];
      let at = 0;
      for (; at + batchSize <= all.length; at += batchSize) {
        throwIfAborted(source.name, options.signal);
        yield all.slice(at, at + batchSize);
      }
      waiting = at === 0 ? all : all.slice(at);
      if (spanOf(waiting) >= BATCH_BYTES) {
        yield waiting;
        waiting = [];
      }
    }
  } catch (error) {
    // the rows before damage, so that what is wrong with them is named first, as where they come in more batches
    if (isOfContent(error) && waiting.length > 0) yield waiting;
    throw error;
  }
  throwIfAborted(source.name, options.signal);
  if (waiting.length > 0) yield waiting;
  if (parsed === undefined) throw new LabelmillError('INTERNAL', `${source.name} was read without a reader`);
  const { format, parser, compression, encoding } = parsed;
  const replaced = parsed.replaced();
  const read = { name: source.name, format, bytes: bytes.size(), digest: bytes.digest(), rows, blankLines: parser.blankLines() };
  const csv = parser.dialect?.();
  const orient = parser.orient?.();
  finish({
    ...read,
    ...(csv === undefined ? {} : { csv }),
    ...(orient === undefined ? {} : { orient }),
    ...(compression === undefined ? {} : { compression }),
    ...(encoding === 'utf-8' ? {} : { encoding }),
    ...(replaced === 0 ? {} : { replaced }),
  });
}

/** Bytes from the first row to the last one; 0 where rows have no place in bytes. */
function spanOf(rows: readonly (Row | Reject)[]): number {
  return (rows.at(-1)?.origin.byte ?? 0) - (rows[0]?.origin.byte ?? 0);
}
