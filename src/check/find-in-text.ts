import type { Check, CheckRun, Found } from './definition.js';
import { excerpt } from './excerpt.js';
import type { ExampleView } from './example-view.js';
import { createPlaces } from './places.js';

/** A check for something that stands in a text and can be pointed at. */
export interface TextFault {
  /** Flags of a text of which one must be set for it to be searched. */
  readonly when: number;
  /** Where in the text it begins, or -1. */
  readonly find: (text: string) => number;
  /** `texts with an e-mail address`: the message is made of it. */
  readonly what: string;
  /** What to do, in one sentence. */
  readonly advice: string;
}

/** The body of such a check: counts the texts, keeps the first places. */
export function findInText(about: Pick<Check, 'code' | 'title' | 'explains' | 'severity'>, fault: TextFault): Check {
  return { ...about, threshold: {}, start: () => startSearch(fault) };
}

function startSearch({ when, find, what, advice }: TextFault): CheckRun {
  const places = createPlaces();
  return {
    when,
    example(view: ExampleView) {
      const at = find(view.text);
      if (at >= 0) places.add(view.origin, () => excerpt(view.text, at));
    },
    finish: ({ examples }): readonly Found[] => [
      {
        message: `${what}: ${places.count} of ${examples}`,
        count: places.count,
        share: examples === 0 ? 0 : places.count / examples,
        places: places.origins,
        excerpts: places.excerpts,
        advice,
      },
    ],
  };
}

/** Where an expression first fits, or -1; for expressions with the flag g as well. */
export function firstFit(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  return expression.exec(text)?.index ?? -1;
}
