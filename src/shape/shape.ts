import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { FieldCompiler } from './evaluate.js';
import { compileRename } from './rename.js';
import { compileSelect } from './select.js';
import { compileWhere, type NamedExpression } from './where.js';

export { compileWhere, type NamedExpression, type RowFilter } from './where.js';
export type { FieldCompiler } from './evaluate.js';

/** What is done with the rows of a source before they are mapped: fields renamed, rows filtered, then fields selected. */
export interface ShapeOptions {
  /** Old name → new name. */
  readonly rename: ReadonlyMap<string, string>;
  /** All of them must hold. They use the new names. */
  readonly where: readonly NamedExpression[];
  /** Fields that stay, by their new names; undefined where all do. */
  readonly select?: readonly string[] | undefined;
}

export interface Shaper {
  /** Fields the filter reads, by their new names. */
  readonly fields: readonly string[];
  /**
   * The row as the mapping sees it, undefined where the filter leaves it out, or why it can't be used.
   * Rejects: where-error, field-clash. Synchronous; depends on the row alone.
   * @throws LabelmillError FIELD_MISSING, HEADER_INVALID for a table whose header doesn't fit
   */
  shape(row: Row): Row | Reject | undefined;
}

/**
 * Makes the shaper of a source.
 * @returns undefined where there is nothing to do
 * @throws LabelmillError CONFIG_INVALID
 */
export function createShaper({ rename, where, select }: ShapeOptions, compileField: FieldCompiler): Shaper | undefined {
  if (rename.size === 0 && where.length === 0 && select === undefined) return undefined;
  const renameRow = rename.size === 0 ? undefined : compileRename(rename);
  const selectFields = select === undefined ? undefined : compileSelect(select);
  const filters = where.map((expression) => compileWhere(expression, compileField));
  return {
    fields: [...new Set(filters.flatMap(({ fields }) => fields))],
    shape(row) {
      const renamed = renameRow?.(row) ?? row;
      if (isReject(renamed)) return renamed;
      for (const { decide } of filters) {
        const answer = decide(renamed);
        if (typeof answer !== 'boolean') return answer;
        if (!answer) return undefined;
      }
      return selectFields?.(renamed) ?? renamed;
    },
  };
}
