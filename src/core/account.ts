import type { RejectCode } from './reject.js';

/** What became of every row that was read: the account. */
export interface Account {
  readonly rowsRead: number;
  readonly written: number;
  /** Rows and examples that could not be used, per code. */
  readonly rejected: Readonly<Partial<Record<RejectCode, number>>>;
  /** Good rows and examples left out by a rule the user chose (a filter, duplicates, contradictions, leaks, minimum, maximum), per code. */
  readonly leftOut: Readonly<Partial<Record<RejectCode, number>>>;
  /** Rows that became part of an example counted under another row: conversations. Absent where there are none. */
  readonly merged?: number;
}

/** Rows read minus everything they became; 0 when the account adds up. */
export function unexplained(account: Account): number {
  return account.rowsRead - account.written - total(account.rejected) - total(account.leftOut) - (account.merged ?? 0);
}

/** Sum of the counts of a part of the account. */
export function total(counts: Readonly<Partial<Record<RejectCode, number>>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
