import { excerpt } from '../check/check.js';
import type { Issue } from '../core/issue.js';
import type { Origin } from '../core/origin.js';
import { REJECT_CODES, type Reject, type RejectCode } from '../core/reject.js';

/** Rejects as a gate tells of them: an issue per code. */
export interface RejectIssues {
  add(reject: Reject): void;
  /** Rejects per code. */
  readonly perCode: ReadonlyMap<RejectCode, number>;
  /** @param allowed rejects that are let through; above it all of them are errors */
  issues(rows: number, allowed: number): readonly Issue[];
}

const PLACES_KEPT = 20;

export function createRejectIssues(): RejectIssues {
  const perCode = new Map<RejectCode, number>();
  const kept = new Map<RejectCode, { readonly places: Origin[]; readonly excerpts: string[] }>();
  return {
    perCode,
    add({ code, origin, raw }) {
      perCode.set(code, (perCode.get(code) ?? 0) + 1);
      const { places, excerpts } = kept.get(code) ?? { places: [], excerpts: [] };
      kept.set(code, { places, excerpts });
      if (places.length === PLACES_KEPT) return;
      places.push(origin);
      excerpts.push(excerpt(raw));
    },
    issues(rows, allowed) {
      const total = [...perCode.values()].reduce((sum, count) => sum + count, 0);
      return [...perCode]
        .sort((a, b) => b[1] - a[1])
        .map(([code, count]): Issue => {
          const severity = total > allowed ? 'error' : 'info';
          const message = `rows that can't be used, ${REJECT_CODES[code]}: ${count} of ${rows}`;
          const advice = 'Mend the rows or the mapping, or let them be set aside with --max-rejects N or P%.';
          const { places = [], excerpts = [] } = kept.get(code) ?? {};
          return { code, severity, message, count, share: count / rows, places, excerpts, advice };
        });
    },
  };
}
