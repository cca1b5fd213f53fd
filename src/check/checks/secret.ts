import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';
import { SECRET } from '../personal-data.js';

export const secret = findInText(
  {
    code: 'secret',
    title: 'a text holds a key or a token',
    explains: `A private key, a JSON web token, a key of AWS, GitHub, GitLab, Slack, Stripe, OpenAI, Anthropic, Google, Hugging Face, npm or SendGrid by its form, or a long value after words such as "api_key=" or "password:". Support tickets and logs are full of them. A file with them must not leave the house, and whoever could read it could use them.

Take the keys out of use first, then remove them from the data. What labelmill shows of a text has them masked.`,
    severity: 'error',
  },
  {
    when: FLAG.longToken,
    find: (text) => firstFit(SECRET, text),
    what: 'texts with a key or a token',
    advice: 'Take the keys out of use, then remove them from the data.',
  },
);
