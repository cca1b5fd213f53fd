import type { Limits } from '../balance/balance.js';
import type { Config } from '../config/config.js';

/** The config as the manifest keeps it: all that decides the bytes, no paths. */
export function describeConfig(config: Config): object {
  const { mapping, duplicates, contradictions, balance, split, seed, order, maxRejects, allowSingleClass, schema } = config;
  return {
    mapping,
    ...(schema === undefined ? {} : { schema }),
    duplicates,
    contradictions,
    balance: {
      min: describeLimits(balance.min),
      max: describeLimits(balance.max),
      maxShare: describeLimits(balance.maxShare),
      rare: balance.rare,
      scope: balance.scope,
    },
    split,
    seed,
    order,
    maxRejects,
    allowSingleClass,
  };
}

function describeLimits(limits: Limits): object {
  const perClass = [...(limits.perClass ?? [])].map(([target, classes]) => [target, Object.fromEntries(classes)] as const);
  return {
    ...(limits.all === undefined ? {} : { all: limits.all }),
    ...(limits.perTarget === undefined ? {} : { perTarget: Object.fromEntries(limits.perTarget) }),
    ...(limits.perClass === undefined ? {} : { perClass: Object.fromEntries(perClass) }),
  };
}
