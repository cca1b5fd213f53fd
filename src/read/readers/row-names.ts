import { LabelmillError } from '../../core/errors.js';
import { formatOrigin } from '../../core/origin.js';
import { isReject, type Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rejectRow } from './record-row.js';

/** Gives names to the values of rows that are arrays. */
export interface RowNames {
  /** The row with names; undefined where it held the names. @throws LabelmillError HEADER_INVALID */
  name(row: Row | Reject): Row | Reject | undefined;
}

export interface RowNamesOptions {
  readonly source: string;
  readonly columnLimit: number;
  /** The names, true where the first row holds them, false where rows stay as they are. */
  readonly header: boolean | readonly unknown[];
}

/**
 * Rows that are arrays become objects. A row with more or fewer values than names, or that is an object, is a reject.
 * @throws LabelmillError HEADER_INVALID for names that repeat
 */
export function createRowNames(options: RowNamesOptions): RowNames {
  const { source, columnLimit, header } = options;
  if (header === false) return { name: (row) => row };
  let names: readonly string[] | undefined;
  if (typeof header === 'object') names = checkNames(header, { place: source, columnLimit });
  return {
    name(row) {
      if (names === undefined) {
        names = checkNames(headerOf(row), { place: formatOrigin(row.origin), columnLimit });
        return undefined;
      }
      if (isReject(row) || row.kind === 'cells') return row;
      if (Array.isArray(row.value) && row.value.length === names.length) return { ...row, value: named(names, row.value) };
      const found = Array.isArray(row.value) ? `has ${row.value.length} values` : 'is an object';
      return rejectRow('row-shape', `the row ${found}, but there are names for ${names.length} values of an array`, row);
    },
  };
}

/** @throws LabelmillError HEADER_INVALID where names are no strings or numbers, repeat, or are too many */
export function checkNames(
  names: readonly unknown[] | undefined,
  { place, columnLimit }: { readonly place: string; readonly columnLimit: number },
): readonly string[] {
  const invalid = (reason: string): LabelmillError =>
    new LabelmillError('HEADER_INVALID', `${place}: ${reason}`, { source: place });
  if (names === undefined) throw invalid('the first row must be an array with the names of the fields');
  if (names.length === 0) throw invalid('there are no names of fields');
  if (names.length > columnLimit)
    throw invalid(`there are ${names.length} fields, and the limit is ${columnLimit} (limits.columns)`);
  const known = new Set<string>();
  for (const given of names) {
    if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'bigint')
      throw invalid(`the name of a field is a string, not ${JSON.stringify(given)}`);
    const name = String(given);
    if (known.has(name)) throw invalid(`there are two fields ${JSON.stringify(name.slice(0, 40))}; each needs a name of its own`);
    known.add(name);
  }
  return [...known];
}

function headerOf(row: Row | Reject): readonly unknown[] | undefined {
  return !isReject(row) && row.kind === 'record' && Array.isArray(row.value) ? row.value : undefined;
}

function named(names: readonly string[], values: readonly unknown[]): object {
  const record: Record<string, unknown> = {};
  for (const [at, name] of names.entries()) {
    const value = values[at];
    if (name !== '__proto__') record[name] = value;
    else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return record;
}
