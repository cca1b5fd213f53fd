import { compileColumns } from './columns-label.js';
import { compileFieldLabel } from './field-label.js';
import type { LabelReader } from './label-reader.js';
import type { LabelMapping } from './mapping.js';
import { compileObject } from './object-label.js';

/** A reader of the label of one target, by the one of field, columns, object and constant that the mapping has. */
export function compileLabel(target: string, mapping: LabelMapping): LabelReader {
  const { field, columns, object, constant = '' } = mapping;
  if (field !== undefined) return compileFieldLabel(target, field, mapping);
  if (columns !== undefined) return compileColumns(target, columnsOf(columns), mapping);
  if (object !== undefined) return compileObject(target, object, mapping);
  const label = mapping.kind === 'multi' ? [constant] : constant;
  return () => label;
}

/** Fields the label of a target is read from. */
export function labelFields({ field, columns, object }: LabelMapping): readonly string[] {
  const single = field ?? object;
  if (single !== undefined) return [single];
  return columns === undefined ? [] : [...columnsOf(columns).values()];
}

/** Class → field. */
function columnsOf(columns: readonly string[] | Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(isNames(columns) ? columns.map((name) => [name, name]) : Object.entries(columns));
}

function isNames(columns: readonly string[] | Readonly<Record<string, string>>): columns is readonly string[] {
  return Array.isArray(columns);
}
