import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReject, type Reject } from '../../src/core/reject.js';
import type { Row } from '../../src/core/row.js';
import { parquetReader } from '../../src/read/parquet/parquet-reader.js';
import type { FileReaderSetup } from '../../src/read/reader.js';

export const FIXTURES = join(import.meta.dirname, 'fixtures', 'parquet');

/** All rows of a file, past the door: what the reader itself gives. */
export async function readFileRows(path: string, options: Partial<FileReaderSetup> = {}): Promise<readonly (Row | Reject)[]> {
  const setup = { source: 'data.parquet', batchSize: 512, rowLimitBytes: 16 * 1024 * 1024, fields: undefined, ...options };
  const rows: (Row | Reject)[] = [];
  for await (const batch of parquetReader.read(path, setup)) rows.push(...batch);
  return rows;
}

/** What the oracles say that a fixture holds; null for a row that must be set aside. */
export function expectedRows(name: string): readonly unknown[] {
  const found = EXPECTED[name];
  if (typeof found === 'string') return expectedRows(found);
  if (!Array.isArray(found)) throw new Error(`nothing is expected of ${name}`);
  return found.map(revive);
}

const EXPECTED = readJson('expected.json');

export function readJson(name: string): Record<string, any> {
  return JSON.parse(readFileSync(join(FIXTURES, name), 'utf8'));
}

/** `{"bigint": "…"}` and `{"map": [[key, value], …]}` stand for what JSON lacks, or keeps no order of. */
function revive(value: any): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  if ('bigint' in value) return BigInt(value.bigint);
  const entries: [string, unknown][] = 'map' in value ? value.map : Object.entries(value);
  return Object.fromEntries(entries.map(([key, member]) => [key, revive(member)]));
}

/** Digest of rows, as make.py writes it: numbers by the bits of their double. */
export function digestRows(rows: readonly (Row | Reject)[]): string {
  const values = rows.map((row) => {
    if (isReject(row)) throw new Error(`row ${row.origin.row} was set aside`);
    return canonical(row.kind === 'record' ? row.value : row.cells);
  });
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}

function canonical(value: unknown): unknown {
  if (typeof value === 'bigint') return `i${value}`;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'nan';
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(value);
    return `f${bits.toString('hex')}`;
  }
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, member]) => [key, canonical(member)]);
  return value;
}
