import type { Cluster, FoundNearDuplicates } from '../cluster/cluster.js';
import type { Origin } from '../core/origin.js';
import type { NearDuplicateCluster, NearDuplicates, ReportLabel } from '../core/report.js';
import { SPLITS } from '../core/splits.js';

/** A written input of a cluster: the first of its examples. */
export interface ClusteredInput {
  /** Its place in SPLITS. */
  readonly split: number;
  readonly origin: Origin;
  /** The start of its text and its labels, where it may be shown. */
  readonly shown?: { readonly text: string; readonly labels: readonly ReportLabel[] };
}

/** Clusters a report shows, and inputs of each. */
const SHOWN_CLUSTERS = 20;
const SHOWN_INPUTS = 6;
/** Clusters whose inputs are kept until it is known which of them are in several splits; and inputs kept of each. */
const KEPT_CLUSTERS = 400;
const KEPT_INPUTS = 24;

/** The inputs that a report may show: of the largest clusters, and of those with the closest pairs. At most 10,000. */
export function inputsToKeep({ clusters, links }: FoundNearDuplicates): ReadonlySet<number> {
  const clusterOf = new Map(clusters.flatMap((cluster) => cluster.map((number) => [number, cluster] as const)));
  const largest = [...clusters].sort((a, b) => b.length - a.length).slice(0, KEPT_CLUSTERS);
  const closest = links.slice(0, KEPT_CLUSTERS).flatMap(({ first }) => clusterOf.get(first) ?? []);
  const kept = new Set<number>();
  for (const cluster of largest) for (const number of cluster.slice(0, KEPT_INPUTS)) kept.add(number);
  for (const number of closest.slice(0, KEPT_CLUSTERS * KEPT_INPUTS)) kept.add(number);
  return kept;
}

/**
 * Near duplicates as the report tells them, of inputs that were written: clusters in several splits first, then the largest.
 * Pure; time O(inputs in clusters × log clusters).
 */
export function describeNearDuplicates(
  { clusters, links }: FoundNearDuplicates,
  threshold: number,
  inputOf: (number: number) => ClusteredInput | undefined,
): NearDuplicates {
  const similarities = new Map<number, { nearest: number; farthest: number }>();
  const firstOf = new Map(clusters.flatMap((cluster) => cluster.map((number) => [number, cluster[0] ?? number] as const)));
  for (const { first, similarity } of links) {
    const known = similarities.get(firstOf.get(first) ?? first);
    // the closest come first
    if (known === undefined) similarities.set(firstOf.get(first) ?? first, { nearest: similarity, farthest: similarity });
    else known.farthest = similarity;
  }
  const written = clusters
    .map((cluster) => ({ cluster, inputs: cluster.filter((number) => inputOf(number) !== undefined) }))
    .filter(({ inputs }) => inputs.length > 1)
    .map(({ cluster, inputs }) => ({ cluster, inputs, splits: new Set(inputs.map((number) => inputOf(number)?.split)).size }));
  const isShown = ({ inputs }: { readonly inputs: Cluster }): boolean =>
    inputs.some((number) => inputOf(number)?.shown !== undefined);
  const shown = written
    .filter(isShown)
    .sort((a, b) => Number(b.splits > 1) - Number(a.splits > 1) || b.inputs.length - a.inputs.length)
    .slice(0, SHOWN_CLUSTERS);
  return {
    threshold,
    inputs: written.reduce((sum, { inputs }) => sum + inputs.length, 0),
    clusterCount: written.length,
    clustersAcrossSplits: written.filter(({ splits }) => splits > 1).length,
    clusters: shown.map(({ cluster, inputs }): NearDuplicateCluster => {
      const { nearest, farthest } = similarities.get(cluster[0] ?? -1) ?? { nearest: threshold, farthest: threshold };
      return { inputs: inputs.length, nearest, farthest, examples: choose(inputs.flatMap((number) => inputOf(number) ?? [])) };
    }),
  };
}

/** A few inputs of a cluster, with one of each split that it is in. */
function choose(inputs: readonly ClusteredInput[]): NearDuplicateCluster['examples'] {
  const known = inputs.filter(({ shown }) => shown !== undefined);
  const perSplit = SPLITS.flatMap((_, split) => known.find((input) => input.split === split) ?? []);
  const chosen = new Set([...perSplit, ...known].slice(0, SHOWN_INPUTS + perSplit.length));
  return [...chosen].slice(0, SHOWN_INPUTS).flatMap(({ split, origin, shown }) => {
    const name = SPLITS[split];
    return shown === undefined ? [] : [{ ...shown, ...(name === undefined ? {} : { split: name }), origin }];
  });
}
