import type { Readable } from 'node:stream';
import type { Partition } from '../core/row.js';
import type { SplitName } from '../core/splits.js';

/**
 * What the user names as input: a path, folder, glob, address or `-` (standard input), the same with options, or rows in memory.
 */
export type SourceInput = string | FileSource | RowsSource;

export interface FileSource {
  /**
   * File, folder, glob (`*`, `**`, `?`, `{a,b}`), `-`, an address (`https://host/path`), or a file, folder or glob in the
   * Hugging Face Hub (`hf://datasets/owner/name@revision/path`).
   */
  readonly path: string;
  /** Name in messages and origins instead of the path; for a single file only. */
  readonly name?: string;
  /** Default: told from the content. */
  readonly format?: Format;
  /** Split that all rows of this source belong to. */
  readonly split?: SplitName;
  readonly csv?: CsvOptions;
  readonly json?: JsonOptions;
  /**
   * Folders named `key=value` on the way to a file, as the path was written, give all rows of the file a field of that name.
   * Default true.
   */
  readonly partitions?: boolean;
  /** Encoding of the text, by a name such as `windows-1252`. Default: told from the byte order mark, else UTF-8. */
  readonly encoding?: string;
  /** What becomes of bytes that are not text in the encoding. Default: the `invalidUtf8` of the run, else `error`. */
  readonly invalidUtf8?: InvalidUtf8;
}

/**
 * What becomes of bytes that are not text: the source is refused; or the rows they stand in are set aside, one by one (tables
 * and JSONL); or U+FFFD takes their place, and is counted.
 */
export type InvalidUtf8 = 'error' | 'reject' | 'replace';

export interface RowsSource {
  /** Objects or arrays of fields. An array can be read twice, any other iterable once. */
  readonly rows: Iterable<unknown> | AsyncIterable<unknown>;
  /** Default `rows`. */
  readonly name?: string;
  readonly split?: SplitName;
}

export type Format = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet';

/**
 * How a JSON document holds its rows, by the names that pandas gives to them, and `arrays` for an object whose members are
 * arrays of rows. `records` and `values` are an array of rows; `columns` is an object of objects or of arrays, one per field.
 */
export type JsonOrient = 'records' | 'values' | 'columns' | 'index' | 'split' | 'table' | 'arrays';

/** How JSON is written. What is left out is told from the content. */
export interface JsonOptions {
  /** Makes the format `json`. Told from the content where that leaves no doubt; else the document is refused. */
  readonly orient?: JsonOrient;
  /** Names for rows that are arrays: true where the first row holds them, or the names themselves. For JSON and JSONL. */
  readonly header?: boolean | readonly string[];
}

/** How a table is written. What is left out is told from the first 64 KiB, where it says so, or has its default. */
export interface CsvOptions {
  /** Between cells: a character, or several such as `||` or `, `. Told from the content. */
  readonly delimiter?: string;
  /** One ASCII character, or false where quotes are text like any other. Told from the content. */
  readonly quote?: string | false;
  /**
   * What makes a quote in a quoted cell text: the quote itself (`""`) or one other ASCII character (`\"`), which also keeps a
   * delimiter and itself, and where nothing is quoted a line end. Before any other character it is text. Told from the content.
   */
  readonly escape?: string;
  /** True (default): the first row names the fields; false: rows have positions only; or the names themselves. */
  readonly header?: boolean | readonly string[];
  /** Two columns of one name: refuse the table (default), or name the later ones by their position from 0. */
  readonly duplicateHeaders?: 'refuse' | 'position';
  /** Lines that begin with this are skipped and counted. Default: there are none. */
  readonly comment?: string;
  /** Lines before the header that are skipped. Told from the content. */
  readonly skipLines?: number;
  /** Spaces at the start of a cell are not part of it, as in `"a", "b"`. Told from the content. */
  readonly skipInitialSpace?: boolean;
}

/** One file, standard input, or one in-memory source, found and ready to be read. */
export interface Source {
  /** As the user wrote it; `-` for standard input. */
  readonly name: string;
  /** Absolute path where it is a file. */
  readonly path?: string;
  readonly split?: SplitName;
  /** Regular files and arrays: true; standard input, FIFOs, generators, async iterables: false. */
  readonly rereadable: boolean;
  /** Size of a regular file when it was found. */
  readonly sizeBytes?: number;
  readonly format?: Format;
  readonly csv?: CsvOptions;
  readonly json?: JsonOptions;
  readonly encoding?: string;
  readonly invalidUtf8?: InvalidUtf8;
  /** What the names of its folders say of all rows. */
  readonly partition?: Partition;
  readonly content: SourceContent;
}

/** Where the content of a source comes from. */
export type SourceContent =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly stream: Readable }
  | {
      readonly kind: 'remote';
      /** What is asked for; may hold secrets in its query. */
      readonly url: string;
      readonly open: (signal: AbortSignal | undefined) => AsyncGenerator<Buffer, void, undefined>;
    }
  | { readonly kind: 'rows'; readonly rows: Iterable<unknown> | AsyncIterable<unknown> };
