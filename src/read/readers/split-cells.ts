import type { TableLayout } from '../reader.js';

/**
 * The cells of one row that the row scanner found well-formed. An escape makes the quote, the delimiter and itself text (where
 * quotes are text, a line end too); before anything else it is text.
 * @param text the row without its line end
 * Time O(length).
 */
export function splitCells(text: string, layout: TableLayout): readonly string[] {
  const { delimiter, quote, skipInitialSpace } = layout;
  const escaped = escapedBy(layout);
  const cells: string[] = [];
  let cell = '';
  let from = 0;
  let isStart = true;
  let isQuoted = false;
  const take = (to: number, next: number): void => {
    cell += text.slice(from, to);
    from = next;
  };
  for (let at = 0; at < text.length;) {
    if (isStart && skipInitialSpace && text[at] === ' ') from = ++at;
    else if (isStart && text[at] === quote) {
      isStart = false;
      isQuoted = true;
      from = ++at;
    } else {
      isStart = false;
      const length = escaped(text, at, isQuoted);
      if (length > 0) {
        take(at, at + 1);
        at += 1 + length;
      } else if (isQuoted && text[at] === quote) {
        take(at, at + 1);
        isQuoted = false;
        at++;
      } else if (!isQuoted && text.startsWith(delimiter, at)) {
        take(at, at + delimiter.length);
        cells.push(cell);
        cell = '';
        isStart = true;
        at = from;
      } else at++;
    }
  }
  take(text.length, text.length);
  cells.push(cell);
  return cells;
}

/** Length of what the escape that stands here makes text; 0 where none does. */
function escapedBy({ delimiter, quote, escape }: TableLayout): (text: string, at: number, isQuoted: boolean) => number {
  return (text, at, isQuoted) => {
    if (escape === false || text[at] !== escape) return 0;
    const next = text[at + 1];
    if (next === undefined) return 0;
    if (escape === quote) return isQuoted && next === quote ? 1 : 0;
    if (next === quote || next === escape) return 1;
    if (isQuoted) return 0;
    if (quote === false && (next === '\n' || next === '\r')) return next === '\r' && text[at + 2] === '\n' ? 2 : 1;
    return text.startsWith(delimiter, at + 1) ? delimiter.length : 0;
  };
}
