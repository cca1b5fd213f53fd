import type { Origin } from './origin.js';

export type Severity = 'error' | 'warn' | 'info';

/** A finding about the data set: what, how bad, how often, where, and what to do. */
export interface Issue {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly count: number;
  /** Up to 20 places where it was seen. */
  readonly places: readonly Origin[];
  /** Share of the examples (or of what the code counts), from 0 to 1. */
  readonly share?: number;
  /** What to do, in one sentence. */
  readonly advice?: string;
  /** What stands at each of the places, cut, controls made visible, personal data masked. */
  readonly excerpts?: readonly string[];
}

/** `1 row too many`, `3 rows too many`: what an input that occurs more than once has beyond the first. */
export function rowsTooMany(rows: number): string {
  return `${rows} ${rows === 1 ? 'row' : 'rows'} too many`;
}
