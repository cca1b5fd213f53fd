import { rowsTooMany } from '../../core/issue.js';
import { findEqual } from '../equal-inputs.js';

export const foldedDuplicate = findEqual(
  {
    code: 'folded-duplicate',
    title: 'inputs differ in case, spaces or punctuation only, with the same labels',
    explains: `"Where is my order?" and "where is my order": the same text to a person, two inputs to prepare, which may put one into train and the other into test. Case, runs of spaces and punctuation, and the Unicode form (NFKC) are folded for the comparison; a sign between two digits counts, so that 10.5 and 105 differ.

A few are no harm. Many say that the data was cleaned in two ways: clean it in one, or keep one of each before.`,
    severity: 'info',
  },
  {
    pick: ({ folded }) => folded.duplicates,
    message: ({ inputs, examples }) =>
      `inputs that differ in case, spaces or punctuation only, with the same labels: ${inputs}, with ${rowsTooMany(examples)}`,
    advice: 'Clean all rows in one way, or keep one of each.',
  },
);
