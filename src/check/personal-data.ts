/** An e-mail address. The domain ends in letters, so that `@home` and `3@5.00` are none. */
export const E_MAIL = /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu;

/**
 * Phone numbers in the forms that are hardly anything else: `+` and 8 to 15 digits; (555) 123-4567 and 555-123-4567; a zero,
 * an area code and a number; pairs of digits after a zero as in France. Dates, times, amounts and order numbers are none.
 */
export const PHONE =
  /(?<![\p{L}\p{N}+.,/-])(?:\+\d{1,3}(?:[ .()/-]{0,2}\d){7,14}|(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}|0\d{2,4}[ /-]{1,3}\d{3,4} ?\d{3,5}|0\d(?:[ .-]\d{2}){4})(?![\p{L}\p{N}]|[-.,/]\d)/gu;

/** 13 to 19 digits, in groups or not; a card number only where isCardNumber agrees. */
export const CARD = /(?<![\p{L}\p{N}.+-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[-.]\d)/gu;

/**
 * Keys and tokens by the forms their makers gave them: private keys in PEM, JSON web tokens, and the prefixes of AWS, GitHub,
 * GitLab, Slack, Stripe, OpenAI, Anthropic, Google, Hugging Face, npm and SendGrid; and long values after `api_key=` and the like.
 */
export const SECRET =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{0,4000}?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\b(?:gh[pousr]_\w{36,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{20,}|[sr]k_(?:live|test)_\w{16,}|sk-[\w-]{20,}|AIza[\w-]{35}|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36}|SG\.[\w-]{20,}\.[\w-]{20,})|\b(?:api[_-]?key|secret|token|password|passwd|bearer)["']?\s{0,3}[:= ]\s{0,3}["']?(?=[\w+/.-]{0,64}\d)[\w+/.-]{20,}/gi;

/** First digits of the cards in use: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const ISSUERS = /^(?:4|5[0-8]|6[0-9]|2[2-7]|3[0-9])/;

/** Whether digits with spaces or hyphens between are a card number: a known issuer and the checksum of Luhn (ISO/IEC 7812-1). */
export function isCardNumber(written: string): boolean {
  const digits = written.replace(/[ -]/g, '');
  if (!ISSUERS.test(digits) || /^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let at = digits.length - 1, place = 0; at >= 0; at--, place++) {
    const digit = Number(digits[at]) * (place % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
