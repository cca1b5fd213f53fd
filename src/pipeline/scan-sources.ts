import type { Reject, RejectCode } from '../core/reject.js';
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
}

/** Rejects shown in a message: the rest is in the rejects file. */
const SHOWN = 10;

/** Pass 1: every example becomes an entry, every reject a line of the rejects file; both are counted. */
export async function scanSources(lane: Lane, sources: readonly Source[], entries: Entries, rejects: LineFile): Promise<Scanned> {
  const rejected = sources.map(() => new Map<RejectCode, number>());
  const perCode = new Map<RejectCode, number>();
  const first: Reject[] = [];
  const summaries = await lane.scan({
    example: (high, low, labelSet, group) => entries.add(high, low, labelSet, group),
    reject(source, reject) {
      add(perCode, reject.code);
      add(rejected[source], reject.code);
      if (first.length < SHOWN) first.push(reject);
      rejects.write(rejectLine(reject));
    },
  });
  const rows = summaries.reduce((sum, summary) => sum + summary.rows, 0);
  return { summaries, rejected, tally: { rows, perCode, first } };
}

function add(counts: Map<RejectCode, number> | undefined, code: RejectCode): void {
  counts?.set(code, (counts.get(code) ?? 0) + 1);
}
