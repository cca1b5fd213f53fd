import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { throwIfAborted } from '../bytes.js';
import { rawJson } from '../raw-json.js';
import { recordRow } from './record-row.js';

export interface ReadRowsOptions {
  readonly batchSize: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Rows in memory, in batches. Values that are neither objects nor arrays are rejects.
 * @throws LabelmillError SOURCE_UNREADABLE where the iterable throws, ABORTED
 */
export async function* readRows(
  name: string,
  values: Iterable<unknown> | AsyncIterable<unknown>,
  options: ReadRowsOptions,
): AsyncGenerator<readonly (Row | Reject)[], void, undefined> {
  let row = 0;
  throwIfAborted(name, options.signal);
  for await (const batch of explained(name, batched(values, options.batchSize))) {
    throwIfAborted(name, options.signal);
    yield batch.map((value) =>
      recordRow(value, { origin: { source: name, row: ++row, line: 0, byte: -1 }, raw: () => rawJson(value) }),
    );
  }
}

/** Costs a promise per value only where the values come asynchronously. */
async function* batched(
  values: Iterable<unknown> | AsyncIterable<unknown>,
  size: number,
): AsyncGenerator<readonly unknown[], void, undefined> {
  let batch: unknown[] = [];
  if (Symbol.asyncIterator in values) {
    for await (const value of values) {
      if (batch.push(value) < size) continue;
      yield batch;
      batch = [];
    }
  } else {
    for (const value of values) {
      if (batch.push(value) < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function* explained<Batch>(name: string, batches: AsyncIterable<Batch>): AsyncGenerator<Batch, void, undefined> {
  try {
    yield* batches;
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    const message = `cannot read ${name}: its iterator failed: ${reasonOf(error)}`;
    throw new LabelmillError('SOURCE_UNREADABLE', message, { source: name, reason: reasonOf(error) }, error);
  }
}
