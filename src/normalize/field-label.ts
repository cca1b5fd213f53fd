import { isReject, type Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { compileList, describeNoList } from './class-list.js';
import { compileClass, describeMissing, describeNoClass, type ClassReader } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import { kindOf } from './label-kind.js';
import type { LabelReader } from './label-reader.js';
import type { LabelMapping } from './mapping.js';
import { quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { compileSettler } from './settle-classes.js';
import { isBlank } from './white-space.js';

/**
 * A reader of the label in a field: a class, or a list of classes. A list stays a list and a single value a single class,
 * unless the mapping says multi (then a single value is a list of one) or single (then a list is a reject). Where the mapping
 * names a class for none, a row without the field or with null in it counts as an empty list.
 * Rejects: label-missing, label-list, label-type, and those of settle-classes.ts.
 */
export function compileFieldLabel(target: string, field: string, mapping: LabelMapping): LabelReader {
  const readField = compileField(field);
  const readClass = compileClass(mapping);
  const readList = compileList(mapping);
  const settler = compileSettler(target, mapping);
  const kind = kindOf(mapping);
  const subject = `target ${quote(target)}`;
  const place = `field ${quote(field)}`;
  return (row) => {
    const found = readField(row);
    let value = found;
    if (typeof found === 'string' && readList !== undefined) {
      value = readList(found);
      if (value === undefined) return rejectRow(row, 'label-list', `${subject}: ${place}: ${describeNoList(found)}`);
    }
    if (Array.isArray(value)) {
      if (kind === 'single') {
        const advice = 'holds a list, and the target takes a single class; make it "kind": "multi"';
        return rejectRow(row, 'label-list', `${subject}: ${place} ${advice}`);
      }
      const names = classesOf(row, value, readClass, `${subject}: ${place}`);
      return isReject(names) ? names : settler.list(row, names);
    }
    const name = readClass(value);
    if (name === null) return rejectRow(row, 'label-type', `${subject}: ${place}: ${describeNoClass(value)}`);
    if (name !== undefined) return kind === 'multi' ? settler.list(row, [name]) : settler.one(row, name);
    if (mapping.none !== undefined && kind !== 'single') return settler.list(row, []);
    if (mapping.optional === true) return undefined;
    return rejectRow(row, 'label-missing', `${subject}: ${whyMissing(row, field, value)}`);
  };
}

/** The classes of a list. Values listed as missing are left out; null and blank ones are label-type. */
function classesOf(row: Row, list: readonly unknown[], readClass: ClassReader, place: string): readonly string[] | Reject {
  const names: string[] = [];
  for (const [at, value] of list.entries()) {
    const name = readClass(value);
    if (typeof name === 'string') names.push(name);
    else if (name === null)
      return rejectRow(row, 'label-type', `${place}, label ${at} (counted from 0): ${describeNoClass(value)}`);
    else if (value === undefined || value === null || (typeof value === 'string' && isBlank(value))) {
      return rejectRow(row, 'label-type', `${place}, label ${at} (counted from 0) ${describeMissing(value ?? null)}`);
    }
  }
  return names;
}

function whyMissing(row: Row, field: string, value: unknown): string {
  if (value !== undefined) return `no label: field ${quote(field)} ${describeMissing(value)}`;
  return `no label in field ${quote(field)}, which the row does not have${describeFields(row, field)}`;
}
