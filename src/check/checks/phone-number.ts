import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';
import { PHONE } from '../personal-data.js';

export const phoneNumber = findInText(
  {
    code: 'phone-number',
    title: 'a text holds a phone number',
    explains: `Phone numbers are personal data. Only forms that are hardly anything else are found: a plus sign and 8 to 15 digits; (555) 123-4567; a zero, an area code and a number; pairs of digits after a zero. Order numbers, dates and amounts are not meant, and a number written without any sign or space is not found.

Replace them before, by a word such as [phone]. What labelmill shows of a text has them masked.`,
    severity: 'warn',
  },
  {
    when: FLAG.manyDigits,
    find: (text) => firstFit(PHONE, text),
    what: 'texts with a phone number',
    advice: 'Replace the numbers with a word such as [phone] before the data leaves the house.',
  },
);
