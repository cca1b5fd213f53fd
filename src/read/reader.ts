import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { CsvOptions, Format } from './source.js';

/** A reader of one format: the extension point of this folder. Add a file in `readers/` and a line in `catalogue.ts`. */
export interface Reader {
  readonly format: Format;
  /** A parser for one source. Cheap; does no I/O. */
  start(setup: ReaderSetup): RowParser;
}

export interface ReaderSetup {
  /** Name of the source, for origins and messages. */
  readonly source: string;
  /** Place in the file of the first byte that will be pushed: 3 after a byte order mark, else 0. */
  readonly firstByte: number;
  /** Bytes a row may have, its line end not counted. */
  readonly rowLimitBytes: number;
  /** What the user said about the table; for CSV and TSV. */
  readonly csv: CsvOptions;
  /** The first bytes of the source (up to 64 KiB or so), to tell a dialect from. They will be pushed as well. */
  readonly head: Buffer;
  /** The head is the whole source. */
  readonly isWhole: boolean;
}

/**
 * Turns bytes into rows. Synchronous; chunks may end anywhere between characters, and the rows don't depend on where.
 * Holds no more than the row that is not complete yet, at most `rowLimitBytes` of it.
 */
export interface RowParser {
  /**
   * The rows and rejects that these bytes complete.
   * @param chunk whole UTF-8 characters; may be kept, so it must not be changed later
   * @throws LabelmillError SOURCE_MALFORMED, HEADER_INVALID
   */
  push(chunk: Buffer): readonly (Row | Reject)[];
  /** What is left once all bytes were pushed. Throws as `push` does. */
  end(): readonly (Row | Reject)[];
  /** Number of the line that the next byte belongs to, from 1. */
  line(): number;
  /** Blank lines skipped so far. */
  blankLines(): number;
  /** How the table was read; for CSV and TSV, valid once all bytes were pushed. */
  dialect?(): Dialect;
}

/** How a table was read. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string | false;
  /** Field names; null where the table has no header. */
  readonly header: readonly string[] | null;
}
