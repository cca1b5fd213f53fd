import type { BalanceOptions, Limits } from './options.js';

/** Keeps 0.29 × 100 from being 28.999…; far above the error of a product of doubles, far below one example. */
const ROUNDING_SLACK = 1e-6;

/**
 * The limit that counts for a class: its own, else its target's, else the one for all; undefined where none is set.
 * Time O(1).
 */
export function limitOf(limits: Limits, target: string, name: string): number | undefined {
  return limits.perClass?.get(target)?.get(name) ?? limits.perTarget?.get(target) ?? limits.all;
}

/** The most examples a class may keep, as a count or as a share of its target's examples. */
export interface Maximum {
  readonly count: number | undefined;
  readonly share: number | undefined;
}

/**
 * The closest maximum of a class. A share and a count that are equally close both hold.
 * @returns undefined where no maximum is set. Time O(1).
 */
export function maximumOf(options: BalanceOptions, target: string, name: string): Maximum | undefined {
  const { max, maxShare } = options;
  const levels: readonly Maximum[] = [
    { count: max.perClass?.get(target)?.get(name), share: maxShare.perClass?.get(target)?.get(name) },
    { count: max.perTarget?.get(target), share: maxShare.perTarget?.get(target) },
    { count: max.all, share: maxShare.all },
  ];
  return levels.find((level) => level.count !== undefined || level.share !== undefined);
}

/**
 * A maximum in examples: a share is rounded down, but never below one example.
 * @param examples examples of the class's target
 * @returns Infinity where there is no maximum
 */
export function examplesOf(maximum: Maximum | undefined, examples: number): number {
  const { count = Infinity, share } = maximum ?? {};
  return share === undefined ? count : Math.min(count, Math.max(1, Math.floor(share * examples + ROUNDING_SLACK)));
}
