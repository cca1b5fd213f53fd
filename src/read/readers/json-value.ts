import { isMany } from 'stream-chain/defs.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { jsonVerifier } from 'stream-json/core/utils/verifier.js';

/** Only a number this long can be an integer that a double doesn't hold (2^53 has 16 digits). */
const LONG_NUMBER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * A JSON value. Integers beyond ±(2^53 - 1) within objects and arrays are BigInt, so that no digit is lost; all else is as
 * JSON.parse gives it. Time as JSON.parse, but some five times that for a text with 16 digits in a row.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && LONG_NUMBER.test(text) ? parseExactly(text, value) : value;
}

/** Where and why a text is not JSON; undefined where it is. Column and offset are in characters of the text. */
export interface SyntaxFault {
  /** From 0. */
  readonly offset: number;
  /** `expected ','`. */
  readonly reason: string;
}

/** Finds the fault by stream-json's verifier, as JSON.parse doesn't always name a place. About 50 MB/s. */
export function findSyntaxFault(text: string): SyntaxFault | undefined {
  const verify = jsonVerifier();
  try {
    // the verifier waits for more where a token may go on, so that it needs something to look at behind the end
    verify(text + ' '.repeat(32));
  } catch (error) {
    if (!(error instanceof Error) || !('offset' in error) || typeof error.offset !== 'number') throw error;
    return error.offset < text.length ? { offset: error.offset, reason: reasonIn(error.message) } : endsEarly(text);
  }
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return endsEarly(text);
  }
}

/** At most this much of a text is quoted in a message. */
const NEAR_CHARS = 40;

/** `near "…"`, for messages; an empty string at the end of the text. */
export function nearText(text: string, offset: number): string {
  const near = text.slice(offset, offset + NEAR_CHARS);
  return near === '' ? '' : ` near ${JSON.stringify(near)}`;
}

function endsEarly(text: string): SyntaxFault {
  return { offset: text.length, reason: 'it ends too early' };
}

function reasonIn(message: string): string {
  const reason = /Verifier (?:cannot parse input: |has )(.*)$/.exec(message)?.[1] ?? 'unexpected character';
  return reason === 'escaped characters' ? 'a control character or an unknown escape in a string' : reason;
}

interface OpenContainer {
  readonly value: object;
  key: string;
}

/** The value again from stream-json's tokens, which keep the digits of numbers. `value` is what JSON.parse made of the text. */
function parseExactly(text: string, value: unknown): unknown {
  const tokens = jsonParser({ packValues: true, streamValues: false })(text);
  if (!isMany(tokens)) return value;
  const open: OpenContainer[] = [];
  let root: unknown = value;
  const close = (): void => {
    root = open.pop()?.value;
  };
  const add = (member: unknown): void => {
    const parent = open.at(-1);
    if (parent === undefined) return;
    if (Array.isArray(parent.value)) parent.value.push(member);
    // as JSON.parse does: a property of its own even where the key is __proto__
    else Object.defineProperty(parent.value, parent.key, { value: member, writable: true, enumerable: true, configurable: true });
  };
  const begin = (container: object): void => {
    add(container);
    open.push({ value: container, key: '' });
  };
  for (const token of tokens.values) takeToken(token, open, { add, begin, close });
  return root;
}

interface Builder {
  readonly add: (member: unknown) => void;
  readonly begin: (container: object) => void;
  readonly close: () => void;
}

function takeToken(token: Token, open: readonly OpenContainer[], builder: Builder): void {
  switch (token.name) {
    case 'startObject':
      return builder.begin({});
    case 'startArray':
      return builder.begin([]);
    case 'endObject':
    case 'endArray':
      return builder.close();
    case 'keyValue': {
      const parent = open.at(-1);
      if (parent !== undefined) parent.key = token.value;
      return;
    }
    case 'numberValue':
      return builder.add(exactNumber(token.value));
    case 'stringValue':
    case 'nullValue':
    case 'trueValue':
    case 'falseValue':
      return builder.add(token.value);
    default:
      return;
  }
}

function exactNumber(digits: string): number | bigint {
  const number = Number(digits);
  return INTEGER.test(digits) && !Number.isSafeInteger(number) ? BigInt(digits) : number;
}
