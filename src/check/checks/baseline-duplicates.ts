import type { Check } from '../definition.js';
import { percent } from '../describe.js';

export const baselineDuplicates: Check = {
  code: 'baseline-duplicates',
  title: 'a larger share of the inputs is duplicated than in the baseline',
  explains: `The share of inputs that occur more than once with the same labels has risen by more than the limit since the baseline (--baseline). An export that overlaps with the last one, or was joined twice, looks like this: the data grows, what it knows does not.

Find the overlap, or keep one of each (prepare --duplicates keep-one).`,
  severity: 'error',
  threshold: { limit: { value: 0.005, means: 'increase of the share of duplicated inputs that is let through' } },
  start: ({ limit }) => ({
    finish({ baseline, equal, examples }) {
      if (baseline === undefined || equal === undefined) return [];
      const { inputs, places } = equal.exact.duplicates;
      const [before, now] = [baseline.duplicates / Math.max(1, baseline.examples), inputs / Math.max(1, examples)];
      if (now - before <= limit) return [];
      return [
        {
          message: `inputs that occur more than once: ${inputs} (${percent(now)}), ${baseline.duplicates} (${percent(before)}) in ${baseline.name}`,
          count: inputs - baseline.duplicates,
          share: now - before,
          places,
          advice: 'Find the exports that overlap, or keep one of each with prepare --duplicates keep-one.',
        },
      ];
    },
  }),
};
