import { SPLITS } from '../../core/splits.js';
import type { Check, Found } from '../definition.js';
import { byTarget, className, ofTarget, percent } from '../describe.js';
import type { ClassFact } from '../facts.js';
import { compareCounts } from '../drift.js';

export const labelDrift: Check = {
  code: 'label-drift',
  title: 'the classes of a split are distributed unlike those of train',
  explains: `A class that is 1 % of train and 20 % of test: the figures of the split then answer another question than training did, and a model that is chosen by them is chosen for the wrong data. It may be meant (a test set of hard cases); mostly the splits come from different months or sources.

Compared are the shares of each class. The distance is the largest difference of one class (L-infinity), and the Jensen-Shannon divergence, in bits, for all of them together. It is told above the limit plus what chance makes of splits of these sizes (three standard errors).

Let prepare make the split, which keeps every class within one example of its share, or say on purpose what each split is for.`,
  severity: 'warn',
  threshold: { limit: { value: 0.05, means: 'difference of the share of a class that is let through' } },
  start: ({ limit }) => ({
    finish: (facts) =>
      byTarget(facts).flatMap(({ target, classes }) =>
        SPLITS.flatMap((split, place): readonly Found[] => {
          if (place === 0 || facts.splits === undefined) return [];
          const drift = compareCounts(countsIn(classes, 0), countsIn(classes, place));
          const worst = classes[drift?.worst ?? -1];
          if (drift === undefined || worst === undefined || drift.largest <= limit + drift.chance) return [];
          return [
            {
              message: `${ofTarget(facts, target)}${className(facts, worst)} is ${percent(drift.before)} of train and ${percent(drift.after)} of ${split} (Jensen-Shannon divergence ${drift.divergence.toFixed(3)})`,
              count: 1,
              share: drift.largest,
              places: [],
              advice: 'Let prepare make the split, or say on purpose what each split is for.',
            },
          ];
        }),
      ),
  }),
};

function countsIn(classes: readonly ClassFact[], split: number): Float64Array {
  const counts = new Float64Array(classes.length);
  classes.forEach(({ perSplit }, at) => (counts[at] = perSplit[split] ?? 0));
  return counts;
}
