import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import { compileClass } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';

/** A reader of the group of a row: a string, boolean or integer, as a string. Rejects: group-missing. */
export function compileGroup(field: string): (row: Row) => string | Reject {
  const readField = compileField(field);
  const readName = compileClass({});
  return (row) => {
    const value = readField(row);
    const name = readName(value);
    if (typeof name === 'string') return name;
    const reason =
      value === undefined
        ? `which the row does not have${describeFields(row, field)}`
        : `which holds ${describeValue(value)} and not a string, a boolean or an integer`;
    return rejectRow(row, 'group-missing', `no group in field ${quote(field)}, ${reason}`);
  };
}
