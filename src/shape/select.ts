import { LabelmillError } from '../core/errors.js';
import { quoted } from '../core/printable.js';
import { RAW_LIMIT } from '../core/reject.js';
import type { CellsRow, Row } from '../core/row.js';

/**
 * Keeps these fields of a row and drops the others, also from what the rejects file shows of it; positions of rows without
 * names count as names. In a row of JSON a field that is not there stays missing. Arguments stay as they are.
 * @throws LabelmillError by the result: FIELD_MISSING for a table whose header lacks a field
 */
export function compileSelect(names: readonly string[]): (row: Row) => Row {
  let known: readonly string[] | null | undefined;
  let places: readonly number[] = [];
  const wanted = new Set(names);
  const selectCells = (row: CellsRow): Row => {
    if (known === undefined || row.header !== known || row.header === null) places = placesOf(row, names);
    known = row.header;
    const cells = places.map((place) => row.cells[place] ?? '');
    return { ...row, header: names, cells, raw: () => JSON.stringify(cells).slice(0, RAW_LIMIT) };
  };
  return (row) => {
    if (row.kind === 'cells') return selectCells(row);
    const { value } = row;
    if (typeof value !== 'object' || value === null) return row;
    const kept = Object.fromEntries(Object.entries(value).filter(([name]) => wanted.has(name)));
    return { ...row, value: kept, raw: () => JSON.stringify(kept, writeBigInt).slice(0, RAW_LIMIT) };
  };
}

function placesOf(row: CellsRow, names: readonly string[]): readonly number[] {
  const { source } = row.origin;
  const header = row.header ?? row.cells.map((_, at) => String(at));
  return names.map((name) => {
    const place = header.indexOf(name);
    if (place >= 0) return place;
    const fields = header.slice(0, 20).map((field) => quoted(field, 40));
    const message = `select: ${source} has no field ${quoted(name)}; its fields are: ${fields.join(', ')}`;
    throw new LabelmillError('FIELD_MISSING', message, { field: name, source });
  });
}

/** Integers beyond 2^53 as their digits: JSON.stringify throws on them. */
function writeBigInt(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
