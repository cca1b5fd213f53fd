/** Where a row came from, so that every message about it can name its place. */
export interface Origin {
  /** Name of the source as the user gave it: a path, `-`, or the name of an in-memory source. */
  readonly source: string;
  /** Row number within the source, from 1. Header, blank and comment lines are not rows. */
  readonly row: number;
  /** First line of the row, from 1; 0 where a source has no lines (records in memory). */
  readonly line: number;
  /** First byte of the row in the decoded source, from 0; -1 where a source has no bytes. */
  readonly byte: number;
}

/** `data.csv:14`, or `records#3` where there are no lines. */
export function formatOrigin(origin: Origin): string {
  return origin.line > 0 ? `${origin.source}:${origin.line}` : `${origin.source}#${origin.row}`;
}
