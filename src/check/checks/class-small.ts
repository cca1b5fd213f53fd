import { select } from '../../core/select.js';
import type { Check } from '../definition.js';
import { className, listed, placesOf } from '../describe.js';
import type { ClassFact } from '../facts.js';

export const classSmall: Check = {
  code: 'class-small',
  title: 'a class has very few examples',
  explains: `A class with a handful of examples can't be learned: the model sees too little of it to tell it from its neighbours, and a test set that holds one or two of them says nothing about it either. Its accuracy is a matter of luck, and so is every mean over classes that it takes part in.

Collect more examples of it; merge it with the class it is a part of (map of the label); or leave it out (balance.min). Where the class is there to say "none of the others", that is no class to keep small.`,
  severity: 'warn',
  threshold: { limit: { value: 10, means: 'examples a class should have' } },
  start: ({ limit }) => ({
    finish(facts) {
      const small = [...select(facts.classes, ({ examples }) => examples < limit)].sort((a, b) => a.examples - b.examples);
      const nameOf = (one: ClassFact): string => `${className(facts, one)} ${one.examples}`;
      return [
        {
          message: `classes with fewer than ${limit} examples: ${small.length} of ${facts.classes.length}: ${listed(small, nameOf)}`,
          count: small.length,
          share: small.length / Math.max(1, facts.classes.length),
          places: placesOf(small),
          advice: 'Collect more examples of them, merge them with a class map, or leave them out with --min.',
        },
      ];
    },
  }),
};
