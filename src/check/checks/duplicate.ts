import { rowsTooMany } from '../../core/issue.js';
import { findEqual } from '../equal-inputs.js';

export const duplicate = findEqual(
  {
    code: 'duplicate',
    title: 'an input occurs more than once with the same labels',
    explains: `The same text, byte for byte, with the same labels. A few are how people speak, and how often a thing is said can be information. Many are an export that was joined twice: they weigh more than others in training, and if they were dealt out one by one they would be in train and in test at once. prepare never does that: all copies of an input go to one split.

Keep one of each with --duplicates keep-one, or let them be counted and kept (the default).`,
    severity: 'warn',
  },
  {
    pick: ({ exact }) => exact.duplicates,
    message: ({ inputs, examples }) =>
      `inputs that occur more than once with the same labels: ${inputs}, with ${rowsTooMany(examples)}`,
    advice: 'Set the copies aside with prepare --duplicates keep-one.',
  },
);
