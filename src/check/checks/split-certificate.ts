import type { Check } from '../definition.js';
import { className } from '../describe.js';

export const splitCertificate: Check = {
  code: 'split-certificate',
  title: 'how evenly the given splits share the classes',
  explains: `Three figures that are used to compare ways of splitting, for splits that the sources give: LD, the mean over labels of how much their odds in a split differ from those in all data (Sechidis 2011); LPD, the same for pairs of labels (Szymański 2017); ED, the mean difference between the sizes wanted and given, here 0. Zero is perfect; a random split of a few thousand examples has an LD of about 0.01. And the class that is farthest from its share.

It is there to be read and compared, not to be mended. A split of prepare has its certificate in the manifest.`,
  severity: 'info',
  threshold: {},
  start: () => ({
    finish(facts) {
      const { certificate } = facts;
      if (certificate === undefined) return [];
      const { ld, lpd, ed, worst } = certificate;
      const pairs = lpd === undefined || lpd === 0 ? '' : `, LPD ${lpd.toFixed(4)}`;
      const farthest =
        worst === undefined
          ? ''
          : `; farthest from its share is ${className(facts, { target: worst.target, name: worst.class })}: ${worst.given} in ${worst.split}, where ${worst.exact.toFixed(1)} would be exact`;
      return [{ message: `the given splits: LD ${ld.toFixed(4)}${pairs}, ED ${ed.toFixed(1)}${farthest}`, count: 1, places: [] }];
    },
  }),
};
