import { FLAG } from '../flags.js';
import { findInText } from '../find-in-text.js';

export const replacementCharacter = findInText(
  {
    code: 'replacement-character',
    title: 'a text holds U+FFFD, which stands for a lost character',
    explains: `A program before this one read bytes that were not text in the encoding it took them for, and put U+FFFD in their place. What stood there is lost, and it is lost for some letters more than for others: é and ü, not e and u. Where labels go with languages, the model learns the damage.

Go back to the source and read it in its own encoding; labelmill reads it with --encoding, and refuses bytes that are not text unless it is told otherwise (--invalid-utf8).`,
    severity: 'warn',
  },
  {
    when: FLAG.replacement,
    find: (text) => text.indexOf('\ufffd'),
    what: 'texts with U+FFFD in the place of lost characters',
    advice: 'Go back to the source and read it in its own encoding (--encoding).',
  },
);
