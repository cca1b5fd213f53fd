import { RAW_LIMIT, type Reject, type RejectCode } from '../core/reject.js';
import type { Row } from '../core/row.js';

/** A row set aside by this stage, with the row as it stood in the source (at most 4 KiB). */
export function rejectRow(row: Row, code: RejectCode, message: string): Reject {
  return { stage: 'normalize', code, message, origin: row.origin, raw: row.raw().slice(0, RAW_LIMIT) };
}
