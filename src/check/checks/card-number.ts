import { FLAG } from '../flags.js';
import { findInText } from '../find-in-text.js';
import { CARD, isCardNumber } from '../personal-data.js';

export const cardNumber = findInText(
  {
    code: 'card-number',
    title: 'a text holds a card number',
    explains: `13 to 19 digits, the first ones those of a card issuer, with a correct checksum (Luhn): a payment card. Such numbers must not be stored without the measures the card industry asks for, and never belong into a file that is sent to a training service. One in ten numbers of that length passes the checksum by chance, so an order number may be among them.

Remove them at the source, and find out how they came into the text. What labelmill shows of a text has them masked.`,
    severity: 'error',
  },
  {
    when: FLAG.manyDigits,
    find: findCardNumber,
    what: 'texts with a card number',
    advice: 'Remove the numbers at the source, and do not send the file anywhere before.',
  },
);

function findCardNumber(text: string): number {
  for (const { 0: digits, index } of text.matchAll(CARD)) if (isCardNumber(digits)) return index;
  return -1;
}
