import type { CellsRow, RecordRow, Row } from '../../src/core/row.js';
import { compileField } from '../../src/normalize/normalize.js';
import { compileWhere } from '../../src/shape/shape.js';

const ORIGIN = { source: 'data/part.csv', row: 3, line: 4, byte: 40 } as const;

export function record(value: unknown, key?: string): RecordRow {
  const row: RecordRow = { kind: 'record', value, origin: ORIGIN, raw: () => 'raw row' };
  return key === undefined ? row : { ...row, key };
}

export function cells(header: readonly string[] | null, values: readonly string[]): CellsRow {
  return { kind: 'cells', header, cells: values, origin: ORIGIN, raw: () => values.join() };
}

/** Whether a row stays, or `code: message` of its reject. */
export function decide(text: string, row: Row): boolean | string {
  const answer = compileWhere({ name: 'where', text }, compileField).decide(row);
  return typeof answer === 'boolean' ? answer : `${answer.code}: ${answer.message}`;
}
