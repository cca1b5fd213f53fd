import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { describeMissing } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField, type FieldReader } from './field.js';
import type { LabelReader } from './label-reader.js';
import type { LabelMapping } from './mapping.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { compileScore } from './scores.js';
import { compileSettler } from './settle-classes.js';
import { isBlank } from './white-space.js';

interface Column {
  readonly name: string;
  readonly field: string;
  readonly read: FieldReader;
}

/**
 * A reader of a label spread over one column per class, each with a truth value or a score.
 * Rejects: score-type (a column without a value, or with one that is neither), and those of settle-classes.ts.
 * @param columns class → field
 */
export function compileColumns(target: string, columns: ReadonlyMap<string, string>, mapping: LabelMapping): LabelReader {
  const readers: readonly Column[] = [...columns].map(([name, field]) => ({ name, field, read: compileField(field) }));
  const readScore = compileScore(mapping.threshold);
  const settler = compileSettler(target, mapping);
  const missing = new Set(mapping.missing ?? []);
  const isMissing = (value: unknown): boolean => {
    if (value === undefined || value === null) return true;
    return typeof value === 'string' && (isBlank(value) || missing.has(value));
  };
  const rejectColumn = (row: Row, { name, field }: Column, value: unknown): Reject => {
    const place = `target ${quote(target)}: column ${quote(field)} of class ${quote(name)}`;
    if (value === undefined) return rejectRow(row, 'score-type', `${place} is not in the row${describeFields(row, field)}`);
    if (isMissing(value)) return rejectRow(row, 'score-type', `${place} ${describeMissing(value)}`);
    return rejectRow(row, 'score-type', `${place} must hold true, false or a score, but holds ${describeValue(value)}`);
  };
  const carried = (row: Row): readonly string[] | Reject => {
    const names: string[] = [];
    for (const column of readers) {
      const value = column.read(row);
      const holds = isMissing(value) ? undefined : readScore(value, column.name);
      if (holds === undefined) return rejectColumn(row, column, value);
      if (holds) names.push(column.name);
    }
    return names;
  };
  return (row) => {
    const names = carried(row);
    if (!isReject(names)) return settler.list(row, names);
    const isOptional = mapping.optional === true && readers.every(({ read }) => isMissing(read(row)));
    return isOptional ? undefined : names;
  };
}
