import { findEqual } from '../equal-inputs.js';

export const foldedContradiction = findEqual(
  {
    code: 'folded-contradiction',
    title: 'inputs differ in case, spaces or punctuation only, with different labels',
    explains: `"Cancel it!" is labelled one way and "cancel it" another. Sometimes the sign makes the difference; mostly two people labelled the same text. As with a contradiction, the model can't learn both. Case, runs of spaces and punctuation, and the Unicode form (NFKC) are folded for the comparison.

Look at the places, which stand next to each other, and correct the labels.`,
    severity: 'warn',
  },
  {
    pick: ({ folded }) => folded.contradictions,
    message: ({ inputs, examples }) =>
      `inputs that differ in case, spaces or punctuation only, with different labels: ${inputs}, in ${examples} rows`,
    advice: 'Look at them side by side, and correct the labels.',
  },
);
