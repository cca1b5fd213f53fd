/**
 * The beginning of a text as a string of its own. A text that is kept would otherwise hold the whole block it was cut from.
 * @param length UTF-16 units at most
 */
export function ownCopy(text: string, length: number): string {
  // what is put together is written out anew when it is cut; ten times as fast as by way of a buffer
  return ` ${text.slice(0, length)}`.slice(1);
}
