import { Fault, type Value } from './expression.js';
import { contains, endsWith, startsWith } from './search.js';
import { describe } from './values.js';

/** A function: the value it gives, or why it gives none. */
export type Action = (at: number, operands: readonly Value[]) => Value | Fault;

export interface FunctionDefinition {
  /** How many values it takes. */
  readonly operands: number;
  readonly call: Action;
}

/** A number as people write it, and nothing else: no hexadecimal digits, no blanks inside, no Infinity. */
const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;
/** Digits an integer may have; what is longer is no number anybody means, and would cost time. */
const MOST_DIGITS = 400;

/** Every function of an expression. `has` is evaluated by its field. */
export const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map([
  ['len', { operands: 1, call: len }],
  ['lower', { operands: 1, call: ofText('lower', (text) => text.toLowerCase()) }],
  ['upper', { operands: 1, call: ofText('upper', (text) => text.toUpperCase()) }],
  ['trim', { operands: 1, call: ofText('trim', (text) => text.trim()) }],
  ['number', { operands: 1, call: number }],
  ['string', { operands: 1, call: string }],
  ['has', { operands: 1, call: () => null }],
  ['contains', { operands: 2, call: ofTwo(contains) }],
  ['startsWith', { operands: 2, call: ofTwo(startsWith) }],
  ['endsWith', { operands: 2, call: ofTwo(endsWith) }],
]);

function ofTwo(search: (at: number, whole: Value, part: Value) => Value | Fault): Action {
  return (at, [whole = null, part = null]) => search(at, whole, part);
}

function ofText(name: string, change: (text: string) => string): Action {
  return (at, [value = null]) => {
    if (value === null) return null;
    return typeof value === 'string' ? change(value) : new Fault(at, `${name} takes text, not ${describe(value)}`);
  };
}

/** Code points of a text, members of a list. */
function len(at: number, [value = null]: readonly Value[]): Value | Fault {
  if (value === null) return null;
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'string') return new Fault(at, `len takes text or a list, not ${describe(value)}`);
  let count = 0;
  for (let unit = 0; unit < value.length; count++) unit += (value.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  return count;
}

/** Null where the text is no number. Integers beyond 2^53 keep their digits. */
function number(at: number, [value = null]: readonly Value[]): Value | Fault {
  if (value === null || typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return new Fault(at, `number takes text, not ${describe(value)}`);
  const text = value.trim();
  if (!NUMERAL.test(text)) return null;
  const found = Number(text);
  if (INTEGER.test(text) && !Number.isSafeInteger(found))
    return text.length <= MOST_DIGITS ? BigInt(text.replace('+', '')) : null;
  return Number.isFinite(found) ? found : null;
}

function string(at: number, [value = null]: readonly Value[]): Value | Fault {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'object') return new Fault(at, `string takes a number or a truth value, not ${describe(value)}`);
  return String(value);
}
