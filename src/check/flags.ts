/** What one pass over the characters of a text finds. Checks ask for texts by these flags. */
export const FLAG = {
  /** White space of any kind. */
  space: 1,
  /** A decimal digit of any script. */
  digit: 2,
  /** ASCII letters and digits, `_` and `-`: what tokens are made of. */
  token: 4,
  at: 8,
  /** A control but tab and line ends, or a character that turns the direction of writing. */
  control: 16,
  /** A character without width, or a soft hyphen. */
  invisible: 32,
  replacement: 64,
  /** A letter that UTF-8 read as Windows-1252 begins with. */
  mojibake: 128,
  /** Folding needs the whole text: combining marks, compatibility characters. */
  exotic: 256,
  /** A letter of a script in which some look like Latin ones: Cyrillic, Greek. */
  lookAlike: 512,
  /** A letter of another script than Latin. */
  otherScript: 1024,
  /** Seven digits or more. */
  manyDigits: 4096,
  /** A run of 20 token characters or more. */
  longToken: 8192,
  /** Nothing but spaces, punctuation and characters that can't be seen. */
  blank: 16384,
  /** Every text. */
  any: 32768,
} as const;
