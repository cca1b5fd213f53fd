import { FLAG } from '../flags.js';
import { findInText } from '../find-in-text.js';

export const textBlank = findInText(
  {
    code: 'text-blank',
    title: 'a text holds no letter, digit or symbol',
    explains: `The text is made of punctuation, or of characters that can't be seen, such as zero width spaces. There is nothing in it to learn from, but it has a label, so the model learns to answer that label when it is told nothing. (A text of white space alone, or an empty one, is no example at all: it is a reject, text-empty.)

Leave such rows out: --where with a condition on the text. Emoji and currency signs count as symbols and are not meant.`,
    severity: 'warn',
  },
  {
    when: FLAG.blank,
    find: () => 0,
    what: 'texts without a letter, digit or symbol',
    advice: 'Leave them out with --where, or mend what lost the text.',
  },
);
