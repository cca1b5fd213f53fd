import { printable } from '../core/printable.js';
import { CARD, E_MAIL, isCardNumber, PHONE, SECRET } from './personal-data.js';

/** Characters of an excerpt, and of what stands before the place it is about. */
const LENGTH = 80;
const BEFORE = 20;
/** Characters on either side of the place that are looked at: enough for any address or key to be seen whole. */
const REACH = 400;

/**
 * The text around a place, at most 80 characters: personal data and secrets masked, controls and line ends made visible.
 * @param at where in the text the place begins; the start of the text by default
 */
export function excerpt(text: string, at = 0): string {
  const from = Math.max(0, at - REACH);
  // masked before it is cut, or half of a number would stay
  const whole = masked(text.slice(from, at + REACH));
  const before = masked(text.slice(from, at)).length;
  return printable(whole.slice(Math.max(0, before - BEFORE)), LENGTH);
}

/** A text with its e-mail addresses, phone numbers, card numbers and secrets replaced by what they are. */
export function masked(text: string): string {
  return text
    .replace(SECRET, '[secret]')
    .replace(E_MAIL, '[e-mail]')
    .replace(CARD, (digits) => (isCardNumber(digits) ? '[card number]' : digits))
    .replace(PHONE, '[phone number]');
}
