import { LabelmillError } from '../core/errors.js';
import { printable } from '../core/printable.js';

/** Characters of the expression shown before and behind the place of an error. */
const SHOWN_BEFORE = 60;
const SHOWN_BEHIND = 40;

/** Makes the error for a place in an expression. `at` in UTF-16 units from 0. */
export type Complain = (at: number, problem: string) => LabelmillError;

/** Place in an expression, both from 1; the column in code points. */
export interface ExpressionPlace {
  readonly line: number;
  readonly column: number;
}

/** Line and column of a place in an expression. */
export function placeIn(text: string, at: number): ExpressionPlace {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 };
}

/**
 * Errors about an expression: `where:1:6: …`, the line it stands in and a caret below the place.
 * @param name what the expression is called, such as `where` or `sources[1].where`
 */
export function complainAbout(name: string, text: string): Complain {
  return (at, problem) => {
    const { line, column } = placeIn(text, at);
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const end = text.indexOf('\n', at);
    const before = Array.from(text.slice(start, at)).slice(-SHOWN_BEFORE).join('');
    const behind = Array.from(text.slice(at, end < 0 ? undefined : end))
      .slice(0, SHOWN_BEHIND)
      .join('');
    const shown = shownLine(before);
    return new LabelmillError(
      'CONFIG_INVALID',
      `${name}:${line}:${column}: ${problem}\n  ${shown}${shownLine(behind)}\n  ${' '.repeat(Array.from(shown).length)}^`,
      { at: name, line, column },
    );
  };
}

/** Control characters as they may be printed, a tab as a blank. */
function shownLine(text: string): string {
  return printable(text.replaceAll('\t', ' '), Number.POSITIVE_INFINITY);
}
