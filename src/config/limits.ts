import type { BalanceOptions, Limits } from '../balance/balance.js';
import type { CountOrShare, LimitOptions, PrepareOptions } from './options.js';
import { hundredth } from './ratios.js';

/**
 * The balance options with their defaults: no limits, rare labels dropped, before the split. Shares are kept apart from
 * counts: `"20%"` becomes 0.2 in `maxShare`.
 * @param balance of the shape the schema allows
 */
export function readBalance(balance: PrepareOptions['balance'] = {}): BalanceOptions {
  const { min, max, rare = 'drop-label', scope = 'all' } = balance;
  return {
    min: limitsOf(min, asCount),
    max: limitsOf(max, asCount),
    maxShare: limitsOf(max, asShare),
    rare: typeof rare === 'string' ? { policy: rare } : { policy: 'map', class: rare.map },
    scope,
  };
}

/** A count, as it is; undefined for a share. */
export function asCount(value: CountOrShare | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A share (`"20%"`) as a fraction; undefined for a count. */
export function asShare(value: CountOrShare | undefined): number | undefined {
  return typeof value === 'string' ? hundredth(Number(value.slice(0, -1))) : undefined;
}

/** Those of the limits that are of one kind. */
function limitsOf(
  limits: LimitOptions<CountOrShare> | undefined,
  as: (value: CountOrShare | undefined) => number | undefined,
): Limits {
  if (typeof limits !== 'object') return withAll(as(limits));
  const perTarget = new Map<string, number>();
  const perClass = new Map<string, ReadonlyMap<string, number>>();
  for (const [target, given] of Object.entries(limits.targets ?? {})) {
    const own = as(typeof given === 'object' ? given.all : given);
    if (own !== undefined) perTarget.set(target, own);
    const classes = new Map<string, number>();
    for (const [name, value] of Object.entries((typeof given === 'object' ? given.classes : undefined) ?? {})) {
      const limit = as(value);
      if (limit !== undefined) classes.set(name, limit);
    }
    if (classes.size > 0) perClass.set(target, classes);
  }
  return { ...withAll(as(limits.all)), ...(perTarget.size > 0 ? { perTarget } : {}), ...(perClass.size > 0 ? { perClass } : {}) };
}

function withAll(all: number | undefined): Limits {
  return all === undefined ? {} : { all };
}
