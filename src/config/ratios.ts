import { SPLITS, type PerSplit } from '../core/splits.js';
import type { PrepareOptions } from './options.js';

type RatioOptions = NonNullable<NonNullable<PrepareOptions['split']>['ratios']>;

const DEFAULT_RATIOS: PerSplit<number> = [0.8, 0.1, 0.1];

/** How far from 1 ratios may sum, so that three thirds do. */
const TOLERANCE = 1e-9;

/**
 * Ratios as fractions that sum to 1, in the order train, validation, test. They may be given as fractions or as percentages,
 * as `"80/10/10"`, as a list or by name; two numbers are train and validation; what is not named is 0.
 * @param ratios of the shape the schema allows; undefined stands for 80/10/10
 * @returns the fractions, or what is wrong with them (`must sum to …`)
 */
export function readRatios(ratios: RatioOptions | undefined): PerSplit<number> | string {
  if (ratios === undefined) return DEFAULT_RATIOS;
  const given = numbersOf(ratios);
  const sum = given.reduce((total, ratio) => total + ratio, 0);
  if (Math.abs(sum - 1) <= TOLERANCE) return perSplit(given);
  if (Math.abs(sum - 100) <= 100 * TOLERANCE) return perSplit(given.map(hundredth));
  const known = Array.isArray(ratios) || typeof ratios === 'string' ? '' : '; splits that are not named count as 0';
  return `must sum to 1 or to 100, but ${given.join(' + ')} is ${Number(sum.toPrecision(12))}${known}`;
}

function numbersOf(ratios: RatioOptions): readonly number[] {
  if (typeof ratios === 'string') return ratios.split('/').map(Number);
  if (isList(ratios)) return ratios;
  return SPLITS.map((split) => ratios[split] ?? 0);
}

function isList(ratios: RatioOptions): ratios is readonly number[] {
  return Array.isArray(ratios);
}

function perSplit([train = 0, validation = 0, test = 0]: readonly number[]): PerSplit<number> {
  return [train, validation, test];
}

/** A percentage as a fraction, by shifting the decimal point, so that 33.33 becomes 0.3333 and not its neighbour. */
export function hundredth(percentage: number): number {
  const [digits = '', exponent = '0'] = String(percentage).split('e');
  return Number(`${digits}e${Number(exponent) - 2}`);
}
