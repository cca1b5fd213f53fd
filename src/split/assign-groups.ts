import { numberAt } from '../core/number-at.js';
import type { NumberLists } from '../core/number-lists.js';
import type { PerSplit } from '../core/splits.js';
import { certify, type SplitCertificate } from './certificate.js';
import { groupLoad, type GroupLoad } from './group-load.js';
import { improveGroups, type GroupTable } from './improve-groups.js';
import { classesOf, indexLabels, sumOverClasses } from './label-index.js';
import { add, COLUMNS, placeAt } from './numbers.js';
import type { SplitPlanOptions } from './plan-split.js';
import { refuseSmallClasses } from './refuse-small-classes.js';
import { guardOf } from './small-classes.js';
import type { Part } from '../core/strata.js';

/** Examples that must all go to one split. */
export interface Group {
  /** Label sets of its examples, each once. */
  readonly parts: readonly Part[];
  /** A 64-bit rank of the group, in two halves from 0 to 2^32 - 1; different for different groups. Decides between equals. */
  readonly rank: { readonly high: number; readonly low: number };
}

export interface GroupInput {
  readonly groups: readonly Group[];
  readonly sets: NumberLists;
  readonly classCount: number;
  readonly sizes: PerSplit<number>;
  readonly nameOf?: (held: number) => string;
}

export interface GroupPlan {
  /** Per group: place of its split in SPLITS. */
  readonly splitOf: Uint8Array;
  readonly certificate: SplitCertificate;
}

/**
 * The split of each group, so that sizes and class shares come near to those asked for. The order of the groups has no part
 * in it: groups are taken by size, then by the spread of their classes, then by rank, each to the split that it fits best, and
 * moved or swapped afterwards as long as that fits better. A class that is in no group of train gets its smallest group there.
 * @throws LabelmillError SMALL_CLASSES where `fail` is asked for and a class is missing from a split
 * Time O(groups × log + places × passes). Method: greedy as scikit-learn's StratifiedGroupKFold, with relative deviations
 * because the splits differ in size.
 */
export function assignGroups(input: GroupInput, options: SplitPlanOptions): GroupPlan {
  const { groups, sizes } = input;
  const index = indexLabels(input.sets, input.classCount);
  const order = groups
    .map((group, place) => ({ group, place, load: groupLoad(group.parts, (set) => classesOf(index, set)) }))
    .sort((a, b) => compareLoads(a.load, b.load) || compareRanks(a.group, b.group));

  const counts = new Float64Array(input.sets.length);
  for (const { parts } of groups) for (const { set, examples } of parts) add(counts, set, examples);
  const guard = guardOf(sumOverClasses(index, counts, 1), sizes, options.smallClasses === 'cover');
  const loads = order.map(({ load }) => load);
  const table = tableOf(loads, sizes, input.classCount);
  improveGroups(table, guard);

  const splitOf = new Uint8Array(groups.length);
  const given = new Float64Array(counts.length * COLUMNS);
  order.forEach(({ group, place }, at) => {
    const column = placeAt(table.splitOf, at);
    splitOf[place] = column;
    for (const { set, examples } of group.parts) add(given, set * COLUMNS + column, examples);
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = Float64Array.from(sizes, (size) => (all === 0 ? 0 : size / all));
  const certificate = certify({ index, asked: sizes, shares, given, reasonOf: () => 'groups' });
  if (options.smallClasses === 'fail') refuseSmallClasses(certificate, input.nameOf);
  return { splitOf, certificate };
}

function compareLoads(a: GroupLoad, b: GroupLoad): number {
  return b.examples - a.examples || b.spread - a.spread;
}

function compareRanks(a: Group, b: Group): number {
  return a.rank.high - b.rank.high || a.rank.low - b.rank.low;
}

function tableOf(loads: readonly GroupLoad[], sizes: PerSplit<number>, classCount: number): GroupTable {
  const examples = loads.reduce((sum, load) => sum + load.examples, 0);
  const classExact = new Float64Array(classCount * COLUMNS);
  for (const { class: held, count } of loads.flatMap(({ classes }) => classes)) {
    for (let column = 0; column < COLUMNS; column++) {
      add(classExact, held * COLUMNS + column, (count * numberAt(sizes, column)) / examples);
    }
  }
  return {
    loads,
    sizes: Float64Array.from(sizes),
    classExact,
    splitOf: new Uint8Array(loads.length),
    totals: new Float64Array(COLUMNS),
    classTotals: new Float64Array(classExact.length),
  };
}
