import { expect } from 'vitest';
import type { Example } from '../../src/core/example.js';
import { isReject, type Reject } from '../../src/core/reject.js';
import type { CellsRow, RecordRow, Row } from '../../src/core/row.js';
import { compileMapping, type LabelMapping, type Mapping } from '../../src/normalize/normalize.js';

const ORIGIN = { source: 'data/file.csv', row: 3, line: 4, byte: 40 } as const;

/** A row as a reader of JSON gives it; a string is parsed, so that `__proto__` is a member of its own. */
export function record(value: unknown, key?: string): RecordRow {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  const row: RecordRow = { kind: 'record', value: parsed, origin: ORIGIN, raw: () => 'raw row' };
  return key === undefined ? row : { ...row, key };
}

/** A row as a reader of tables gives it. */
export function cells(header: readonly string[] | null, values: readonly string[]): CellsRow {
  return { kind: 'cells', header, cells: values, origin: ORIGIN, raw: () => values.join() };
}

export function normalized(mapping: Mapping, row: Row): Example {
  const result = compileMapping(mapping).normalize(row);
  if (isReject(result)) throw new Error(`unexpected reject: ${result.code}: ${result.message}`);
  return result;
}

export function rejected(mapping: Mapping, row: Row): Reject {
  const result = compileMapping(mapping).normalize(row);
  if (!isReject(result)) throw new Error(`unexpected example: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ stage: 'normalize', origin: row.origin, raw: row.raw() });
  expect(result.message.length).toBeLessThan(600);
  return result;
}

/** Mapping with a fixed text and one target. */
export function labelled(label: LabelMapping): Mapping {
  return { text: 'text', labels: { intent: label } };
}

/** The label a target gets from a JSON value in its field. */
export function labelOf(label: Omit<LabelMapping, 'field'>, value: unknown): string | readonly string[] | undefined {
  return normalized(labelled({ ...label, field: 'y' }), record({ text: 'x', y: value })).labels[0];
}

/** `code: message` of the reject a target gives for a JSON value in its field. */
export function labelReject(label: Omit<LabelMapping, 'field'>, value: unknown): string {
  const { code, message } = rejected(labelled({ ...label, field: 'y' }), record({ text: 'x', y: value }));
  return `${code}: ${message}`;
}

/** `code: message` of the reject of a row. */
export function reasonOf(mapping: Mapping, row: Row): string {
  const { code, message } = rejected(mapping, row);
  return `${code}: ${message}`;
}
