import { SHAPES, type MemberPlan } from './json-shape.js';

/** What the next byte that is not white space must be, between the elements of a document. */
export type FrameState =
  | 'start'
  | 'element-or-end'
  | 'element'
  | 'after-element'
  | 'key-or-end'
  | 'key'
  | 'colon'
  | 'member'
  | 'after-member'
  | 'cell-key-or-end'
  | 'cell-key'
  | 'cell-colon'
  | 'cell'
  | 'after-cell'
  | 'end';

/** What the scan is within: an element, or a name. */
export type ElementState = 'in-container' | 'in-string' | 'in-scalar' | 'in-key' | 'in-cell-key';

/** What must stand in each state, for messages. */
export const EXPECTED: Readonly<Record<FrameState, string>> = {
  start: SHAPES,
  'element-or-end': "expected a row or ']'",
  element: 'expected a row',
  'after-element': "expected ',' or ']'",
  'key-or-end': "expected the name of a member in double quotes, or '}'",
  key: 'expected the name of a member in double quotes',
  colon: "expected ':'",
  member: 'expected a value',
  'after-member': "expected ',' or '}'",
  'cell-key-or-end': "expected the name of a member in double quotes, or '}'",
  'cell-key': 'expected the name of a member in double quotes',
  'cell-colon': "expected ':'",
  cell: 'expected a value',
  'after-cell': "expected ',' or '}'",
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
 * @param isObject the document is an object
 * @param plan how the member is read that the byte stands in
 */
export function nextState(
  state: FrameState,
  byte: number,
  { isObject, plan }: { readonly isObject: boolean; readonly plan: MemberPlan },
): FrameState | ElementState | undefined {
  switch (state) {
    case 'start':
      if (byte === OPEN_BRACKET) return 'element-or-end';
      return byte === OPEN_BRACE ? 'key-or-end' : undefined;
    case 'element-or-end':
      return byte === CLOSE_BRACKET ? afterArray(isObject) : beginElement(byte);
    case 'element':
    case 'cell':
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
      if (plan.kind === 'whole') return beginElement(byte);
      return plan.kind === 'rows' ? 'element-or-end' : 'cell-key-or-end';
    case 'after-member':
      if (byte === COMMA) return 'key';
      return byte === CLOSE_BRACE ? 'end' : undefined;
    case 'cell-key-or-end':
      if (byte === CLOSE_BRACE) return 'after-member';
      return byte === QUOTE ? 'in-cell-key' : undefined;
    case 'cell-key':
      return byte === QUOTE ? 'in-cell-key' : undefined;
    case 'cell-colon':
      return byte === COLON ? 'cell' : undefined;
    case 'after-cell':
      if (byte === COMMA) return 'cell-key';
      return byte === CLOSE_BRACE ? 'after-member' : undefined;
    case 'end':
      return undefined;
  }
}

/** The state behind an element. */
export function stateAfter({ kind }: MemberPlan): FrameState {
  if (kind === 'whole') return 'after-member';
  return kind === 'rows' ? 'after-element' : 'after-cell';
}

function afterArray(isObject: boolean): FrameState {
  return isObject ? 'after-member' : 'end';
}

function beginElement(byte: number): ElementState | undefined {
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return 'in-container';
  if (byte === QUOTE) return 'in-string';
  return byte === COMMA || byte === COLON || byte === CLOSE_BRACKET || byte === CLOSE_BRACE ? undefined : 'in-scalar';
}
