import type { Check, Found } from '../definition.js';
import { byTarget, listed, ofTarget, placesOf, withExamples } from '../describe.js';
import type { ClassFact, Facts } from '../facts.js';
import { findSlips, isForSlips, MOST_NAMES, skeletonOf } from '../look-alikes.js';

export const classLookAlike: Check = {
  code: 'class-look-alike',
  title: 'classes look alike and may be one',
  explains: `"Refund", "refund " and "refund" are three classes to a program. So are two spellings that differ in Unicode form (é as one character or as two), in a character without width, in a letter of another alphabet that looks the same, or in _ and - for a space. A class one letter away from another that is 20 times as large is most likely a slip of the keyboard. Each such class takes examples from the one that was meant, and the model is asked to tell apart what is the same.

The message ends with a class map that merges them into the most frequent spelling, ready to be saved as JSON and given with --class-map TARGET=FILE, or as "map" of the label. Take out of it what is meant to be two classes. Nothing is merged unless you do.`,
  severity: 'warn',
  threshold: {
    limit: { value: 20, means: 'times the examples of a class that another must have for one letter to count as a slip' },
  },
  start: ({ limit }) => ({ finish: (facts) => byTarget(facts).flatMap((of) => findAlike(facts, of, limit)) }),
};

function findAlike(
  facts: Facts,
  { target, classes }: { readonly target: string; readonly classes: readonly ClassFact[] },
  ratio: number,
): readonly Found[] {
  const { crowd, leaders } = lookAt(classes);
  const bySkeleton = new Map<string, ClassFact[]>();
  for (const one of crowd) {
    const skeleton = skeletonOf(one.name);
    bySkeleton.set(skeleton, [...(bySkeleton.get(skeleton) ?? []), one]);
  }
  const merges: (readonly [from: ClassFact, into: ClassFact])[] = [];
  for (const alike of bySkeleton.values()) {
    const [leader, ...others] = [...alike].sort((a, b) => b.examples - a.examples);
    if (leader !== undefined) merges.push(...others.map((other) => [other, leader] as const));
  }
  const sizes = new Map([...leaders].map(([skeleton, { examples }]) => [skeleton, examples] as const));
  for (const [slip, meant] of findSlips(sizes, ratio)) {
    const [from, into] = [leaders.get(slip), leaders.get(meant)];
    if (from !== undefined && into !== undefined) merges.push([from, into]);
  }
  if (merges.length === 0) return [];
  const map = JSON.stringify(Object.fromEntries(merges.map(([from, into]) => [from.name, into.name])));
  const nameOf = withExamples(facts);
  const told = ([from, into]: readonly [ClassFact, ClassFact]): string => `${nameOf(from)} and ${nameOf(into)}`;
  return [
    {
      message: `${ofTarget(facts, target)}classes that look alike: ${listed(merges, told)}`,
      count: merges.length,
      share: merges.length / classes.length,
      places: placesOf(merges.map(([from]) => from)),
      advice: `If they are the same, merge them with this class map (--class-map ${target}=FILE): ${map}`,
    },
  ];
}

interface Looks {
  /** Classes of which another may have the same skeleton: nearly none but those that have. */
  readonly crowd: readonly ClassFact[];
  /** Of each skeleton that slips are looked for in, the largest class; no more of them than are needed to see that they are too many. */
  readonly leaders: ReadonlyMap<string, ClassFact>;
}

/** One look at each name. Memory: 8 bytes a class, for a million names are no classes that people write. */
function lookAt(classes: readonly ClassFact[]): Looks {
  const hashes = new Uint32Array(classes.length);
  const leaders = new Map<string, ClassFact>();
  classes.forEach((one, at) => {
    const skeleton = skeletonOf(one.name);
    hashes[at] = hashOf(skeleton);
    if (!isForSlips(skeleton)) return;
    const leader = leaders.get(skeleton);
    if (leader === undefined ? leaders.size <= MOST_NAMES : one.examples > leader.examples) leaders.set(skeleton, one);
  });
  const sorted = hashes.slice().sort();
  const shared = new Set(sorted.filter((hash, at) => hash === sorted[at - 1]));
  return { crowd: classes.filter((_, at) => shared.has(hashes[at] ?? 0)), leaders };
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
