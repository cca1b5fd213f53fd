import type { Reject } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { RowParser } from './reader.js';

/**
 * Gives out what a parser answered to `push` or `end`, and then throws the fault behind it, if there is one. So what is wrong
 * with a row is found before what is wrong further down.
 * @throws LabelmillError that of the parser
 */
export function* giveOut(
  parser: Pick<RowParser, 'fault'>,
  rows: readonly (Row | Reject)[],
): Generator<readonly (Row | Reject)[], void, undefined> {
  yield rows;
  const fault = parser.fault?.();
  if (fault !== undefined) throw fault;
}
