import { findEqual } from '../equal-inputs.js';

export const contradiction = findEqual(
  {
    code: 'contradiction',
    title: 'an input occurs with different labels',
    explains: `The same text, byte for byte, is labelled in two ways. One of them is wrong, or the guideline does not say which is right, or both are, and the target should take a list. The model can't learn either, and in a test set such a text is lost half of the time whatever the model says.

Look at the places, which stand next to each other, and correct the labels. Or settle them in prepare: --contradictions drop sets all aside, majority keeps the most frequent label, merge unites lists.`,
    severity: 'warn',
  },
  {
    pick: ({ exact }) => exact.contradictions,
    message: ({ inputs, examples }) => `inputs with different labels: ${inputs}, in ${examples} rows`,
    advice: 'Correct the labels, or settle them with prepare --contradictions drop, majority or merge.',
  },
);
