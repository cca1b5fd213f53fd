import { RAW_LIMIT, type Reject, type RejectCode } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { Lane } from '../lane/lane.js';
import type { Entries } from '../measure/measure.js';
import type { Source, SourceSummary } from '../read/read.js';
import { rejectLine, type LineFile } from '../write/write.js';
import type { RejectTally } from './gates.js';

export interface Scanned {
  readonly summaries: readonly SourceSummary[];
  readonly tally: RejectTally;
  /** Rejects per code, by source. */
  readonly rejected: readonly ReadonlyMap<RejectCode, number>[];
  /** Rows that the filter leaves out, by source. */
  readonly filtered: readonly number[];
  /** Rows that are part of an example counted under another row, by source. */
  readonly merged: readonly number[];
}

export interface ScanInput {
  readonly sources: readonly Source[];
  readonly entries: Entries;
  readonly rejects: LineFile;
  /** Whether rows that the filter leaves out go to the rejects file as well. */
  readonly reportsLeftOut: boolean;
}

/** Rejects shown in a message: the rest is in the rejects file. */
const SHOWN = 10;

/** Pass 1: every example becomes an entry, every reject a line of the rejects file; both are counted. */
export async function scanSources(lane: Lane, input: ScanInput): Promise<Scanned> {
  const { sources, entries, rejects, reportsLeftOut } = input;
  const filtered = sources.map(() => 0);
  const merged = sources.map(() => 0);
  const rejected = sources.map(() => new Map<RejectCode, number>());
  const perCode = new Map<RejectCode, number>();
  const first: Reject[] = [];
  const summaries = await lane.scan({
    example: (high, low, labelSet, group) => entries.add(high, low, labelSet, group),
    examples: (many) => entries.addMany(many),
    reject(source, reject) {
      add(perCode, reject.code);
      add(rejected[source], reject.code);
      if (first.length < SHOWN) first.push(reject);
      rejects.write(rejectLine(reject));
    },
    filtered(source, row) {
      filtered[source] = (filtered[source] ?? 0) + 1;
      if (reportsLeftOut) rejects.write(rejectLine(describeFiltered(row)));
    },
    merged(source, count) {
      merged[source] = (merged[source] ?? 0) + count;
    },
  });
  const rows = summaries.reduce((sum, summary) => sum + summary.rows, 0);
  const left = filtered.reduce((sum, count) => sum + count, 0);
  return { summaries, rejected, filtered, merged, tally: { rows, filtered: left, perCode, first } };
}

function describeFiltered(row: Row): Reject {
  const message = 'the row does not fit "where"';
  return { stage: 'shape', code: 'filtered', message, origin: row.origin, raw: row.raw().slice(0, RAW_LIMIT) };
}

function add(counts: Map<RejectCode, number> | undefined, code: RejectCode): void {
  counts?.set(code, (counts.get(code) ?? 0) + 1);
}
