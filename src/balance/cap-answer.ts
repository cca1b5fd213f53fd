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
    const amount = keep[at];
    if (amount === undefined || !Number.isInteger(amount) || amount < 0 || amount > size) return undefined;
    kept += amount;
    for (const limit of limits) perLimit[limit] = (perLimit[limit] ?? 0) + amount;
  }
  let excess = 0;
  for (const [at, { cap, need }] of component.limits.entries()) {
    const amount = perLimit[at] ?? 0;
    if (amount < need) return undefined;
    excess += Math.max(0, amount - cap);
  }
  return { keep, kept, excess };
}

/** The better answer: less above the caps, then more kept; the first where they are equal. */
export function better(a: CapAnswer | undefined, b: CapAnswer | undefined): CapAnswer | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.excess < a.excess || (b.excess === a.excess && b.kept > a.kept) ? b : a;
}
