/** Texts by number, as the bytes they are written with. */
export interface JsonTexts {
  readonly length: number;
  /** UTF-8. Text t is `bytes[starts[t]]` up to `bytes[starts[t + 1]]`. */
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
}

/** Makes each text once and keeps its bytes: 4 more a text, where a string takes 32. Time O(bytes). */
export function createJsonTexts(count: number, textOf: (number: number) => string): JsonTexts {
  const starts = new Uint32Array(count + 1);
  let bytes = Buffer.alloc(4096);
  let used = 0;
  for (let number = 0; number < count; number++) {
    const text = textOf(number);
    // a UTF-16 unit takes three bytes at most
    if (used + text.length * 3 > bytes.length) {
      const larger = Buffer.alloc(Math.ceil(1.5 * (used + text.length * 3)));
      larger.set(bytes.subarray(0, used));
      bytes = larger;
    }
    used += bytes.write(text, used);
    starts[number + 1] = used;
  }
  return { length: count, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, used), starts };
}

/** One of the texts, made anew. */
export function jsonTextAt({ bytes, starts }: JsonTexts, number: number): string {
  const [start = 0, end = 0] = [starts[number], starts[number + 1]];
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
}
