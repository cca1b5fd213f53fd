import type { Origin } from './origin.js';

/**
 * One untyped unit from a reader. `value` is what JSON calls the row (an object, or an array for rows without
 * field names); `cells` is a line of a table whose header, if there is one, is shared by all rows of the source.
 */
export type Row = RecordRow | CellsRow;

interface RowBase {
  readonly origin: Origin;
  /** Key of the enclosing array where the source is an object of arrays, else undefined. Field `@key`. */
  readonly key?: string;
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
