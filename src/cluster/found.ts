/** Two inputs whose similarity was computed and is at least the threshold. */
export interface Link {
  /** Numbers that `add` gave; the one with the smaller key first. */
  readonly first: number;
  readonly second: number;
  /** Shared shingles by all shingles of the two, from the threshold to 1. */
  readonly similarity: number;
}

/** Inputs that hang together by links; each number once, in ascending order of keys. The first one stands for all. */
export type Cluster = readonly number[];

export interface FoundNearDuplicates {
  /** Two inputs of similarity at or above the threshold are always in one cluster. In ascending order of their first keys. */
  readonly clusters: readonly Cluster[];
  /**
   * The links that hold the clusters together, one fewer than a cluster has inputs; the most similar first, then by keys. So a
   * cluster that is cut in two always has a link that is cut.
   */
  readonly links: readonly Link[];
  /** Inputs that were not compared with all candidates because these are too many: 0 means that nothing was missed. */
  readonly capped: number;
}
