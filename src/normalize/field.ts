import type { CellsRow, Row } from '../core/row.js';
import { fieldMissing } from './field-missing.js';
import { isMember, memberOf } from './member.js';

/** Reads one field of a row; undefined where the row does not have it. */
export type FieldReader = (row: Row) => unknown;

/**
 * A reader of the field a mapping names: `@key`, `@file` or `@source`; else a field of exactly this name, else a path
 * (`scenario.flow`, `turns.0.text`); in rows without names a position from 0. Only own properties count, so that
 * `constructor` or `__proto__` is a field where the data has it and nowhere else.
 * What its folders say of a row comes after its own fields. A table's header is looked up once.
 * @throws LabelmillError FIELD_MISSING by the reader, where a table's header has no such field
 */
export function compileField(name: string): FieldReader {
  if (name === '@key') return (row) => row.key;
  if (name === '@file') return (row) => row.origin.source.replace(/^.*[/\\]/s, '');
  if (name === '@source') return (row) => row.origin.source;
  const ofRecord = compilePath(name);
  const ofCells = compileCell(name);
  return (row) => {
    const own = row.kind === 'cells' ? ofCells(row) : ofRecord(row.value);
    return own === undefined ? row.partition?.get(name) : own;
  };
}

function compilePath(name: string): (value: unknown) => unknown {
  const path = name.split('.');
  if (path.length === 1) return (value) => memberOf(value, name);
  return (value) => {
    if (isMember(value, name)) return memberOf(value, name);
    let at = value;
    for (const step of path) at = memberOf(at, step);
    return at;
  };
}

function compileCell(name: string): (row: CellsRow) => unknown {
  let known: readonly string[] | null | undefined;
  let place = -1;
  return (row) => {
    if (row.header !== known) {
      place = row.header === null && /^(0|[1-9]\d*)$/.test(name) ? Number(name) : (row.header ?? []).indexOf(name);
      if (place < 0 && row.partition?.has(name) !== true) throw fieldMissing(row, name);
      known = row.header;
    }
    return row.cells[place];
  };
}
