import { findOutliers } from '../outliers.js';

export const wordCount = findOutliers(
  {
    code: 'word-count',
    title: 'a text has far more or fewer words than the others',
    explains: `The same as text-length, in words: what white space separates. It finds what characters don't show: a text whose spaces are gone, so that it is one word as long as a sentence, and one whose letters are set apart. Languages written without spaces have one word per text and are not named for that.

Look at the ones that are named: lost spaces come from joined lines, from OCR and from PDF. Mend the rows, or leave them out with --where.`,
    severity: 'info',
  },
  { of: ({ words }) => words, unit: 'words', shortest: 3 },
);
