import type { Origin } from '../../core/origin.js';
import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { rawJson } from '../raw-json.js';
import { rejectRow, rejectTooLarge } from '../readers/record-row.js';
import type { RowTally } from './row-tally.js';

/** Where a row stands in its file. */
export interface RowPlace {
  readonly source: string;
  /** Row group, from 1, and the row in it, from 1. */
  readonly group: number;
  readonly place: number;
  /** Rows of the groups before. */
  readonly firstRow: number;
  readonly rowLimitBytes: number;
}

/** The row whose values are taken, or the reject it is where it is too large or holds bytes that are no text. */
export function finishRow(value: Record<string, unknown>, tally: RowTally, row: RowPlace): Row | Reject {
  const { source, group, place, firstRow, rowLimitBytes } = row;
  const origin: Origin = { source, row: firstRow + place, line: 0, byte: -1 };
  const at = { origin, raw: () => rawJson(value) };
  if (tally.bytes > rowLimitBytes) return rejectTooLarge(rowLimitBytes, at);
  if (tally.invalid === undefined) return { kind: 'record', value, ...at };
  const message = `row-group ${group} row ${place}: column ${JSON.stringify(tally.invalid)} holds bytes that are not UTF-8; store text as UTF-8, or leave the column out`;
  return rejectRow('utf8-invalid', message, at);
}
