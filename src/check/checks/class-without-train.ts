import type { Check } from '../definition.js';
import { listed, placesOf, withExamples } from '../describe.js';

export const classWithoutTrain: Check = {
  code: 'class-without-train',
  title: 'a class is in another split but not in train',
  explains: `The model is asked for an answer it was never taught. Every such example of validation or test is lost, whatever the model, and some services refuse a validation file with a class that training does not have. Mostly a class was renamed in one of the files, or the splits were drawn by date.

Look at the names first: a look-alike in train is what was meant (see class-look-alike). Else move examples to train, or let prepare make the split, which puts every class into train first.`,
  severity: 'error',
  threshold: {},
  start: () => ({
    finish(facts) {
      if (facts.splits === undefined || facts.splits[0] === 0) return [];
      const missing = facts.classes.filter(({ perSplit }) => perSplit[0] === 0);
      return [
        {
          message: `classes without an example in train: ${missing.length}: ${listed(missing, withExamples(facts))}`,
          count: missing.length,
          share: missing.length / Math.max(1, facts.classes.length),
          places: placesOf(missing),
          advice: 'Give train examples of them, or rename them to the class that was meant.',
        },
      ];
    },
  }),
};
