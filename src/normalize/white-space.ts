/** Unicode's White_Space, and U+FEFF as JavaScript has it. `\s` alone lacks U+0085. */
const NOT_WHITE_SPACE = /[^\s\u0085]/;

/** Whether a string is empty or only white space. Time O(leading white space). */
export function isBlank(text: string): boolean {
  return !NOT_WHITE_SPACE.test(text);
}

/** A string without the white space at both ends. Time O(white space at the ends). */
export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start++;
  while (end > start && isBlank(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
