import type { RejectCode } from './reject.js';

/** What became of every row that was read: the account. */
export interface Account {
  readonly rowsRead: number;
  readonly written: number;
  /** Rows and examples that could not be used, per code. */
  readonly rejected: Readonly<Partial<Record<RejectCode, number>>>;
  /** Good examples left out by a rule the user chose (duplicates, contradictions, leaks, minimum, maximum), per code. */
  readonly leftOut: Readonly<Partial<Record<RejectCode, number>>>;
}

/** Rows read minus everything they became; 0 when the account adds up. */
export function unexplained(account: Account): number {
  return account.rowsRead - account.written - total(account.rejected) - total(account.leftOut);
}

/** Sum of the counts of a part of the account. */
export function total(counts: Readonly<Partial<Record<RejectCode, number>>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
