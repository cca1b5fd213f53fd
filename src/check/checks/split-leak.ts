import { findEqual } from '../equal-inputs.js';

export const splitLeak = findEqual(
  {
    code: 'split-leak',
    title: 'an input is given to more than one split',
    explains: `The same text is in train and in test (or validation), byte for byte. The model has seen the answer, so the figures of that split are better than the model is, and nobody notices until it is in use. It is looked at where the sources give the splits.

prepare settles it: such an input stays in the split that is held out most (test before validation before train), and the other copies are set aside. Or let prepare make the splits.`,
    severity: 'error',
  },
  {
    pick: ({ exact }) => exact.leaks,
    message: ({ inputs, examples }) => `inputs given to more than one split: ${inputs}, in ${examples} rows`,
    advice: 'Let prepare settle it, which keeps each in the split held out most, or remove them from train.',
  },
);
