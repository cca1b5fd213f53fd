import { SPLITS } from '../../core/splits.js';
import type { Check, Found } from '../definition.js';
import { listed, placesOf, withExamples } from '../describe.js';

export const classMissingFromSplit: Check = {
  code: 'class-missing-from-split',
  title: 'a class is in train but not in another split',
  explains: `The class is learned but never measured: whatever the model does with it, no figure of the split will show it, and a mean over classes silently leaves it out. That happens to small classes when a split is drawn by proportion, and to whole classes when splits were made by date or by source.

Let prepare make the split with --small-classes cover, which gives every class one example in each split where it has enough; or collect more of the class. It is looked at only where the sources give the splits, and in a prepared folder.`,
  severity: 'warn',
  threshold: {},
  start: () => ({
    finish: (facts) =>
      SPLITS.flatMap((split, place): readonly Found[] => {
        if (place === 0 || facts.splits === undefined || facts.splits[place] === 0) return [];
        const missing = facts.classes.filter(({ perSplit }) => perSplit[0] > 0 && perSplit[place] === 0);
        return [
          {
            message: `classes without an example in ${split}: ${missing.length}: ${listed(missing, withExamples(facts))}`,
            count: missing.length,
            share: missing.length / Math.max(1, facts.classes.length),
            places: placesOf(missing),
            advice: 'Split again with --small-classes cover, or collect more examples of them.',
          },
        ];
      }),
  }),
};
