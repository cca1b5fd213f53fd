import { LabelmillError } from '../core/errors.js';
import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { PlainText } from '../read/read.js';

/** The rows that a parser gives, and the fault behind them, if there is one. */
export function upToFault(
  parser: PlainText['parser'],
  items: () => readonly (Row | Reject)[],
): { readonly rows: readonly (Row | Reject)[]; readonly fault: LabelmillError | undefined } {
  try {
    return { rows: items(), fault: parser.fault?.() };
  } catch (error) {
    if (!(error instanceof LabelmillError)) throw error;
    return { rows: [], fault: error };
  }
}
