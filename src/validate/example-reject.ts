import type { Example } from '../core/example.js';
import { RAW_LIMIT, type Reject, type RejectCode } from '../core/reject.js';

/** An example set aside by this stage, with its row as it stood in the source (at most 4 KiB). */
export function rejectExample(example: Example, code: RejectCode, message: string): Reject {
  return { stage: 'validate', code, message, origin: example.origin, raw: example.raw().slice(0, RAW_LIMIT) };
}
