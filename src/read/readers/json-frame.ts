/** What the next byte that is not white space must be, between the elements of a document. */
export type FrameState =
  'start' | 'element-or-end' | 'element' | 'after-element' | 'key-or-end' | 'key' | 'colon' | 'member' | 'after-member' | 'end';

/** What the scan is within: an element, or the name of a member. */
export type ElementState = 'in-container' | 'in-string' | 'in-scalar' | 'in-key';

/** What a JSON file may be. */
export const SHAPES = 'a JSON file is read as an array of rows, or as an object whose members are arrays of rows';

/** What must stand in each state, for messages. */
export const EXPECTED: Readonly<Record<FrameState, string>> = {
  start: SHAPES,
  'element-or-end': "expected a row or ']'",
  element: 'expected a row',
  'after-element': "expected ',' or ']'",
  'key-or-end': "expected the name of a member in double quotes, or '}'",
  key: 'expected the name of a member in double quotes',
  colon: "expected ':'",
  member: `a member is not an array: ${SHAPES}`,
  'after-member': "expected ',' or '}'",
  end: 'text after the end of the document; one JSON value per line is read with format jsonl',
};

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * The state after a byte, or undefined where that byte must not stand there.
 * @param isObject the document is an object of arrays
 */
export function nextState(state: FrameState, byte: number, isObject: boolean): FrameState | ElementState | undefined {
  switch (state) {
    case 'start':
      if (byte === OPEN_BRACKET) return 'element-or-end';
      return byte === OPEN_BRACE ? 'key-or-end' : undefined;
    case 'element-or-end':
      return byte === CLOSE_BRACKET ? afterArray(isObject) : beginElement(byte);
    case 'element':
      return beginElement(byte);
    case 'after-element':
      if (byte === COMMA) return 'element';
      return byte === CLOSE_BRACKET ? afterArray(isObject) : undefined;
    case 'key-or-end':
      if (byte === CLOSE_BRACE) return 'end';
      return byte === QUOTE ? 'in-key' : undefined;
    case 'key':
      return byte === QUOTE ? 'in-key' : undefined;
    case 'colon':
      return byte === COLON ? 'member' : undefined;
    case 'member':
      return byte === OPEN_BRACKET ? 'element-or-end' : undefined;
    case 'after-member':
      if (byte === COMMA) return 'key';
      return byte === CLOSE_BRACE ? 'end' : undefined;
    case 'end':
      return undefined;
  }
}

function afterArray(isObject: boolean): FrameState {
  return isObject ? 'after-member' : 'end';
}

function beginElement(byte: number): ElementState | undefined {
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return 'in-container';
  if (byte === QUOTE) return 'in-string';
  return byte === COMMA || byte === COLON || byte === CLOSE_BRACKET || byte === CLOSE_BRACE ? undefined : 'in-scalar';
}
