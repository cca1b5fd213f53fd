import { LabelmillError } from '../core/errors.js';
import { formatOrigin, type Origin } from '../core/origin.js';
import { isReject } from '../core/reject.js';
import { readSource, resolveSources } from '../read/read.js';
import type { RunHooks } from './progress.js';

/** An object of a file of JSON Lines, and where it stands. */
export interface FileObject {
  readonly origin: Origin;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * The objects of one file of JSON Lines, in order and in batches; here a line that is none is an error, not a reject.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_MALFORMED, ABORTED
 */
export async function* readFile(
  path: string,
  hooks: Pick<RunHooks, 'signal'> & { readonly onBytes?: (bytes: number) => void },
): AsyncGenerator<readonly FileObject[], void, undefined> {
  for (const source of await resolveSources([{ path, format: 'jsonl', partitions: false }])) {
    for await (const batch of readSource(source, hooks).batches) {
      yield batch.map((row) => {
        if (isReject(row)) throw malformed(row.origin, row.message);
        if (row.kind !== 'record' || !isObject(row.value)) throw malformed(row.origin, 'it is not a JSON object');
        return { origin: row.origin, value: row.value };
      });
    }
  }
}

/** An error about a line, which names its place. */
export function malformed(origin: Origin, message: string): LabelmillError {
  const place = formatOrigin(origin);
  return new LabelmillError('SOURCE_MALFORMED', `${place}: ${message}`, { source: origin.source, line: origin.line });
}

/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own member, so that none comes from Object.prototype. */
export function ownValue(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
