import type { Check } from '../definition.js';
import { listed, placesOf, withExamples } from '../describe.js';

export const classUnknown: Check = {
  code: 'class-unknown',
  title: 'a class is not in the list of those that may occur',
  explains: `You gave a list of classes (--classes FILE), and the data has others: slips of the keyboard, classes that were renamed, test labels of the annotation tool. A model trained on them answers with classes that whoever calls it does not expect.

The list is a JSON array of names (for all targets), a JSON object of target → array, or a text file with one name per line. Correct the data, rename with a class map, or add the class to the list. A class map with "unmapped": "reject" sets such rows aside while they are read.`,
  severity: 'error',
  threshold: {},
  start: () => ({
    finish(facts) {
      const { knownClasses, classes } = facts;
      if (knownClasses === undefined) return [];
      const unknown = classes.filter(({ target, name }) => knownClasses.get(target)?.has(name) === false);
      return [
        {
          message: `classes that are not in the list: ${unknown.length}: ${listed(unknown, withExamples(facts))}`,
          count: unknown.length,
          share: unknown.length / Math.max(1, classes.length),
          places: placesOf(unknown),
          advice: 'Correct them, rename them with a class map, or add them to the list.',
        },
      ];
    },
  }),
};
