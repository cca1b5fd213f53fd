import { LabelmillError } from '../core/errors.js';
import { formatOrigin } from '../core/origin.js';
import { isReject, type Reject } from '../core/reject.js';
import type { Partition, Row } from '../core/row.js';

/** What stands for a missing value in the name of a folder. */
const MISSING = '__HIVE_DEFAULT_PARTITION__';

/**
 * What the folders on a path say of all rows in the file: `split=train/label=a%2Fb/part-0.csv` is split → `train`, label →
 * `a/b`. Percent signs are decoded as UTF-8; those that stand for nothing stay.
 * @param path as the user wrote it, or as it was found below what the user wrote
 * @returns undefined where no folder is named so
 * @throws LabelmillError USAGE where two folders give one name two values
 */
export function partitionOf(path: string): Partition | undefined {
  const partition = new Map<string, string | null>();
  for (const folder of path.split(/[/\\]/).slice(0, -1)) {
    const at = folder.indexOf('=');
    if (at < 1) continue;
    const name = decodePercents(folder.slice(0, at));
    const told = folder.slice(at + 1);
    const value = told === MISSING ? null : decodePercents(told);
    const earlier = partition.get(name);
    if (earlier !== undefined && earlier !== value) {
      const message = `${path}: its folders give ${JSON.stringify(name)} twice, with two values; rename one, or take no fields from folders (partitions: false, --no-partitions)`;
      throw new LabelmillError('USAGE', message, { path, field: name });
    }
    partition.set(name, value);
  }
  return partition.size === 0 ? undefined : partition;
}

/**
 * The same rows with what their folders say. A field that a row has itself must have the same value.
 * @throws LabelmillError SOURCE_MALFORMED where it has another
 */
export async function* withPartition(
  batches: AsyncIterable<readonly (Row | Reject)[]>,
  partition: Partition,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  for await (const batch of batches) {
    yield batch.map((row) => {
      if (isReject(row)) return row;
      for (const [name, value] of partition) refuseClash(row, name, value);
      return { ...row, partition };
    });
  }
}

function refuseClash(row: Row, name: string, value: string | null): void {
  const own = ownField(row, name);
  if (own === undefined || asText(own) === value) return;
  const [inRow, inFolder] = [asText(own), value].map((text) => (text === null ? 'missing' : JSON.stringify(text.slice(0, 40))));
  const message = `${formatOrigin(row.origin)}: field ${JSON.stringify(name)} is ${inRow ?? ''} in the row and ${inFolder ?? ''} in the name of its folder; mend one, or take no fields from folders (partitions: false, --no-partitions)`;
  const { source, line, row: number } = row.origin;
  throw new LabelmillError('SOURCE_MALFORMED', message, { source, line, row: number, field: name });
}

function ownField(row: Row, name: string): unknown {
  if (row.kind === 'cells') return row.cells[row.header?.indexOf(name) ?? -1];
  const { value } = row;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
  const own: unknown = Reflect.get(value, name);
  return own;
}

function asText(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value.toString();
  return Array.isArray(value) ? 'a list' : 'an object';
}

function decodePercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
