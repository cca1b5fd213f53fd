import { LabelmillError } from '../core/errors.js';
import { limitOf, maximumOf } from './limits.js';
import type { BalanceOptions, Limits } from './options.js';

/** A limit with the place it was set at, for messages. */
interface SetLimit {
  readonly value: number;
  readonly place: string;
}

/**
 * Checks what can be known without the data: a minimum is a whole number from 0, a maximum a whole number from 1 or a share
 * above 0 and below 1, and no class has a minimum above its maximum.
 * @throws LabelmillError BALANCE_INVALID. Time O(limits).
 */
export function checkBalance(options: BalanceOptions): void {
  for (const { value, place } of allLimits(options.min)) {
    if (!Number.isSafeInteger(value) || value < 0) refuse(`the minimum ${place} is ${value}; give a whole number from 0`, place);
  }
  for (const { value, place } of allLimits(options.max)) {
    if (!Number.isSafeInteger(value) || value < 1) refuse(`the maximum ${place} is ${value}; give a whole number from 1`, place);
  }
  for (const { value, place } of allLimits(options.maxShare)) {
    if (!(value > 0 && value < 1)) refuse(`the maximum share ${place} is ${value}; give a share above 0% and below 100%`, place);
  }
  if (options.rare.policy === 'map' && options.rare.class === '') {
    refuse('rare labels are mapped to a class without a name; name the class, or use drop-label', 'rare');
  }
  for (const [target, name] of namedClasses(options)) checkOrder(options, target, name);
}

function refuse(message: string, place: string): never {
  throw new LabelmillError('BALANCE_INVALID', `balance: ${message}`, { place });
}

function* allLimits(limits: Limits): Generator<SetLimit> {
  if (limits.all !== undefined) yield { value: limits.all, place: 'for all classes' };
  for (const [target, value] of limits.perTarget ?? []) yield { value, place: `of target "${target}"` };
  for (const [target, classes] of limits.perClass ?? []) {
    for (const [name, value] of classes) yield { value, place: `of class "${name}" of target "${target}"` };
  }
}

/** Every (target, class) a limit names; an undefined part stands for all the others. */
function* namedClasses(options: BalanceOptions): Generator<readonly [string | undefined, string | undefined]> {
  yield [undefined, undefined];
  for (const limits of [options.min, options.max]) {
    for (const target of limits.perTarget?.keys() ?? []) yield [target, undefined];
    for (const [target, classes] of limits.perClass ?? []) {
      for (const name of classes.keys()) yield [target, name];
    }
  }
}

function checkOrder(options: BalanceOptions, target: string | undefined, name: string | undefined): void {
  const min = closest(options.min, target, name);
  const max =
    target === undefined
      ? options.max.all
      : name === undefined
        ? targetMaximum(options, target)
        : maximumOf(options, target, name)?.count;
  if (min === undefined || max === undefined || min <= max) return;
  const whose =
    target === undefined
      ? 'for all classes'
      : name === undefined
        ? `of target "${target}"`
        : `of class "${name}" of target "${target}"`;
  refuse(`the minimum ${whose} is ${min} but its maximum is ${max}; raise the maximum or lower the minimum`, whose);
}

function closest(limits: Limits, target: string | undefined, name: string | undefined): number | undefined {
  if (target === undefined) return limits.all;
  return name === undefined ? (limits.perTarget?.get(target) ?? limits.all) : limitOf(limits, target, name);
}

function targetMaximum(options: BalanceOptions, target: string): number | undefined {
  const own = options.max.perTarget?.get(target);
  return own ?? (options.maxShare.perTarget?.has(target) === true ? undefined : options.max.all);
}
