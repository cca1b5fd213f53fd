import { quoted } from '../core/printable.js';

/** Most characters of data a message repeats. */
const QUOTE_LIMIT = 80;

/**
 * A piece of data for a message: in quotes, controls shown, cut with `…` at the limit. Only the start is looked at, so that a
 * text of megabytes costs nothing.
 * @param limit characters at most, in code points; default 80
 */
export function quote(text: string, limit: number = QUOTE_LIMIT): string {
  return quoted(text.slice(0, 2 * (limit + 1)), limit);
}

/** What a value is, for a message: `the number 0.5`, `a list`, `the text "…"`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the text ${quote(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return `the truth value ${value}`;
    case 'bigint':
      return `the number ${cutDigits(value)}`;
    case 'undefined':
      return 'nothing';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

function cutDigits(value: bigint): string {
  const digits = value.toString();
  return digits.length <= QUOTE_LIMIT ? digits : `${digits.slice(0, QUOTE_LIMIT)}…`;
}
