import type { Calibration } from '../core/evaluation.js';

export interface Calibrator {
  add(score: number, isRight: boolean): void;
  /** Undefined where nothing was added. */
  result(): Calibration | undefined;
}

/** As Guo et al. (On Calibration of Modern Neural Networks, 2017). */
const BINS = 15;

/** An empty calibrator. Method: expected calibration error over 15 bins of equal width (Guo et al. 2017). */
export function createCalibrator(): Calibrator {
  const counts = new Float64Array(BINS);
  const scores = new Float64Array(BINS);
  const rights = new Float64Array(BINS);
  return {
    add(score, isRight) {
      const bin = binOf(score);
      counts[bin] = (counts[bin] ?? 0) + 1;
      scores[bin] = (scores[bin] ?? 0) + score;
      if (isRight) rights[bin] = (rights[bin] ?? 0) + 1;
    },
    result() {
      const all = Array.from(counts, (count, bin) => ({
        low: bin / BINS,
        high: (bin + 1) / BINS,
        count,
        confidence: (scores[bin] ?? 0) / count,
        accuracy: (rights[bin] ?? 0) / count,
      }));
      const bins = all.filter(({ count }) => count > 0);
      const count = bins.reduce((sum, bin) => sum + bin.count, 0);
      if (count === 0) return undefined;
      const error = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence), 0) / count;
      return { count, error, bins };
    },
  };
}

/** The bin whose upper edge is the first that a score does not exceed. */
function binOf(score: number): number {
  let bin = Math.min(BINS - 1, Math.max(0, Math.ceil(score * BINS)));
  while (bin > 0 && score <= bin / BINS) bin--;
  return bin;
}
