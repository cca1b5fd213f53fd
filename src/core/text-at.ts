/** The text at a place of a list, empty beyond its end: for places that are known to be within it, which the compiler cannot know. */
export function textAt(texts: readonly string[], place: number): string {
  return texts[place] ?? '';
}
