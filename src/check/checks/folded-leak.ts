import { findEqual } from '../equal-inputs.js';

export const foldedLeak = findEqual(
  {
    code: 'folded-leak',
    title: 'inputs in different splits differ in case, spaces or punctuation only',
    explains: `"Where is my order?" is in train and "where is my order" in test. To a model that is nearly the same text, so it has seen the answer. Case, runs of spaces and punctuation, and the Unicode form (NFKC) are folded for the comparison.

Clean the rows in one way before they are split, so that prepare sees them as equal and keeps them together; or give such rows a common value in a field and split by it (--group).`,
    severity: 'warn',
  },
  {
    pick: ({ folded }) => folded.leaks,
    message: ({ inputs, examples }) =>
      `inputs in different splits that differ in case, spaces or punctuation only: ${inputs}, in ${examples} rows`,
    advice: 'Clean all rows in one way before they are split, or keep them together with --group.',
  },
);
