import type { LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { CsvOptions, Format, JsonOptions, JsonOrient } from './source.js';

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
  /** Columns a table may have. */
  readonly columnLimit: number;
  /** Levels a JSON value may be nested. */
  readonly depthLimit: number;
  /** What the user said about the table; for CSV and TSV. */
  readonly csv: CsvOptions;
  /** What the user said about the document; for JSON and JSONL. */
  readonly json: JsonOptions;
  /** Folder for temporary files; without it the system's. */
  readonly directory?: string;
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
   * @throws LabelmillError SOURCE_MALFORMED, HEADER_INVALID, where no row of this call stands before the fault
   */
  push(chunk: Buffer): readonly (Row | Reject)[];
  /** What is left once all bytes were pushed. Throws as `push` does. */
  end(): readonly (Row | Reject)[];
  /**
   * The rows that only the whole source gives, after those of `end`, where the parser keeps its text on disk. To be called
   * once. Throws as `push` does.
   */
  drain?(): Iterable<readonly (Row | Reject)[]>;
  /**
   * What the parser can't go on with, behind the rows given out last. To be asked after `push` and `end`, and thrown once those
   * rows are dealt with: so the first fault of a source is the one that is named, whatever the chunks. Nothing may be pushed then.
   */
  fault?(): LabelmillError | undefined;
  /** Frees what the parser keeps; called when the source is read or given up. */
  close?(): void;
  /** Number of the line that the next byte belongs to, from 1. */
  line(): number;
  /**
   * Place of the first byte that belongs to no row given out yet. For formats in which a row that is not text can be set aside
   * by itself.
   */
  nextByte?(): number;
  /** Blank lines skipped so far. */
  blankLines(): number;
  /** How the table was read; for CSV and TSV. The header is there once it was read. */
  dialect?(): Dialect;
  /** How the document lies; for JSON, at the end. */
  orient?(): JsonOrient;
  /** Whether the next byte begins a row or a blank line: nothing pushed is waiting for more. */
  isBetweenRows?(): boolean;
  /** Goes on behind rows that someone else has read. Between rows only. */
  skip?(read: SkippedRows): void;
}

/** Rows that a parser did not see. */
export interface SkippedRows {
  readonly bytes: number;
  readonly lines: number;
  readonly rows: number;
  readonly blankLines: number;
}

/** What decides where the rows and cells of a table begin and end. */
export interface TableLayout {
  readonly delimiter: string;
  readonly quote: string | false;
  /** What makes a quote within a quoted cell text: the quote itself, doubled, or another character before it. */
  readonly escape: string | false;
  /** What the lines begin with that are no rows. */
  readonly comment: string | false;
  /** Lines before the header. */
  readonly skipLines: number;
  /** Spaces at the start of a cell are not part of it. */
  readonly skipInitialSpace: boolean;
}

/** Members of a layout that are told from the content where the user does not say them. */
export type GuessedMember = 'delimiter' | 'quote' | 'escape' | 'skipLines' | 'skipInitialSpace';

/** How a table was read. */
export interface Dialect extends TableLayout {
  /** Field names; null where the table has no header. */
  readonly header: readonly string[] | null;
  /** What was told from the content; the user said the rest, or it is the default. */
  readonly guessed: readonly GuessedMember[];
  /** Whether the first row of the file reads like names rather than values. A hint: it changes nothing. */
  readonly looksLikeHeader: boolean;
  /** Lines skipped as comments. */
  readonly commentLines: number;
}

/** A reader of files that are read by position, and not from the first byte to the last. */
export interface FileReader {
  readonly format: Format;
  /**
   * The rows of a file, in batches. Opens the file with the first batch and closes it with the last, or when the consumer stops.
   * @throws LabelmillError SOURCE_MALFORMED, LIMIT_EXCEEDED, SOURCE_UNREADABLE
   */
  read(path: string, setup: FileReaderSetup): AsyncGenerator<readonly (Row | Reject)[], void, undefined>;
}

export interface FileReaderSetup {
  /** Name of the source, for origins and messages. */
  readonly source: string;
  /** Rows in a batch at most. */
  readonly batchSize: number;
  /** Bytes the texts of a row may have. */
  readonly rowLimitBytes: number;
  /** Fields that are needed; undefined: all. */
  readonly fields: readonly string[] | undefined;
}
