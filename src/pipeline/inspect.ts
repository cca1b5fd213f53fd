import { isReject, type Reject, type RejectCode } from '../core/reject.js';
import { createRowsProfiler, guessMapping, type FieldProfile, type GuessedMapping } from '../inspect/inspect.js';
import type { SizeLimits } from '../config/config.js';
import { compileField } from '../normalize/normalize.js';
import { readSource, resolveSources, type ReadOptions, type SourceInput, type SourceSummary } from '../read/read.js';
import { createShaper } from '../shape/shape.js';
import { createProgress, type RunHooks } from './progress.js';

/** What is in the sources. */
export interface Inspection {
  readonly sources: readonly SourceSummary[];
  readonly rows: number;
  readonly fields: readonly FieldProfile[];
  /** Rows that the filter left out; absent where there is none. */
  readonly filtered?: number;
  /** Rows the readers had to set aside, per code, and the first few. */
  readonly rejected: Readonly<Partial<Record<RejectCode, number>>>;
  readonly firstRejects: readonly Reject[];
  /** A mapping to start from; undefined where no field looks like a text or a label. */
  readonly guess: GuessedMapping | undefined;
}

export interface InspectOptions extends RunHooks {
  /** Only rows for which this holds are looked at; as in PrepareOptions. */
  readonly where?: string | readonly string[];
  /** How large rows and tables may be; as in PrepareOptions. */
  readonly limits?: SizeLimits;
}

const SHOWN_REJECTS = 10;

/**
 * Reads sources once and says what is in them: formats, dialects, fields, value counts and a guess at the mapping.
 * Time: one pass. Memory: at most 1,000 distinct values per field.
 * @throws LabelmillError SOURCE_MISSING, SOURCE_UNREADABLE, SOURCE_MALFORMED, FORMAT_UNKNOWN, CONFIG_INVALID (the filter)
 */
export async function inspect(inputs: readonly SourceInput[], hooks: InspectOptions = {}): Promise<Inspection> {
  const where = [hooks.where ?? []].flat().map((text, at, all) => ({ name: all.length === 1 ? 'where' : `where[${at}]`, text }));
  const sources = await resolveSources(inputs);
  const progress = createProgress(sources, hooks);
  const profiler = createRowsProfiler();
  const rejected = new Map<RejectCode, number>();
  const firstRejects: Reject[] = [];
  const summaries: SourceSummary[] = [];
  let filtered = 0;
  progress.start('scan');
  for (const source of sources) {
    const shaper = createShaper({ where, rename: new Map(), select: undefined }, compileField);
    const reading = readSource(source, {
      onBytes: progress.onBytes,
      ...readLimits(hooks.limits),
      ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
    });
    for await (const batch of reading.batches) {
      for (const item of batch) {
        const row = isReject(item) || shaper === undefined ? item : shaper.shape(item);
        if (row === undefined) filtered++;
        else if (!isReject(row)) profiler.add(row);
        else {
          rejected.set(row.code, (rejected.get(row.code) ?? 0) + 1);
          if (firstRejects.length < SHOWN_REJECTS) firstRejects.push(row);
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
    ...(where.length === 0 ? {} : { filtered }),
    rejected: Object.fromEntries(rejected),
    firstRejects,
    guess: guessMapping(fields),
  };
}

function readLimits({ rowBytes, columns, depth }: SizeLimits = {}): Pick<
  ReadOptions,
  'rowLimitBytes' | 'columnLimit' | 'depthLimit'
> {
  return {
    ...(rowBytes === undefined ? {} : { rowLimitBytes: rowBytes }),
    ...(columns === undefined ? {} : { columnLimit: columns }),
    ...(depth === undefined ? {} : { depthLimit: depth }),
  };
}
