import { LabelmillError } from '../core/errors.js';
import type { CellsRow, Row } from '../core/row.js';
import { nearName } from '../core/near-name.js';
import { quote } from './quote.js';

/** Field names a message lists. */
const LISTED = 20;
/** Characters of each of them. */
const NAME_LIMIT = 40;

/** The error for a table whose header has no such field: all its rows lack it, so there is nothing to read. */
export function fieldMissing(row: CellsRow, name: string): LabelmillError {
  const { source } = row.origin;
  if (row.header === null) {
    const last = row.cells.length - 1;
    const message = `${source} has no header, so it has no field ${quote(name)}; name its fields by position, from 0 to ${last}`;
    return new LabelmillError('FIELD_MISSING', message, { field: name, fields: [] });
  }
  const fields = row.header.slice(0, LISTED);
  const message = `${source} has no field ${quote(name)}; its fields are: ${listNames(row.header, name)}`;
  return new LabelmillError('FIELD_MISSING', message, { field: name, fields });
}

/** What a row has instead of a field it lacks: `; the row's fields are: id, text (did you mean "text"?)`. */
export function describeFields(row: Row, name: string): string {
  if (row.kind === 'cells') return `; the row has ${row.cells.length} cells, counted from 0`;
  const { value } = row;
  if (Array.isArray(value)) return `; the row is a list of ${value.length}, counted from 0`;
  if (typeof value !== 'object' || value === null) return '';
  const names = Object.keys(value);
  return names.length === 0 ? '; the row is empty' : `; the row's fields are: ${listNames(names, name)}`;
}

function listNames(names: readonly string[], wanted: string): string {
  const listed = names.slice(0, LISTED).map((name) => (isPlain(name) ? name : quote(name, NAME_LIMIT)));
  if (names.length > LISTED) listed.push(`… (${names.length} in all)`);
  const near = nearName(wanted, names);
  return listed.join(', ') + (near === undefined ? '' : ` (did you mean ${quote(near)}?)`);
}

/** Whether a name can stand in a list without quotes. */
function isPlain(name: string): boolean {
  return name.length <= NAME_LIMIT && /^[\p{L}\p{N}_@$.-]+(?: [\p{L}\p{N}_@$.-]+)*$/u.test(name);
}
