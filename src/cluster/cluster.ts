/** Inputs that are nearly the same: clusters of texts by the exact Jaccard similarity of their shingles. */
export { createNearDuplicates, type NearDuplicateIndex, type NearDuplicateOptions } from './near-duplicates.js';
export type { Cluster, FoundNearDuplicates, Link } from './found.js';
