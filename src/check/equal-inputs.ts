import type { Check } from './definition.js';
import type { EqualFact, EqualInputs } from './facts.js';

/** A check for equal inputs, which are counted elsewhere. */
export interface EqualFault {
  readonly pick: (equal: EqualInputs) => EqualFact;
  readonly message: (fact: EqualFact) => string;
  readonly advice: string;
}

/** The body of such a check: one issue with the places of the first few, copies next to each other. */
export function findEqual(about: Pick<Check, 'code' | 'title' | 'explains' | 'severity'>, fault: EqualFault): Check {
  const { pick, message, advice } = fault;
  return {
    ...about,
    threshold: {},
    start: () => ({
      finish({ equal, examples }) {
        if (equal === undefined) return [];
        const fact = pick(equal);
        const share = fact.examples / Math.max(1, examples);
        return [{ message: message(fact), count: fact.inputs, share, places: fact.places, advice }];
      },
    }),
  };
}
