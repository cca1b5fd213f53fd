/** The text of an input as a person reads it, and its length in characters (code points): of messages all contents together. */
export interface ShownInput {
  readonly text: string;
  readonly characters: number;
}

/**
 * What an input says, from the JSON object of a line: its text, or its messages, one per line after their role.
 * @param value a parsed line, or its part without labels; what is neither gives an empty text
 */
export function showInput(value: unknown): ShownInput {
  if (typeof value !== 'object' || value === null) return { text: '', characters: 0 };
  if ('text' in value && typeof value.text === 'string') return { text: value.text, characters: countCharacters(value.text) };
  if (!('messages' in value) || !Array.isArray(value.messages)) return { text: '', characters: 0 };
  const messages: readonly unknown[] = value.messages;
  const shown = messages.map(showMessage);
  return {
    text: shown.map(({ role, content }) => `${role}: ${content}`).join('\n'),
    characters: shown.reduce((sum, { content }) => sum + countCharacters(content), 0),
  };
}

/** The start of a text, with an ellipsis where there is more; never half of a character. */
export function startOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = (text.charCodeAt(limit - 1) & 0xfc00) === 0xd800 ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

function showMessage(value: unknown): { readonly role: string; readonly content: string } {
  if (typeof value !== 'object' || value === null) return { role: '', content: '' };
  return {
    role: 'role' in value && typeof value.role === 'string' ? value.role : '',
    content: 'content' in value && typeof value.content === 'string' ? value.content : '',
  };
}

/** Code points of a text. Time O(length). */
function countCharacters(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) pairs++;
  return text.length - pairs;
}
