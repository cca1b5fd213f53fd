import { baselineClasses, keyOf, presentClasses } from '../baseline-classes.js';
import type { Check } from '../definition.js';
import { listed, placesOf, withExamples } from '../describe.js';

export const baselineClassNew: Check = {
  code: 'baseline-class-new',
  title: 'a class is not in the baseline',
  explains: `There is a class that the baseline (--baseline) does not have. That may be the reason for the new version. It may also be a slip of the keyboard, or a class that was renamed (then one is gone as well, see baseline-class-lost). Whoever calls the model must know the new answer.

If it is meant, take the new manifest for the baseline.`,
  severity: 'warn',
  threshold: {},
  start: () => ({
    finish(facts) {
      const { baseline } = facts;
      if (baseline === undefined) return [];
      const before = baselineClasses(baseline);
      const fresh = [...presentClasses(facts).values()].filter((one) => !before.has(keyOf(one)));
      return [
        {
          message: `classes that ${baseline.name} does not have: ${fresh.length}: ${listed(fresh, withExamples(facts))}`,
          count: fresh.length,
          share: fresh.length / Math.max(1, facts.classes.length),
          places: placesOf(fresh),
          advice: 'Look for slips and renamed classes; make the new manifest the baseline if it is meant.',
        },
      ];
    },
  }),
};
