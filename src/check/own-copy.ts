/**
 * The beginning of a text as a string of its own. A text that is kept would otherwise hold the whole block it was cut from.
 * @param length UTF-16 units at most
 */
export function ownCopy(text: string, length: number): string {
  return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le');
}
