import { FLAG } from '../flags.js';
import { findInText, firstFit } from '../find-in-text.js';

// eslint-disable-next-line no-control-regex -- naming them is the point
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export const controlCharacter = findInText(
  {
    code: 'control-character',
    title: 'a text holds control characters',
    explains: `Characters that are commands, not text: NUL, escape sequences of a terminal, the C1 controls (U+0080 to U+009F), and those that turn the direction of writing (U+202A to U+202E, U+2066 to U+2069). Tabs and line ends are not meant. They come from terminals, from binary data, from text in Windows-1252 that was read as Latin-1 (a C1 control where a curly quote was), and from people who hide things. A tokenizer makes rare tokens of them, and they do things to the terminal of whoever looks at the data.

Find where they come in and read the source in its own encoding (--encoding windows-1252), or remove them before.`,
    severity: 'warn',
  },
  {
    when: FLAG.control,
    find: (text) => firstFit(CONTROL, text),
    what: 'texts with control characters',
    advice: 'Read the source in its own encoding (--encoding), or remove them from it.',
  },
);
