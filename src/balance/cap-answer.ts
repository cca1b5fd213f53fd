import { addTo, floatAt, numberAt } from '../core/number-at.js';
import type { CapComponent } from './cap-problem.js';

/** An answer to a component: examples kept per bundle, and how good it is. */
export interface CapAnswer {
  readonly keep: readonly number[];
  readonly kept: number;
  /** Examples above the caps, summed over classes. */
  readonly excess: number;
}

/**
 * Judges an answer.
 * @returns undefined where it breaks a bundle's size or a minimum, or is not made of whole numbers. Time O(places).
 */
export function judge(component: CapComponent, keep: readonly number[]): CapAnswer | undefined {
  const perLimit = new Float64Array(component.limits.length);
  let kept = 0;
  for (const [at, { size, limits }] of component.bundles.entries()) {
    const amount = numberAt(keep, at);
    if (!Number.isInteger(amount) || amount < 0 || amount > size) return undefined;
    kept += amount;
    for (const limit of limits) addTo(perLimit, limit, amount);
  }
  let excess = 0;
  for (const [at, { cap, need }] of component.limits.entries()) {
    const amount = floatAt(perLimit, at);
    if (amount < need) return undefined;
    excess += Math.max(0, amount - cap);
  }
  return { keep, kept, excess };
}

/** The better answer: less above the caps, then more kept; the first where they are equal or there is no other. */
export function better(a: CapAnswer, b: CapAnswer | undefined): CapAnswer {
  if (b === undefined) return a;
  return b.excess < a.excess || (b.excess === a.excess && b.kept > a.kept) ? b : a;
}
