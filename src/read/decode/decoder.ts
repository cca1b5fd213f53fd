/** Turns the bytes of a text into UTF-8, chunk by chunk; chunks may end anywhere. */
export interface Decoder {
  next(chunk: Buffer): Decoded;
  /** What the end of the text brings: a fault where it cuts a character. */
  end(): Decoded;
}

/** A piece of text. */
export interface Decoded {
  /** UTF-8, whole characters. Ends before the first fault where faults are not substituted. */
  readonly text: Buffer;
  /** Places that are not text in this encoding, in order. */
  readonly faults: readonly Fault[];
}

/** A place that is not text in its encoding. */
export interface Fault {
  /** Place in the piece of text: of the substitute, or its end. */
  readonly at: number;
  /** Place of the first bad byte in the text before it was decoded. */
  readonly byte: number;
}

/**
 * What stands in the text for bytes that are not text.
 * @param count bad bytes
 * @returns undefined where the first fault ends the text
 */
export type Substitute = ((count: number) => Buffer) | undefined;

/** The substitute of bad bytes in rows that will be set aside: as many control characters (SUB), so that places stay. */
export const MARK = '\x1a';
/** The replacement character, U+FFFD. */
export const REPLACEMENT = '\ufffd';

const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** Substitute by a mark for each byte. */
export function markBytes(count: number): Buffer {
  return Buffer.alloc(count, MARK);
}

/** Substitute by U+FFFD. */
export function replaceBytes(): Buffer {
  return REPLACEMENT_BYTES;
}
