/** Control characters, among them the escapes a terminal obeys, and characters that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- naming them is the point
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A piece of data as it may be shown on a terminal: controls as `\x1b` or `\u202e`, cut at `limit` characters. */
export function printable(text: string, limit = 80): string {
  const shown = text.replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  const characters = Array.from(shown);
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : shown;
}

/** The same in double quotes. */
export function quoted(text: string, limit = 80): string {
  return `"${printable(text, limit)}"`;
}
