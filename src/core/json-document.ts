/** The controls that JSON.stringify leaves as they are: DEL, C1, and those that turn the direction of writing. */
const CONTROLS_LEFT = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One JSON document with a line end, safe to look at on a terminal: control characters stand in it as escapes. */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replace(
    CONTROLS_LEFT,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${text}\n`;
}
