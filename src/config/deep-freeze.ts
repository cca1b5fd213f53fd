import { isPlain } from './is-plain.js';

/** Freezes a value made of plain objects and lists, all the way down, and returns it. Rows of a source and maps stay open. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || !isPlain(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
