import type { FoundNearDuplicates, NearDuplicateIndex } from '../cluster/cluster.js';
import type { Origin } from '../core/origin.js';
import type { NearDuplicates, ReportLabel } from '../core/report.js';
import { showInput, startOf } from '../core/show-input.js';
import type { DealSink } from '../lane/lane.js';
import { describeNearDuplicates, inputsToKeep, type ClusteredInput } from './near-clusters.js';

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

/** Finds the near duplicates that were dealt to different splits, and keeps what a report shows of them. */
export interface Crossings {
  /** Takes note of an example that was written. */
  readonly dealt: NonNullable<DealSink['dealt']>;
  find(): NearDuplicateFindings;
  /** What the report tells; undefined where they were not looked for. */
  describe(): NearDuplicates | undefined;
}

export interface CrossingsOptions {
  readonly index: NearDuplicateIndex | undefined;
  readonly found: FoundNearDuplicates | undefined;
  readonly threshold: number;
  /** The labels of a written set. */
  readonly labelsOf: (set: number) => readonly ReportLabel[];
}

/** Pairs whose places are shown. */
const SHOWN_PAIRS = 10;
/** UTF-16 units kept of a text. */
const SHOWN_TEXT = 300;

/** Memory: about 150 bytes per input that has a near duplicate, and 10 MB for texts. */
export function createCrossings({ index, found, threshold, labelsOf }: CrossingsOptions): Crossings {
  const places = new Map<number, ClusteredInput>();
  const clustered = new Set(found?.clusters.flat());
  const kept = found === undefined ? new Set<number>() : inputsToKeep(found);
  return {
    dealt({ high, low, inputJson, origin }, split, set) {
      const number = index?.add(high, low, () => '') ?? -1;
      if (!clustered.has(number) || places.has(number)) return;
      const place = { split, origin };
      if (!kept.has(number)) places.set(number, place);
      else {
        const text = startOf(showInput(JSON.parse(`{${inputJson}}`)).text, SHOWN_TEXT);
        places.set(number, { ...place, shown: { text, labels: labelsOf(set) } });
      }
    },
    describe: () => (found === undefined ? undefined : describeNearDuplicates(found, threshold, (number) => places.get(number))),
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
