import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';

/** What the bytes 80 to BF of UTF-8 look like as Windows-1252: without and with the quotes and dashes. */
const LATIN = '\\u0080-\\u00bf€ƒˆ‰Š‹ŒŽ˜™š›œžŸ';
const PUNCTUATION = '‚„…†‡‘’“”•–—';
/**
 * Two bytes (é is Ã©), three (’ is â€™), four (an emoji begins with ðŸ), a byte order mark, and Cyrillic, of which three in a row
 * must be there. After a capital, Ã and a quote may be Portuguese.
 */
const MOJIBAKE = new RegExp(
  `[ÂÃ][${LATIN}]|(?<![A-ZÀ-Þ])[ÂÃ][${PUNCTUATION}]|â(?:€[${LATIN}${PUNCTUATION}]|\\u0080[\\u0080-\\u00bf])|ðŸ|ð\\u009f|ï»¿|(?:[ÐÑ][${LATIN}${PUNCTUATION}]){3}`,
);

export const mojibake = findInText(
  {
    code: 'mojibake',
    title: 'a text is UTF-8 that was read as Windows-1252',
    explains: `"cafÃ©" for "café", "donâ€™t" for "don’t": the bytes of UTF-8, taken for Windows-1252 or Latin-1 and saved again. Every accent becomes two characters of noise, and only in the texts that went that way, so that the model may learn the export instead of the content.

Go back to the source if you can. Else turn it round: write the text as Windows-1252 and read those bytes as UTF-8 (Python's ftfy does that carefully).`,
    severity: 'warn',
  },
  {
    when: FLAG.mojibake,
    find: (text) => firstFit(MOJIBAKE, text),
    what: 'texts in UTF-8 that was read as Windows-1252',
    advice: 'Read the source as UTF-8, or write the texts as Windows-1252 and read those bytes as UTF-8.',
  },
);
