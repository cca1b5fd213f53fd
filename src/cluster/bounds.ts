/** What a similarity at or above the threshold asks of two sets, by their sizes. Rounding never refuses a pair that fits. */
export interface Bounds {
  /** Least size of a partner that is not larger. */
  leastPartner(size: number): number;
  /** Shingles at most that only one of two sets has, by their sizes together. */
  mostDifferent(sizes: number): number;
}

/** More than the rounding of a product of doubles of this size. */
const ROUNDING = 1e-6;

export function createBounds(threshold: number): Bounds {
  const differing = (1 - threshold) / (1 + threshold);
  return {
    leastPartner: (size) => Math.max(1, Math.ceil(threshold * size - ROUNDING)),
    mostDifferent: (sizes) => Math.floor(differing * sizes + ROUNDING),
  };
}
