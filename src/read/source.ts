import type { Readable } from 'node:stream';
import type { SplitName } from '../core/splits.js';

/** What the user names as input: a path, folder, glob or `-` (standard input), the same with options, or rows in memory. */
export type SourceInput = string | FileSource | RowsSource;

export interface FileSource {
  /** File, folder, glob (`*`, `**`, `?`, `{a,b}`) or `-`. */
  readonly path: string;
  /** Name in messages and origins instead of the path; for a single file only. */
  readonly name?: string;
  /** Default: told from the content. */
  readonly format?: Format;
  /** Split that all rows of this source belong to. */
  readonly split?: SplitName;
  readonly csv?: CsvOptions;
}

export interface RowsSource {
  /** Objects or arrays of fields. An array can be read twice, any other iterable once. */
  readonly rows: Iterable<unknown> | AsyncIterable<unknown>;
  /** Default `rows`. */
  readonly name?: string;
  readonly split?: SplitName;
}

export type Format = 'csv' | 'tsv' | 'json' | 'jsonl';

/** How a table is written. What is left out is told from the first 64 KiB. */
export interface CsvOptions {
  /** One ASCII character. */
  readonly delimiter?: string;
  /** One ASCII character, or false where quotes are text like any other. */
  readonly quote?: string | false;
  /** True (default): the first row names the fields; false: rows have positions only; or the names themselves. */
  readonly header?: boolean | readonly string[];
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
  readonly content: SourceContent;
}

/** Where the content of a source comes from. */
export type SourceContent =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stream'; readonly stream: Readable }
  | { readonly kind: 'rows'; readonly rows: Iterable<unknown> | AsyncIterable<unknown> };
