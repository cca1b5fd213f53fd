import type { Link, NearDuplicateIndex } from '../cluster/cluster.js';
import type { Example, Input } from '../core/example.js';
import type { Fingerprinter } from '../core/fingerprint.js';
import { createUint32List } from '../core/growable.js';
import type { Halves, Ranker } from '../core/rank.js';

export interface GroupsOptions {
  readonly fingerprint: Fingerprinter;
  readonly selectRank: Ranker;
  /** Receives every input. */
  readonly nearDuplicates: NearDuplicateIndex | undefined;
  /** Whether every input is a group, for clusters to join them. */
  readonly byCluster: boolean;
}

/** The groups that examples belong to: those the mapping names, or every input its own. */
export interface Groups {
  /** Number of an example's group, from 0 in order of appearance; the same when the example is met again. */
  groupOf(example: Example, high: number, low: number): number;
  /** Rank of each group, by its number. */
  readonly ranks: readonly Halves[];
  /** The groups that links between inputs join. */
  joinsOf(links: readonly Link[]): readonly (readonly [number, number])[];
}

export function createGroups({ fingerprint, selectRank, nearDuplicates, byCluster }: GroupsOptions): Groups {
  const ranks: Halves[] = [];
  const named = new Map<string, number>();
  /** By input: one of its groups (others are joined with it by the input itself). */
  const ofInput = createUint32List();

  const addGroup = (high: number, low: number): number => {
    const rank: Halves = { high, low };
    selectRank(high, low, rank);
    return ranks.push(rank) - 1;
  };
  const groupNamed = (name: string): number => {
    const known = named.get(name);
    if (known !== undefined) return known;
    const print: Halves = { high: 0, low: 0 };
    fingerprint({ kind: 'text', text: name }, print);
    const added = addGroup(print.high, print.low);
    named.set(name, added);
    return added;
  };

  return {
    ranks,
    groupOf({ group, input }, high, low) {
      const number = nearDuplicates?.add(high, low, () => textOf(input)) ?? 0;
      const ofName = group === undefined ? 0 : groupNamed(group);
      if (!byCluster) return ofName;
      if (number === ofInput.length) ofInput.push(group === undefined ? addGroup(high, low) : ofName);
      return group === undefined ? ofInput.at(number) : ofName;
    },
    joinsOf: (links) => links.map(({ first, second }) => [ofInput.at(first), ofInput.at(second)] as const),
  };
}

/** What similarity looks at: the text, or the contents of all messages. */
function textOf(input: Input): string {
  return input.kind === 'text' ? input.text : input.messages.map(({ content }) => content).join('\n');
}
