import type { Check } from '../definition.js';
import { byTarget, className, ofTarget } from '../describe.js';
import type { ClassFact } from '../facts.js';

export const classImbalance: Check = {
  code: 'class-imbalance',
  title: 'the largest class is many times as large as the smallest',
  explains: `Where one class has hundreds of times the examples of another, a model can be right most of the time without learning the small one, and accuracy hides it. The message also gives the effective number of classes, e to the power of the entropy of the shares: as many classes of equal size would be as hard to guess. Five effective classes of sixty mean that nearly all is in five.

Cap the large classes (balance.max), leave out or merge the smallest (balance.min, map), collect more of the small ones; and judge the model by its mean over classes.`,
  severity: 'warn',
  threshold: { limit: { value: 100, means: 'times the smallest class that the largest may have' } },
  start: ({ limit }) => ({
    finish: (facts) =>
      byTarget(facts).flatMap(({ target, classes }) => {
        const [largest, smallest] = extremes(classes);
        if (largest === undefined || smallest === undefined || smallest.examples === 0) return [];
        const ratio = largest.examples / smallest.examples;
        if (ratio <= limit) return [];
        const total = classes.reduce((sum, { examples }) => sum + examples, 0);
        const entropy = classes.reduce((sum, { examples }) => sum - (examples / total) * Math.log(examples / total), 0);
        return [
          {
            message: `${ofTarget(facts, target)}${className(facts, largest)} has ${largest.examples} examples, ${className(facts, smallest)} has ${smallest.examples}: ${Math.round(ratio)} to 1; ${classes.length} classes count like ${Math.exp(entropy).toFixed(1)} of equal size`,
            count: 1,
            share: largest.examples / total,
            places: [],
            advice: 'Cap the large classes with --max, leave out or merge the smallest with --min or a class map.',
          },
        ];
      }),
  }),
};

/** The first of the largest classes, and the last of the smallest. */
function extremes(classes: readonly ClassFact[]): readonly [ClassFact | undefined, ClassFact | undefined] {
  let [largest, smallest] = [classes[0], classes[0]];
  for (const one of classes) {
    if (one.examples > (largest?.examples ?? 0)) largest = one;
    if (one.examples <= (smallest?.examples ?? 0)) smallest = one;
  }
  return [largest, smallest];
}
