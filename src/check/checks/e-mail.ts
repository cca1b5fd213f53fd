import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';
import { E_MAIL } from '../personal-data.js';

export const eMail = findInText(
  {
    code: 'e-mail',
    title: 'a text holds an e-mail address',
    explains: `Addresses are personal data: whoever trains on them needs a reason to, and a model or a service that keeps the file keeps them too. They also teach the wrong thing: an agent's address in every ticket of a queue gives the queue away.

Replace them before, by a word such as [email]. What labelmill shows of a text has them masked.`,
    severity: 'warn',
  },
  {
    when: FLAG.at,
    find: (text) => firstFit(E_MAIL, text),
    what: 'texts with an e-mail address',
    advice: 'Replace the addresses with a word such as [email] before the data leaves the house.',
  },
);
