import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { isReject, type Reject } from '../../src/core/reject.js';
import type { Row } from '../../src/core/row.js';
import {
  readSource,
  resolveSources,
  type FileSource,
  type Format,
  type ReadOptions,
  type RowsSource,
  type SourceSummary,
} from '../../src/read/read.js';

/** A folder that goes when the test ends. */
export async function temporaryFolder(files: Readonly<Record<string, string | Buffer>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-read-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

export interface ReadBack {
  readonly rows: readonly (Row | Reject)[];
  readonly summary: SourceSummary;
}

/** Reads a file that is written for the test; its source is named as the file is. */
export async function readText(
  name: string,
  content: string | Buffer,
  options: ReadOptions & Omit<FileSource, 'path' | 'name'> = {},
): Promise<ReadBack> {
  const folder = await temporaryFolder({ [name]: content });
  const { format, csv, json, split, ...readOptions } = options;
  const told = { ...(format && { format }), ...(csv && { csv }), ...(json && { json }), ...(split && { split }) };
  return readAll({ path: name, ...told }, readOptions, folder);
}

/** As readText, but from a stream and so without a file, for tests that read many times. */
export async function readStreamed(
  content: string,
  format: Format,
  options: ReadOptions & Pick<FileSource, 'csv' | 'json'> = {},
): Promise<ReadBack> {
  const { csv, json, ...readOptions } = options;
  const [source] = await resolveSources([{ path: '-', format, ...(csv && { csv }), ...(json && { json }) }], {
    stdin: Readable.from([Buffer.from(content)]),
  });
  if (source === undefined) throw new Error('no source');
  const reading = readSource(source, readOptions);
  const rows: (Row | Reject)[] = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

export async function readAll(
  input: string | FileSource | RowsSource,
  options: ReadOptions = {},
  folder?: string,
): Promise<ReadBack> {
  const [source] = await resolveSources([input], folder === undefined ? {} : { baseDirectory: folder });
  if (source === undefined) throw new Error('no source');
  const reading = readSource(source, options);
  const rows: (Row | Reject)[] = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

/** Rows as values without functions: `data.csv:2 [a, b]`-like tuples to compare. */
export function plain(rows: readonly (Row | Reject)[]): readonly unknown[] {
  return rows.map((row) => {
    const { origin } = row;
    const place = [origin.row, origin.line, origin.byte];
    if (isReject(row)) return [...place, row.code, row.message, row.raw];
    const value: unknown = row.kind === 'cells' ? row.cells : row.value;
    return [...place, value, row.kind === 'cells' ? row.header : null, row.key ?? null, row.raw()];
  });
}

/** Values of the rows alone; rejects as `code@line`. */
export function values(rows: readonly (Row | Reject)[]): readonly unknown[] {
  return rows.map((row) => {
    if (isReject(row)) return `${row.code}@${row.origin.line}`;
    const value: unknown = row.kind === 'cells' ? row.cells : row.value;
    return value;
  });
}

/** The error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<LabelmillError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof LabelmillError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** The nth row that is not a reject. */
export function goodRow(rows: readonly (Row | Reject)[], place: number): Row {
  const row = rows[place];
  if (row === undefined || isReject(row)) throw new Error(`row ${place} is not a good row`);
  return row;
}

export function rejectAt(rows: readonly (Row | Reject)[], place: number): Reject {
  const row = rows[place];
  if (row === undefined || !isReject(row)) throw new Error(`row ${place} is not a reject`);
  return row;
}
