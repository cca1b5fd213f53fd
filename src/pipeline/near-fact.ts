import type { NearFact } from '../check/check.js';
import type { FoundNearDuplicates } from '../cluster/cluster.js';
import { createUint32List } from '../core/growable.js';
import type { Origin } from '../core/origin.js';
import { SPLITS, type SplitName } from '../core/splits.js';

/** Where each input was first seen, and what near duplicates of inputs a gate tells. */
export interface NearPlaces {
  /** @param number what the index of near duplicates calls the input */
  add(number: number, origin: Origin, split: SplitName | undefined): void;
  /** Of inputs in given splits the clusters that are in several; else all clusters. */
  fact(found: FoundNearDuplicates): NearFact;
}

/** Pairs whose places are shown. */
const SHOWN_PAIRS = 10;

/** Memory: 16 bytes per input. */
export function createNearPlaces(): NearPlaces {
  const sources: string[] = [];
  const sourceOf = createUint32List();
  const rows = createUint32List();
  const lines = createUint32List();
  const splits = createUint32List();
  const placeOf = (input: number): Origin => ({
    source: sources[sourceOf.at(input)] ?? '',
    row: rows.at(input),
    line: lines.at(input),
    byte: -1,
  });
  return {
    add(number, { source, row, line }, split) {
      if (number < rows.length) return;
      if (sources[sources.length - 1] !== source) sources.push(source);
      sourceOf.push(sources.length - 1);
      rows.push(row);
      lines.push(line);
      splits.push(split === undefined ? 0 : SPLITS.indexOf(split) + 1);
    },
    fact({ clusters, links, capped }) {
      const isAcrossSplits = splits.view().some((split) => split > 0);
      const differ = (inputs: readonly number[]): boolean => new Set(inputs.map((input) => splits.at(input))).size > 1;
      const told = isAcrossSplits ? clusters.filter(differ) : clusters;
      const pairs = isAcrossSplits ? links.filter(({ first, second }) => differ([first, second])) : links;
      return {
        clusters: told.length,
        inputs: told.reduce((sum, cluster) => sum + cluster.length, 0),
        closest: pairs[0]?.similarity,
        places: pairs
          .slice(0, SHOWN_PAIRS)
          .flatMap(({ first, second }) => [placeOf(Math.min(first, second)), placeOf(Math.max(first, second))]),
        isAcrossSplits,
        capped,
      };
    },
  };
}
