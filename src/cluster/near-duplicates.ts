import { findLinks, type FoundLinks } from './find-links.js';
import type { Cluster, FoundNearDuplicates, Link } from './found.js';
import { createKeyTable, type KeyTable } from './key-table.js';
import { createShingledTexts } from './shingled-texts.js';

export interface NearDuplicateOptions {
  /** Jaccard similarity from which two texts are near duplicates, above 0 and at most 1. */
  readonly threshold: number;
  /** Comparisons at most, which all texts share equally. Default 5 × 10^10, some minutes; 50,000 each for a million. */
  readonly comparisons?: number;
}

/** Collects inputs, then finds those that are nearly the same. */
export interface NearDuplicateIndex {
  /**
   * Adds an input under its fingerprint, or meets it again. About 3 µs for a text of 50 characters.
   * @returns the number of the input, from 0 in order of appearance; the same for the same key, also after `find`
   */
  add(high: number, low: number, text: () => string): number;
  /** Inputs so far. */
  readonly size: number;
  /** The key of an input, upper and lower half. */
  keyOf(number: number): readonly [high: number, low: number];
  /** Finds links and clusters and frees the texts; nothing new is added after. */
  find(): FoundNearDuplicates;
}

const COMPARISONS = 5e10;
/** Even among many millions of texts each is compared with so many. */
const COMPARISONS_LEAST = 10_000;

/**
 * An empty index. Similarity is the Jaccard similarity of the sets of shingles: all three neighbouring UTF-16 code units of the
 * folded text (see foldText). What is found depends on keys and texts alone, not on their order.
 */
export function createNearDuplicates({ threshold, comparisons = COMPARISONS }: NearDuplicateOptions): NearDuplicateIndex {
  const keys = createKeyTable();
  let texts = createShingledTexts();
  return {
    add(high, low, text) {
      const known = keys.size;
      const number = keys.numberOf(high, low);
      if (number === known) texts.add(text());
      return number;
    },
    get size() {
      return keys.size;
    },
    keyOf: (number) => [keys.highOf(number), keys.lowOf(number)],
    find() {
      const order = Uint32Array.from({ length: keys.size }, (_, number) => number);
      order.sort((a, b) => texts.sizeOf(a) - texts.sizeOf(b) || keys.compare(a, b));
      const perText = Math.max(COMPARISONS_LEAST, Math.floor(comparisons / Math.max(1, keys.size)));
      const found = findLinks(texts, order, { threshold, comparisons: perText });
      texts = createShingledTexts();
      return { clusters: gatherClusters(found, order, keys), links: sortLinks(found, order, keys), capped: found.capped };
    },
  };
}

function gatherClusters({ links, union }: FoundLinks, order: Uint32Array, keys: KeyTable): readonly Cluster[] {
  const members = new Map<number, Set<number>>();
  for (const link of links) {
    const root = union.find(link.place);
    const cluster = members.get(root) ?? new Set<number>();
    cluster.add(order[link.place] ?? 0).add(order[link.other] ?? 0);
    members.set(root, cluster);
  }
  return [...members.values()]
    .map((cluster) => [...cluster].sort(keys.compare))
    .sort((a, b) => keys.compare(a[0] ?? 0, b[0] ?? 0));
}

function sortLinks({ links }: FoundLinks, order: Uint32Array, keys: KeyTable): readonly Link[] {
  return links
    .map(({ place, other, similarity }) => {
      const [a, b] = [order[place] ?? 0, order[other] ?? 0];
      return keys.compare(a, b) < 0 ? { first: a, second: b, similarity } : { first: b, second: a, similarity };
    })
    .sort((a, b) => b.similarity - a.similarity || keys.compare(a.first, b.first) || keys.compare(a.second, b.second));
}
