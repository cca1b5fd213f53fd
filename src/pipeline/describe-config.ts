import type { Limits } from '../balance/balance.js';
import { SPLITS, type PerSplit } from '../core/splits.js';
import type { Config } from '../config/config.js';

/** The config as the manifest keeps it: all that decides the bytes, no paths. */
export function describeConfig(config: Config): object {
  const { mapping, duplicates, contradictions, balance, split, seed, order, maxRejects, allowSingleClass, invalidUtf8, schema } =
    config;
  const { nearDuplicates } = config;
  const counts = split.counts.some((count) => count !== undefined) ? bySplit(split.counts) : undefined;
  return {
    mapping,
    ...describeShapes(config),
    ...(schema === undefined ? {} : { schema }),
    duplicates,
    contradictions,
    ...(nearDuplicates === 'keep' ? {} : { nearDuplicates, nearDuplicateThreshold: config.nearDuplicateThreshold }),
    balance: {
      ...describeLimits('min', balance.min),
      ...describeLimits('max', balance.max),
      ...describeLimits('maxShare', balance.maxShare),
      rare: balance.rare,
      scope: balance.scope,
    },
    split: { ratios: bySplit(split.ratios), ...(counts === undefined ? {} : { counts }), smallClasses: split.smallClasses },
    seed,
    order,
    maxRejects,
    allowSingleClass,
    invalidUtf8,
    limits: config.limits,
  };
}

/** The filter, the renamed and the selected fields; per source, in the order of the config, where sources differ. */
function describeShapes({ shapes }: Config): object {
  const filters = shapes.map(({ where, rename, select }) => ({
    ...(where.length === 0 ? {} : { where: where.map(({ text }) => text) }),
    ...(Object.keys(rename).length === 0 ? {} : { rename }),
    ...(select === undefined ? {} : { select }),
  }));
  if (shapes.every((shape) => shape === shapes[0])) return filters[0] ?? {};
  return { sources: shapes.map(({ mapping }, place) => ({ mapping, ...filters[place] })) };
}

function describeLimits(name: string, { all, perTarget, perClass }: Limits): object {
  const limits = {
    ...(all === undefined ? {} : { all }),
    ...(perTarget === undefined ? {} : { perTarget: Object.fromEntries(perTarget) }),
    ...(perClass === undefined
      ? {}
      : {
          perClass: Object.fromEntries([...perClass].map(([target, classes]) => [target, Object.fromEntries(classes)] as const)),
        }),
  };
  return Object.keys(limits).length === 0 ? {} : { [name]: limits };
}

function bySplit(values: PerSplit<number | undefined>): object {
  return Object.fromEntries(
    SPLITS.map((split, place) => [split, values[place]] as const).filter(([, value]) => value !== undefined),
  );
}
