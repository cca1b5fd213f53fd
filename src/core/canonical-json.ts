/** Characters that some reader of lines takes for a line end: NEL, LINE SEPARATOR, PARAGRAPH SEPARATOR. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;
const HAS_LINE_END = /[\u0085\u2028\u2029]/;

/**
 * A value as compact JSON in which every reader of lines sees the same lines: U+0085, U+2028, U+2029 and lone surrogates
 * are escaped, all other non-ASCII stays as it is.
 * @param value a string, or plain objects and arrays of strings
 */
export function canonicalJson(value: unknown): string {
  const json = JSON.stringify(value);
  return HAS_LINE_END.test(json) ? json.replace(LINE_ENDS, escape) : json;
}

function escape(character: string): string {
  return '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0');
}
