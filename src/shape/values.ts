import { quoted } from '../core/printable.js';
import type { Value } from './expression.js';

export type ValueKind = 'null' | 'truth value' | 'number' | 'text' | 'list' | 'object';

/** What a field holds, as a value; what is not there, or is no data at all, is null. */
export function valueOf(found: unknown): Value {
  switch (typeof found) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return found;
    case 'object':
      return found;
    default:
      return null;
  }
}

export function kindOf(value: Value): ValueKind {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'truth value';
    default:
      if (value === null) return 'null';
      return Array.isArray(value) ? 'list' : 'object';
  }
}

/** A value for a message: `the text "…"`, `the number 0.5`, `a list`. */
export function describe(value: Value): string {
  const kind = kindOf(value);
  if (typeof value === 'string') return `the text ${quoted(value.slice(0, 200), 40)}`;
  if (value === null) return 'null';
  return typeof value === 'object' ? `${kind === 'list' ? 'a' : 'an'} ${kind}` : `the ${kind} ${String(value)}`;
}

/** Whether two values are the same. Values of unlike kinds never are; lists and objects never are. */
export function areSame(a: Value, b: Value): boolean {
  if (typeof a === 'object' || typeof b === 'object') return a === null && b === null;
  if (kindOf(a) !== kindOf(b)) return false;
  // a bigint and a number are compared by what they stand for, exactly
  return kindOf(a) === 'number' ? !(a < b) && !(a > b) && !Number.isNaN(a) && !Number.isNaN(b) : a === b;
}
