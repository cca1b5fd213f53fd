import { LabelmillError } from '../core/errors.js';
import { isPlain } from './is-plain.js';

/**
 * A copy of what a caller gave, to be checked and frozen without touching theirs: lists and plain objects are copied, members
 * that are undefined are left out, everything else stays itself for the schema to refuse.
 * @throws LabelmillError CONFIG_INVALID for options that hold themselves
 */
export function plainCopy(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (above.includes(value)) {
    throw new LabelmillError('CONFIG_INVALID', 'the options hold themselves somewhere inside; give plain data, as JSON has it');
  }
  const path = [...above, value];
  if (Array.isArray(value)) return value.map((item: unknown) => plainCopy(item, path));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, plainCopy(member, path)]));
}
