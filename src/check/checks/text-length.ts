import { findOutliers } from '../outliers.js';

export const textLength = findOutliers(
  {
    code: 'text-length',
    title: 'a text is far longer or shorter than the others',
    explains: `Among messages of one sentence, a text of five pages is not a long message: it is a file that was pasted, rows that ran together because of a quote, or a log. One of one letter is what is left of a text. Both cost more than they teach: long ones take the tokens of a hundred others and are cut by the model, short ones carry a label they give no reason for.

Lengths are compared on a logarithmic scale, since they spread that way: a text is named if it is farther from the middle half of all texts than three times the distance between the quartiles (Tukey's far fences), and at least eight times as long as three quarters of them, or an eighth as short. A short one is named only where that is more than ten characters, since people do say hi. Fewer than 50 texts are not judged.

Look at the ones that are named. Mend the rows, or leave them out: --where 'len(text) < 2000'.`,
    severity: 'warn',
  },
  { of: ({ lengths }) => lengths, unit: 'characters', shortest: 10 },
);
