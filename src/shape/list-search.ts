import type { Value } from './expression.js';
import type { Operation } from './operators.js';

/** Lists shorter than this are searched one by one. */
const LEAST = 8;

/**
 * `in` for a list that is the same for every row: texts are looked up in a set, so that a list of 10,000 names costs what one
 * of ten costs. Everything else goes the common way.
 */
export function listSearch(items: readonly Value[], search: Operation): Operation {
  const texts = new Set(items.filter((item) => typeof item === 'string'));
  if (texts.size < LEAST) return search;
  return (at, left, right) => (typeof left === 'string' ? texts.has(left) : search(at, left, right));
}
