import { quoted } from '../core/printable.js';
import { textAt } from '../core/text-at.js';
import { countClasses, type BalanceInput } from './balance-input.js';
import { limitOf } from './limits.js';
import type { BalanceOptions } from './options.js';

/**
 * One sentence on the largest class (of one target, or of all), for the error that says no class is left.
 * @param target place of the target, or undefined for all
 * @returns undefined where there is no class. Time O(places in all sets).
 */
export function describeLargest(input: BalanceInput, options: BalanceOptions, target?: number): string | undefined {
  let largest = -1;
  let count = -1;
  countClasses(input).forEach((examples, place) => {
    if (target !== undefined && input.classes.targetOf(place) !== target) return;
    if (examples > count) [largest, count] = [place, examples];
  });
  if (largest < 0) return undefined;
  const name = input.classes.nameOf(largest);
  const targetName = textAt(input.targets, input.classes.targetOf(largest));
  const min = limitOf(options.min, targetName, name) ?? 0;
  const verdict = count < min ? `, below the minimum of ${min}` : '';
  return `the largest class, ${quoted(name)} of target ${quoted(targetName)}, has ${count} ${count === 1 ? 'example' : 'examples'}${verdict}`;
}
