import type { BoundedMetric, Bounds } from '../core/evaluation.js';
import { createRandom } from '../core/random.js';
import type { Outcomes } from './outcome-table.js';
import { summarize, type Summary } from './summary.js';

export interface BootstrapOptions {
  /** Resamples; no bounds at 0. */
  readonly replicas: number;
  readonly seed: number;
  /** Sets the random numbers of one target apart from those of another. */
  readonly target: string;
}

const PICK: Readonly<Record<BoundedMetric, (summary: Summary) => number>> = {
  accuracy: ({ accuracy }) => accuracy,
  jaccard: ({ jaccard }) => jaccard,
  macroF1: ({ macro }) => macro.f1,
  microF1: ({ micro }) => micro.f1,
  weightedF1: ({ weighted }) => weighted.f1,
};

/**
 * Bounds of the metrics by resampling the examples with replacement. Method: percentile bootstrap (Efron and Tibshirani 1993),
 * quantiles interpolated linearly. An example matters by its outcome alone, so what is drawn are outcomes by their counts.
 * Time O(replicas × (examples + classes)), about 1.5 s for 1,000 of 100,000. Memory: 4 bytes an example and 40 a replica.
 */
export function bootstrap(
  { outcomes, classes }: Outcomes,
  options: BootstrapOptions,
): Readonly<Record<BoundedMetric, Bounds>> | undefined {
  const { replicas, seed, target } = options;
  const examples = outcomes.reduce((sum, { count }) => sum + count, 0);
  if (replicas === 0 || examples === 0) return undefined;
  const outcomeOf = new Uint32Array(examples);
  let filled = 0;
  outcomes.forEach(({ count }, at) => outcomeOf.fill(at, filled, (filled += count)));

  const random = createRandom(seed, `bootstrap:${target}`);
  const counts = new Uint32Array(outcomes.length);
  const summaries = Array.from({ length: replicas }, () => {
    counts.fill(0);
    for (let draw = 0; draw < examples; draw++) {
      const at = outcomeOf[random.below(examples)] ?? 0;
      counts[at] = (counts[at] ?? 0) + 1;
    }
    const summary = summarize(outcomes, counts, classes.length);
    return Float64Array.from(METRICS, (metric) => PICK[metric](summary));
  });
  const boundsOf = (metric: BoundedMetric): Bounds => {
    const values = Float64Array.from(summaries, (figures) => figures[METRICS.indexOf(metric)] ?? 0).sort();
    return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
  };
  return {
    accuracy: boundsOf('accuracy'),
    jaccard: boundsOf('jaccard'),
    macroF1: boundsOf('macroF1'),
    microF1: boundsOf('microF1'),
    weightedF1: boundsOf('weightedF1'),
  };
}

const METRICS: readonly BoundedMetric[] = ['accuracy', 'jaccard', 'macroF1', 'microF1', 'weightedF1'];

/** Of sorted values, as numpy's default. */
function quantile(values: Float64Array, at: number): number {
  const place = at * (values.length - 1);
  const below = values[Math.floor(place)] ?? 0;
  const above = values[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
