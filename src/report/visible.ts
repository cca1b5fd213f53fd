/**
 * What can't be seen, or changes how its neighbours are seen: controls, characters that turn the direction of writing, those
 * without width (joiners stay: scripts and emoji need them), and lone surrogates, which no UTF-8 can hold.
 */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- naming them is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A piece of data with all that can't be seen as escapes: `\n`, `\x1b`, `\u202e`. Time O(length). */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** The same, cut after `limit` characters. */
export function visibleStart(text: string, limit: number): string {
  const shown = visible(text);
  if (shown.length <= limit) return shown;
  const characters = Array.from(shown);
  return characters.length <= limit ? shown : `${characters.slice(0, limit - 1).join('')}…`;
}
