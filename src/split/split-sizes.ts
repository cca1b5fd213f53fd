import { LabelmillError } from '../core/errors.js';
import { SPLITS, type PerSplit } from '../core/splits.js';
import { textAt } from '../core/text-at.js';
import type { SplitOptions } from './options.js';

/** Ratios count in billionths, so that 0.7 of 10 is 7 although 0.7 has no exact double. */
const RATIO_UNITS = 1e9;
const SUM_SLACK = 1e-9;

/**
 * Checks that ratios are finite, not negative and sum to 1 ± 1e-9.
 * @throws LabelmillError RATIOS_INVALID
 */
export function checkRatios(ratios: PerSplit<number>): void {
  ratios.forEach((ratio, place) => {
    if (!Number.isFinite(ratio) || ratio < 0)
      refuse(`the ratio of ${textAt(SPLITS, place)} is ${ratio}; give a number from 0 to 1`);
  });
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  if (Math.abs(sum - 1) > SUM_SLACK) refuse(`the ratios ${ratios.join(' / ')} sum to ${sum}; make them sum to 1`);
}

/**
 * Examples per split: train = floor(N × train) computed exactly, of the rest test = ceil(rest × test / (validation + test)),
 * validation what remains. Splits with a size of their own have it; the others share what is left by their ratios in the same
 * way, or train takes it all where the others' ratios are 0.
 * @param examples examples to share out
 * @returns sizes that sum to `examples`
 * @throws LabelmillError RATIOS_INVALID for ratios that don't sum to 1 and sizes that don't fit
 */
export function splitSizes(examples: number, options: SplitOptions): PerSplit<number> {
  checkRatios(options.ratios);
  const { counts } = options;
  counts.forEach((count, place) => {
    if (count !== undefined && (!Number.isSafeInteger(count) || count < 0)) {
      refuse(`the size of ${textAt(SPLITS, place)} is ${count}; give a whole number from 0`);
    }
  });
  const given = counts.reduce((sum: number, count) => sum + (count ?? 0), 0);
  const left = examples - given;
  if (left < 0) refuse(`the sizes asked for sum to ${given}, but there are ${examples} examples; ask for fewer`);

  const units = options.ratios.map((ratio, place) =>
    counts[place] === undefined ? BigInt(Math.round(ratio * RATIO_UNITS)) : 0n,
  );
  const [train = 0n, validation = 0n, test = 0n] = units;
  const whole = train + validation + test;
  if (whole === 0n && left > 0 && counts[0] !== undefined) {
    refuse(`the sizes asked for sum to ${given} of ${examples} examples, and no other split may take the other ${left}`);
  }
  const trainShare = whole === 0n ? left : Number((BigInt(left) * train) / whole);
  const rest = left - trainShare;
  const testShare = validation + test === 0n ? 0 : Number((BigInt(rest) * test + validation + test - 1n) / (validation + test));
  return [counts[0] ?? trainShare, counts[1] ?? rest - testShare, counts[2] ?? testShare];
}

function refuse(message: string): never {
  throw new LabelmillError('RATIOS_INVALID', `split: ${message}`);
}
