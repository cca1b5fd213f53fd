import type { Chooser } from './choose-examples.js';
import type { Entries } from './entries.js';
import type { Composition } from './gather-strata.js';
import { walkUnits } from './walk-units.js';

export interface GatheredGroup {
  readonly parts: Composition;
  /** Smallest rank of the keys joined in it, by which equal groups are told apart. */
  readonly rank: { readonly high: number; readonly low: number };
}

/** Groups that must stay together: those the mapping names, joined where they share an input. */
export interface GatheredGroups {
  /** The joined groups, in no particular order. */
  readonly groups: readonly GatheredGroup[];
  /** Group number → place in `groups`, or -1 where nothing of it stays. */
  readonly placeOf: Int32Array;
  /** Examples that stay. */
  readonly examples: number;
}

/**
 * The second walk where the mapping names a group.
 * @param keyRanks  rank of each group's key, by group number
 * @param joins     pairs of groups that belong together for another reason than a common input
 * Memory: about 150 bytes a group. Time O(examples) (union-find with path halving).
 */
export function gatherGroups(
  entries: Entries,
  chooser: Chooser,
  keyRanks: readonly { readonly high: number; readonly low: number }[],
  joins: readonly (readonly [number, number])[] = [],
): GatheredGroups {
  const parent = Uint32Array.from(keyRanks, (_, group) => group);
  const find = (group: number): number => {
    let at = group;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  const contents: (Map<number, number> | undefined)[] = [];
  const add = (group: number, set: number, examples: number): void => {
    const content = (contents[group] ??= new Map<number, number>());
    content.set(set, (content.get(set) ?? 0) + examples);
  };
  let examples = 0;
  for (const [first, second] of joins) parent[find(first)] = find(second);

  walkUnits(entries, {
    single(_high, _low, labelSet, group) {
      const set = chooser.single(labelSet);
      if (set < 0) return;
      add(group, set, 1);
      examples++;
    },
    multiple(unit) {
      const first = unit.groups[0] ?? 0;
      for (const group of unit.groups) parent[find(group)] = find(first);
      for (const part of chooser.multiple(unit)) {
        if (part.kept === 0) continue;
        add(first, part.set, part.kept);
        examples += part.kept;
      }
    },
  });

  return { ...join(contents, keyRanks, find), examples };
}

function join(
  contents: readonly (Map<number, number> | undefined)[],
  keyRanks: readonly { readonly high: number; readonly low: number }[],
  find: (group: number) => number,
): Omit<GatheredGroups, 'examples'> {
  const joined = new Map<number, { content: Map<number, number>; rank: { high: number; low: number } }>();
  keyRanks.forEach((rank, group) => {
    const root = find(group);
    const whole = joined.get(root) ?? { content: new Map<number, number>(), rank };
    if (rank.high < whole.rank.high || (rank.high === whole.rank.high && rank.low < whole.rank.low)) whole.rank = rank;
    for (const [set, examples] of contents[group] ?? []) whole.content.set(set, (whole.content.get(set) ?? 0) + examples);
    joined.set(root, whole);
  });
  const filled = [...joined.entries()].filter(([, whole]) => whole.content.size > 0);
  const placeOfRoot = new Map(filled.map(([root], place) => [root, place]));
  return {
    groups: filled.map(([, { content, rank }]) => ({
      parts: [...content.entries()].sort((a, b) => a[0] - b[0]).map(([set, examples]) => ({ set, examples })),
      rank,
    })),
    placeOf: Int32Array.from(keyRanks, (_, group) => placeOfRoot.get(find(group)) ?? -1),
  };
}
