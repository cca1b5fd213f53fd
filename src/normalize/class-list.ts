import type { LabelMapping } from './mapping.js';
import { parseJson } from './parse-json.js';
import { quote } from './quote.js';
import { isBlank, trimWhiteSpace } from './white-space.js';

/**
 * The list a string stands for; the string itself where it stands for one class or for a missing label; undefined where it
 * should be a list and is none.
 */
export type ListReader = (text: string) => string | readonly unknown[] | undefined;

/**
 * A reader of lists written as strings: a JSON list, or parts between delimiters (trimmed, empty ones left out). In a multi
 * target whatever starts with `[` is read as JSON.
 * @returns undefined where the mapping makes no lists of strings
 */
export function compileList(mapping: LabelMapping): ListReader | undefined {
  const { delimiter, json = false, none } = mapping;
  if (mapping.kind !== 'multi' && delimiter === undefined && !json) return undefined;
  return (text) => {
    if (isBlank(text)) return delimiter !== undefined && none !== undefined ? [] : text;
    if (json || /^\s*\[/.test(text)) return parseList(text);
    if (delimiter === undefined) return text;
    return text
      .split(delimiter)
      .map(trimWhiteSpace)
      .filter((part) => part !== '');
  };
}

/** Why a string is not the list it should be, and how to write it. */
export function describeNoList(text: string): string {
  const advice = /^\s*\[\s*u?'/.test(text)
    ? 'it looks like a Python list: write it with json.dumps, as ["a", "b"]'
    : 'write it as ["a", "b"]';
  return `${quote(text)} is not a JSON list; ${advice}`;
}

function parseList(text: string): readonly unknown[] | undefined {
  const value = parseJson(text);
  return Array.isArray(value) ? value : undefined;
}
