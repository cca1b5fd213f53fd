/** How well a class is found. Each ratio is 0 where it has nothing to divide by, as scikit-learn's `zero_division=0`. */
export interface Ratios {
  /** Share of the predicted that is true. */
  readonly precision: number;
  /** Share of the true that is predicted. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** Share of the true or predicted that is both. */
  readonly jaccard: number;
}

export function ratiosOf(truePositives: number, falsePositives: number, falseNegatives: number): Ratios {
  const wrong = falsePositives + falseNegatives;
  return {
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    f1: share(2 * truePositives, 2 * truePositives + wrong),
    jaccard: share(truePositives, truePositives + wrong),
  };
}

/** The mean of ratios under weights; zeros where the weights sum to none. */
export function meanRatios(all: readonly Ratios[], weights: readonly number[]): Ratios {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (name: keyof Ratios): number =>
    share(
      all.reduce((sum, ratios, at) => sum + ratios[name] * (weights[at] ?? 0), 0),
      total,
    );
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), jaccard: mean('jaccard') };
}

export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
