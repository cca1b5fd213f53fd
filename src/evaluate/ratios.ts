import type { Ratios } from '../core/evaluation.js';

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
