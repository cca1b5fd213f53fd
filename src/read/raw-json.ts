import { cutRaw } from './raw-text.js';

/** A value as JSON for a reject, cut at RAW_LIMIT; a bigint as a string of its digits. Never throws. */
export function rawJson(value: unknown): string {
  try {
    const json = JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
    return cutRaw(typeof json === 'string' ? json : String(value));
  } catch {
    // a cycle, or nesting beyond the stack
    return cutRaw(Object.prototype.toString.call(value));
  }
}
