/** What is found out about a row while its values are taken. */
export interface RowTally {
  /** Bytes of its texts, and 8 for each other value and each element of a list. */
  bytes: number;
  /** First column that holds bytes that should be text and are not UTF-8. */
  invalid: string | undefined;
}

export function createTally(): RowTally {
  return { bytes: 0, invalid: undefined };
}

/** Starts the next row. */
export function clearTally(tally: RowTally): void {
  tally.bytes = 0;
  tally.invalid = undefined;
}
