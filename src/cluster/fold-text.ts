const ASCII = /^[\0-\x7f]*$/;
const SPACES = /\s+/g;

/**
 * The text as similarity sees it: NFKC, lower case (Unicode's, of no locale), NFC again, every run of white space one space,
 * and one space before and after. Punctuation, digits and diacritics stay. About 0.3 µs for a short ASCII text.
 */
export function foldText(text: string): string {
  const lower = ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase().normalize('NFC');
  return ` ${lower.replace(SPACES, ' ').trim()} `;
}
