import { isReject, type Reject, type RejectCode } from '../core/reject.js';
import { createRowsProfiler, guessMapping, type FieldProfile, type GuessedMapping } from '../inspect/inspect.js';
import { readSource, resolveSources, type SourceInput, type SourceSummary } from '../read/read.js';
import { createProgress, type RunHooks } from './progress.js';

/** What is in the sources. */
export interface Inspection {
  readonly sources: readonly SourceSummary[];
  readonly rows: number;
  readonly fields: readonly FieldProfile[];
  /** Rows the readers had to set aside, per code, and the first few. */
  readonly rejected: Readonly<Partial<Record<RejectCode, number>>>;
  readonly firstRejects: readonly Reject[];
  /** A mapping to start from; undefined where no field looks like a text or a label. */
  readonly guess: GuessedMapping | undefined;
}

const SHOWN_REJECTS = 10;

/**
 * Reads sources once and says what is in them: formats, dialects, fields, value counts and a guess at the mapping.
 * Time: one pass. Memory: at most 1,000 distinct values per field.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_MALFORMED, FORMAT_UNKNOWN
 */
export async function inspect(inputs: readonly SourceInput[], hooks: RunHooks = {}): Promise<Inspection> {
  const sources = await resolveSources(inputs);
  const progress = createProgress(sources, hooks);
  const profiler = createRowsProfiler();
  const rejected = new Map<RejectCode, number>();
  const firstRejects: Reject[] = [];
  const summaries: SourceSummary[] = [];
  progress.start('scan');
  for (const source of sources) {
    const reading = readSource(source, {
      onBytes: progress.onBytes,
      ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
    });
    for await (const batch of reading.batches) {
      for (const item of batch) {
        if (!isReject(item)) profiler.add(item);
        else {
          rejected.set(item.code, (rejected.get(item.code) ?? 0) + 1);
          if (firstRejects.length < SHOWN_REJECTS) firstRejects.push(item);
        }
      }
    }
    summaries.push(reading.summary());
  }
  const fields = profiler.fields();
  return {
    sources: summaries,
    rows: summaries.reduce((sum, summary) => sum + summary.rows, 0),
    fields,
    rejected: Object.fromEntries(rejected),
    firstRejects,
    guess: guessMapping(fields),
  };
}
