import { LabelmillError } from '../../core/errors.js';
import type { CsvOptions } from '../source.js';

/** Longest delimiter and comment, in UTF-16 units. */
const LONGEST = 16;

/**
 * Refuses what can't be the dialect of a table.
 * @param source for messages
 * @throws LabelmillError USAGE
 */
export function checkCsvOptions(source: string, csv: CsvOptions): void {
  const { delimiter, quote, escape, comment, skipLines, skipInitialSpace } = csv;
  const refuse = (name: string, value: unknown, must: string): never => {
    const message = `${source}: csv.${name} is ${JSON.stringify(value)}, but must be ${must}`;
    throw new LabelmillError('USAGE', message, { source });
  };
  const holds = (mark: string | false): boolean => mark !== false && mark !== '' && delimiter?.includes(mark) === true;
  if (delimiter !== undefined && (!isText(delimiter) || holds(quote ?? '"') || holds(escape ?? ''))) {
    refuse('delimiter', delimiter, `1 to ${LONGEST} characters without line ends, quotes and escapes`);
  }
  if (quote !== undefined && quote !== false && !isMark(quote)) {
    refuse('quote', quote, 'one ASCII character other than the delimiter, or false');
  }
  if (escape !== undefined && !isMark(escape)) {
    refuse('escape', escape, 'one ASCII character other than the delimiter');
  }
  if (comment !== undefined && !isText(comment)) refuse('comment', comment, `1 to ${LONGEST} characters without line ends`);
  if (comment !== undefined && (delimiter?.startsWith(comment) === true || (quote ?? '"') === comment)) {
    refuse('comment', comment, 'something no row begins with, so neither the delimiter nor the quote');
  }
  if (skipLines !== undefined && (!Number.isSafeInteger(skipLines) || skipLines < 0)) {
    refuse('skipLines', skipLines, 'a whole number');
  }
  if (skipInitialSpace === true && delimiter?.startsWith(' ') === true) {
    refuse('skipInitialSpace', skipInitialSpace, 'false where the delimiter begins with a space');
  }
}

function isText(value: string): boolean {
  return value.length >= 1 && value.length <= LONGEST && !/[\r\n\ufeff]/.test(value) && value.isWellFormed();
}

function isMark(value: string): boolean {
  return /^[\t\x20-\x7e]$/.test(value);
}
