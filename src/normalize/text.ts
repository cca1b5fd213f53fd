import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { describeFields } from './field-missing.js';
import { compileField, type FieldReader } from './field.js';
import type { TextMapping } from './mapping.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { parseTemplate } from './template.js';
import { isBlank, trimWhiteSpace } from './white-space.js';

/** What stands between joined fields where the mapping does not say. */
const DEFAULT_SEPARATOR = ' ';

export interface TextReader {
  /** The text of a row, as it is unless the mapping trims it, or why it has none. */
  readonly read: (row: Row) => string | Reject;
  /** Fields it reads. */
  readonly fields: readonly string[];
}

interface Part {
  readonly name: string;
  readonly read: FieldReader;
}

/**
 * A reader of the text of a row. Rejects with text-missing (a field is not there or null), text-type (it is not a string)
 * or text-empty (nothing but white space, whatever the separator or template adds).
 */
export function compileText(mapping: TextMapping): TextReader {
  const { fields, literals } = layoutOf(mapping);
  const trims = typeof mapping !== 'string' && mapping.trim === true;
  const parts = fields.map((name) => ({ name, read: compileField(name) }));
  const read = (row: Row): string | Reject => {
    let text = literals[0] ?? '';
    let blank = true;
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at];
      if (part === undefined) continue;
      const value = part.read(row);
      if (typeof value !== 'string') return rejectPart(row, part, value);
      blank &&= isBlank(value);
      text += value + (literals[at + 1] ?? '');
    }
    if (blank) return rejectBlank(row, fields);
    return trims ? trimWhiteSpace(text) : text;
  };
  return { read, fields };
}

/** The fields, and what stands before the first, between them and behind the last. */
function layoutOf(mapping: TextMapping): { readonly fields: readonly string[]; readonly literals: readonly string[] } {
  if (typeof mapping === 'string') return { fields: [mapping], literals: [] };
  if ('field' in mapping) return { fields: [mapping.field], literals: [] };
  if ('template' in mapping) return parseTemplate(mapping.template);
  const separator = mapping.separator ?? DEFAULT_SEPARATOR;
  return { fields: mapping.fields, literals: mapping.fields.map((_, at) => (at === 0 ? '' : separator)) };
}

function rejectPart(row: Row, { name }: Part, value: unknown): Reject {
  if (value === undefined) {
    return rejectRow(row, 'text-missing', `no text: the row has no field ${quote(name)}${describeFields(row, name)}`);
  }
  if (value === null) return rejectRow(row, 'text-missing', `no text: field ${quote(name)} is null`);
  return rejectRow(row, 'text-type', `the text must be a string, but field ${quote(name)} holds ${describeValue(value)}`);
}

function rejectBlank(row: Row, fields: readonly string[]): Reject {
  const named = fields.map((name) => quote(name)).join(', ');
  const subject = fields.length === 1 ? `field ${named} is` : `fields ${named} are`;
  return rejectRow(row, 'text-empty', `no text: ${subject} empty or only white space`);
}
