import { baselineClasses, keyOf, presentClasses } from '../baseline-classes.js';
import type { Check } from '../definition.js';
import { listed, withExamples } from '../describe.js';

export const baselineClassLost: Check = {
  code: 'baseline-class-lost',
  title: 'a class of the baseline is gone',
  explains: `The baseline (--baseline) has a class of which there is no example any more. A model trained on this data never gives that answer again, and whoever waits for it waits in vain. It was renamed, filtered away, or its source is missing.

If that is meant, take the new manifest for the baseline. Raw data is held against the classes that the baseline's run read, a prepared folder against those it wrote.`,
  severity: 'error',
  threshold: {},
  start: () => ({
    finish(facts) {
      const { baseline } = facts;
      if (baseline === undefined) return [];
      const now = presentClasses(facts);
      const before = baselineClasses(baseline);
      const lost = baseline.classes.filter((one) => before.has(keyOf(one)) && !now.has(keyOf(one)));
      return [
        {
          message: `classes of ${baseline.name} that are gone: ${lost.length}: ${listed(lost, withExamples(facts))}`,
          count: lost.length,
          share: lost.length / Math.max(1, before.size),
          places: [],
          advice: 'Bring them back, or make the new manifest the baseline if it is meant.',
        },
      ];
    },
  }),
};
