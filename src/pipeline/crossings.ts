import type { FoundNearDuplicates, NearDuplicateIndex } from '../cluster/cluster.js';
import type { Origin } from '../core/origin.js';

/** What a person should know about near duplicates. */
export interface NearDuplicateFindings {
  /** Clusters whose inputs are in different splits. */
  readonly crossing: number;
  /** Inputs of these clusters that are written. */
  readonly inputs: number;
  /** Similarity of the closest two that are in different splits. */
  readonly closest: number | undefined;
  /** Where the closest pairs stand, the two of a pair next to each other. */
  readonly places: readonly Origin[];
  /** Inputs that were not compared with all candidates. */
  readonly capped: number;
}

/** Finds the near duplicates that were dealt to different splits. */
export interface Crossings {
  /** Takes note of an example that was written. */
  dealt(high: number, low: number, split: number, origin: Origin): void;
  find(): NearDuplicateFindings;
}

/** Pairs whose places are shown. */
const SHOWN_PAIRS = 10;

interface Place {
  readonly split: number;
  readonly origin: Origin;
}

/** Memory: about 150 bytes per input that has a near duplicate. */
export function createCrossings(index: NearDuplicateIndex | undefined, found: FoundNearDuplicates | undefined): Crossings {
  const places = new Map<number, Place>();
  const clustered = new Set(found?.clusters.flat());
  return {
    dealt(high, low, split, origin) {
      const number = index?.add(high, low, () => '') ?? -1;
      if (clustered.has(number) && !places.has(number)) places.set(number, { split, origin });
    },
    find() {
      const isCut = (cluster: readonly number[]): boolean =>
        new Set(cluster.flatMap((number) => places.get(number)?.split ?? [])).size > 1;
      const cut = (found?.clusters ?? []).filter(isCut);
      const pairs = (found?.links ?? []).flatMap(({ first, second, similarity }) => {
        const [a, b] = [places.get(first), places.get(second)];
        return a === undefined || b === undefined || a.split === b.split ? [] : [{ similarity, origins: [a.origin, b.origin] }];
      });
      return {
        crossing: cut.length,
        inputs: cut.flat().filter((number) => places.has(number)).length,
        closest: pairs[0]?.similarity,
        places: pairs.slice(0, SHOWN_PAIRS).flatMap(({ origins }) => origins),
        capped: found?.capped ?? 0,
      };
    },
  };
}
