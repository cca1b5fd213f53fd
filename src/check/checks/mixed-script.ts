import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';

/** Cyrillic and Greek letters that look like Latin ones. */
const ALIKE = 'асеорухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const MIXED = new RegExp(`[a-zA-Z][${ALIKE}]|[${ALIKE}][a-zA-Z]`);

export const mixedScript = findInText(
  {
    code: 'mixed-script',
    title: 'a word mixes Latin letters with others that look the same',
    explains: `"pаypal" with a Cyrillic а: the eye sees one word, the model another. Spam and fraud are written so on purpose, and where that is what you classify, it is a sign to keep. Elsewhere it comes from a keyboard that was left in the other layout, or from OCR. Only letters that look like Latin ones and touch a Latin letter count: kΩ, Δt and words of two languages side by side do not.

Decide whether it is content. If not, replace the letters.`,
    severity: 'warn',
  },
  {
    when: FLAG.lookAlike,
    find: (text) => firstFit(MIXED, text),
    what: 'texts with a word of Latin and look-alike letters',
    advice: 'Replace the letters, unless hiding words is what the classifier is to find.',
  },
);
