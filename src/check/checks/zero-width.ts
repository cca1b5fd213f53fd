import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';

/** Joiners between letters of Latin, digits, spaces or the ends; in Arabic, Indic scripts and emoji they have their place. */
const INVISIBLE =
  /[\u00ad\u200b\u2060\ufeff]|(?<=[\p{Script=Latin}\p{Nd}\s])[\u200c\u200d]|[\u200c\u200d](?=[\p{Script=Latin}\p{Nd}\s])|^[\u200c\u200d]|[\u200c\u200d]$/u;

export const zeroWidth = findInText(
  {
    code: 'zero-width',
    title: 'a text holds characters that can not be seen',
    explains: `Zero width spaces and joiners, word joiners, byte order marks and soft hyphens inside of a text. They come from web pages, from word processors and from concatenated files. To a reader the word is whole, to a tokenizer it is two pieces and a rare token, and two texts that look the same are two inputs. Joiners that belong to a script (Persian, Hindi) or to an emoji are not meant.

Remove them before, or where they come in.`,
    severity: 'warn',
  },
  {
    when: FLAG.invisible,
    find: (text) => firstFit(INVISIBLE, text),
    what: 'texts with characters that can not be seen',
    advice: 'Remove them where they come in: web pages, word processors, joined files.',
  },
);
