import type { Reject } from '../../core/reject.js';
import type { Row } from '../../core/row.js';
import { repeatedName } from './json-names.js';
import { parseJson } from './json-value.js';
import { recordRow, rejectRepeat, type RecordPlace } from './record-row.js';

/**
 * The row that a JSON text stands for; a reject where it is neither an object nor an array, or gives a name twice.
 * @throws SyntaxError where the text is not JSON
 */
export function parseRow(text: string, place: RecordPlace): Row | Reject {
  const value = parseJson(text);
  const name = repeatedName(text, value);
  return name === undefined ? recordRow(value, place) : rejectRepeat(name, place);
}
