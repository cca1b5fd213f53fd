import { canonicalJson } from '../core/canonical-json.js';
import type { Reject } from '../core/reject.js';

/**
 * A reject as a line of the rejects file, without the `\n`. Described for other programs by schemas/rejects.schema.json.
 * The keys have a fixed order, so that equal rejects are equal bytes.
 */
export function rejectLine({ stage, code, message, origin, raw }: Reject): string {
  const { source, row, line, byte } = origin;
  return canonicalJson({ origin: { source, row, line, byte }, stage, code, message, raw });
}
