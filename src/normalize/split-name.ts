import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { SplitName } from '../core/splits.js';
import { compileClass } from './class-value.js';
import { describeFields } from './field-missing.js';
import { compileField } from './field.js';
import type { SplitMapping } from './mapping.js';
import { describeValue, quote } from './quote.js';
import { rejectRow } from './row-reject.js';
import { trimWhiteSpace } from './white-space.js';

/** Names of the splits that need no mapping, in lower case. */
const KNOWN: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/**
 * A reader of the split a row names: by the mapping's names exactly, else by the known ones in upper or lower case.
 * Rejects: split-missing, split-unknown (also for a name that the mapping leaves out).
 */
export function compileSplit({ field, names = {} }: SplitMapping): (row: Row) => SplitName | Reject {
  const readField = compileField(field);
  const readName = compileClass({});
  const given = new Map(Object.entries(names));
  return (row) => {
    const value = readField(row);
    const name = readName(value);
    if (name === undefined) {
      const reason =
        value === undefined ? `, which the row does not have${describeFields(row, field)}` : `: it holds ${describeValue(value)}`;
      return rejectRow(row, 'split-missing', `no split in field ${quote(field)}${reason}`);
    }
    const split = name === null ? undefined : (given.get(name) ?? KNOWN.get(trimWhiteSpace(name).toLowerCase()));
    const isLeftOut = name !== null && given.get(name) === null;
    if (split !== undefined && !isLeftOut) return split;
    const reason = isLeftOut ? 'which the mapping leaves out' : 'which is no split; say under "names" which one it means';
    return rejectRow(row, 'split-unknown', `field ${quote(field)} holds ${describeValue(value)}, ${reason}`);
  };
}
