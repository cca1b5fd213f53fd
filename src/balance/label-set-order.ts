import { numberAt } from '../core/number-at.js';

/**
 * Compares two label sets place by place; a set that starts another goes first. This is the canonical order of label sets.
 * @returns below 0, 0 or above 0. Time O(length of the common prefix).
 */
export function compareLabelSets(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = numberAt(a, at) - numberAt(b, at);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
