import type { PlainKind, RowParser } from '../read/read.js';
import type { Role } from '../core/example.js';

/** The fields of a row that the byte lane goes by. */
export interface RowFields {
  /** The field with the text, or with the messages. */
  readonly text: string;
  /** Fields that labels and given splits follow from. */
  readonly keys: readonly string[];
  /** Where the input is messages: how their parts are named, and which roles there are. */
  readonly messages?: MessageNames;
}

export interface MessageNames {
  readonly role: string;
  readonly content: string;
  /** Role in the data → role; null for messages that are left out. */
  readonly roles: ReadonlyMap<string, Role | null>;
}

/** How rows lie, as plain data. */
export type FormOrder =
  | { readonly kind: 'table'; readonly shape: TableShape }
  | { readonly kind: 'lines' | 'array'; readonly fields: RowFields }
  | PagesOrder;

/** Rows of Parquet pages. */
export interface PagesOrder {
  readonly kind: 'pages';
  readonly fields: RowFields;
}

/** How a table lies before the kernel. */
export interface TableShape {
  readonly width: number;
  readonly delimiter: number;
  readonly quote: number;
  readonly text: number;
  readonly keys: readonly number[];
}

/** How the rows of a source lie, as far as reading them by the kernel depends on it. */
export interface RowForm {
  readonly kind: PlainKind;
  /**
   * Tells the kernel how the rows lie. Called between two rows.
   * @returns how values are written (labels learned hold where that is the same); undefined: ask again behind the next row;
   *   false: the kernel does not take them
   */
  readonly describe: (parser: RowParser) => string | false | undefined;
  /** Whether every row begins behind a line end, so that threads can find where. */
  readonly isInLines: boolean;
  /** What `describe` told the kernel, for the kernel of another thread; valid once it did. */
  readonly order: () => FormOrder;
  /**
   * Where a piece ends that the parser is given, at the end of a row if possible.
   * @param from first byte of the piece
   * @param passed bytes of the row that the parser has got already
   * @param end byte after the last one that may be given
   * @returns -1 where no end is in sight
   */
  readonly pieceEnd: (window: Buffer, from: number, passed: number, end: number) => number;
}

/** The place behind a byte, looked for twice as far on each time that the row is not whole yet; or -1. */
export function behind(byte: number, window: Buffer, from: number, passed: number, end: number): number {
  const at = window.subarray(0, end).indexOf(byte, from + passed);
  return at < 0 ? -1 : at + 1;
}
