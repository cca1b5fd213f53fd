import { createBounds } from './bounds.js';
import { createEqualParts } from './equal-parts.js';
import { eachPart } from './part-keys.js';
import type { ShingledTexts } from './shingled-texts.js';
import { sizeClasses, type SizeClass } from './size-classes.js';
import { createSketches } from './sketches.js';
import { createUnion, type Union } from './union.js';

export interface LinkSearch {
  readonly threshold: number;
  /** Texts that one text is compared with at most. */
  readonly comparisons: number;
}

/** Two places and their similarity. */
export interface PlaceLink {
  readonly place: number;
  readonly other: number;
  readonly similarity: number;
}

export interface FoundLinks {
  readonly links: readonly PlaceLink[];
  /** Which places hang together. */
  readonly union: Union;
  /** Places that were not compared with all candidates. */
  readonly capped: number;
}

/** A comparison of two sets costs as much as so many of their sketches. */
const SETS_COST = 100;

/**
 * Links texts until every two of similarity at or above the threshold hang together. Exact: the filters only pass over pairs
 * that can't be similar enough, or that hang together already; every link is confirmed on the sets of shingles.
 * Method: the partition filter of PartEnum (Arasu, Ganti and Kaushik, VLDB 2006) and sketches, over classes of sizes.
 * @param order  text by place, in ascending order of sizes and in an order among equals that does not follow the rows
 */
export function findLinks(texts: ShingledTexts, order: Uint32Array, { threshold, comparisons }: LinkSearch): FoundLinks {
  const bounds = createBounds(threshold);
  const sizes = order.map((text) => texts.sizeOf(text));
  const sketches = createSketches(texts, order);
  const similarityOf = createComparison(texts, order);
  const union = createUnion(order.length);
  const equal = createEqualParts();
  const compared = new Uint32Array(order.length);
  const links: PlaceLink[] = [];

  /** Compares a place with those before it whose part is the same; `first` is where the places of the class begin. */
  const search = (place: number, first: number, last: number): void => {
    const size = sizes[place] ?? 0;
    const leastSize = bounds.leastPartner(size);
    const isSameCluster = (a: number, b: number): boolean => union.find(first + a) === union.find(first + b);
    let cost = compared[place] ?? 0;
    for (let at = last; at >= 0 && cost <= comparisons;) {
      const other = first + at;
      const otherSize = sizes[other] ?? 0;
      if (otherSize < leastSize) break;
      if (union.find(other) === union.find(place)) {
        at = equal.belowCluster(at, isSameCluster);
        continue;
      }
      at = equal.below(at);
      cost++;
      if (!sketches.mayDifferBy(place, other, bounds.mostDifferent(size + otherSize))) continue;
      cost += SETS_COST;
      const similarity = similarityOf(place, other);
      if (similarity < threshold) continue;
      links.push({ place, other, similarity });
      union.join(place, other);
    }
    compared[place] = cost;
  };
  const searchPart = ({ partners, from, end }: SizeClass, keys: Uint32Array): void => {
    equal.clear(end - partners);
    for (let place = partners; place < end; place++) {
      const last = equal.enter(place - partners, keys[place - partners] ?? 0);
      if (last >= 0 && place >= from) search(place, partners, last);
    }
  };

  for (const sizeClass of sizeClasses(sizes, bounds)) {
    eachPart(texts, { order, sizeClass }, (keys) => searchPart(sizeClass, keys));
  }
  return { links, union, capped: compared.reduce((sum, cost) => sum + (cost > comparisons ? 1 : 0), 0) };
}

/** The exact similarity of two places. The shingles of the first are kept in mind until another one is asked for. */
function createComparison(texts: ShingledTexts, order: Uint32Array): (place: number, other: number) => number {
  const holders = new Uint32Array(texts.shingleCount);
  let marked = -1;
  return (place, other) => {
    if (marked !== place) for (const shingle of texts.shinglesOf(order[place] ?? 0)) holders[shingle] = place + 1;
    marked = place;
    let shared = 0;
    const others = texts.shinglesOf(order[other] ?? 0);
    for (const shingle of others) if (holders[shingle] === place + 1) shared++;
    return shared / (texts.sizeOf(order[place] ?? 0) + others.length - shared);
  };
}
