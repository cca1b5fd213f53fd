import type { Origin } from './origin.js';

/**
 * One untyped unit from a reader. `value` is what JSON calls the row (an object, or an array for rows without
 * field names); `cells` is a line of a table whose header, if there is one, is shared by all rows of the source.
 */
export type Row = RecordRow | CellsRow;

/** Fields that all rows of a source have in common: name → value, or null for a missing one. */
export type Partition = ReadonlyMap<string, string | null>;

interface RowBase {
  readonly origin: Origin;
  /**
   * Key of the enclosing array where the source is an object of arrays, name of the row where it is an object of rows, else
   * undefined. Field `@key`.
   */
  readonly key?: string;
  /**
   * What the folders the source lies in say of all its rows (`label=x/part-0.csv`); null where they say that the value is
   * missing. Fields of the row, after its own.
   */
  readonly partition?: Partition;
  /** The row as it stood in the source, for rejects. Called for rows set aside only; may be cut by the reader at 4 KiB. */
  readonly raw: () => string;
}

export interface RecordRow extends RowBase {
  readonly kind: 'record';
  readonly value: unknown;
}

export interface CellsRow extends RowBase {
  readonly kind: 'cells';
  /** Field names by position; null where the table has no header. The same object for all rows of a source. */
  readonly header: readonly string[] | null;
  readonly cells: readonly string[];
}
