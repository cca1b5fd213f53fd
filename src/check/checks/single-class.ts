import type { Check } from '../definition.js';
import { byTarget, className, ofTarget } from '../describe.js';

export const singleClass: Check = {
  code: 'single-class',
  title: 'a target has one class only',
  explains: `A classifier tells classes apart, and here is nothing to tell apart: all examples carry the same answer. Usually the wrong field is mapped as the label, a filter lets one class through, or the other classes are in another file.

Look at the fields with labelmill inspect, and correct the mapping or the filter. prepare refuses such data as well (SINGLE_CLASS).`,
  severity: 'error',
  threshold: {},
  start: () => ({
    finish: (facts) =>
      byTarget(facts).flatMap(({ target, classes }) => {
        const [only] = classes;
        if (only === undefined || classes.length > 1) return [];
        return [
          {
            message: `${ofTarget(facts, target)}all labels are ${className(facts, only)}`,
            count: 1,
            places: only.place === undefined ? [] : [only.place],
            advice: 'Map the field that tells classes apart, or add the data of the other classes.',
          },
        ];
      }),
  }),
};
