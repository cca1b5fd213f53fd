import type { LabelMapping } from './mapping.js';
import { describeValue, quote } from './quote.js';
import { isBlank, trimWhiteSpace } from './white-space.js';

/** The class a single value stands for; undefined where it stands for a missing label, null where it can't be a class. */
export type ClassReader = (value: unknown) => string | undefined | null;

/**
 * A reader of classes: a string as it is (or trimmed, where the mapping says so), a boolean as `true` or `false`, an integer
 * as its digits. Missing are undefined, null, a blank string and what the mapping lists as missing. Integers beyond
 * 2^53 count only as bigint, since as number they have lost digits.
 */
export function compileClass(mapping: LabelMapping): ClassReader {
  const missing = new Set(mapping.missing ?? []);
  const trims = mapping.trim === true;
  return (value) => {
    if (value === undefined || value === null) return undefined;
    const name = nameOf(value);
    if (name === undefined) return null;
    if (isBlank(name)) return undefined;
    const kept = trims ? trimWhiteSpace(name) : name;
    return missing.has(kept) ? undefined : kept;
  };
}

/** Why a value other than undefined is a missing label: `is null`, `is empty`, `holds "NA", which …`. */
export function describeMissing(value: unknown): string {
  if (value === null) return 'is null';
  if (value === '') return 'is empty';
  if (typeof value === 'string' && isBlank(value)) return 'is only white space';
  const shown = typeof value === 'string' ? quote(value) : describeValue(value);
  return `holds ${shown}, which the mapping lists as missing`;
}

/** Why a value can't be a class. */
export function describeNoClass(value: unknown): string {
  const lost = typeof value === 'number' && Number.isInteger(value) ? ', which has lost digits (write it as a string)' : '';
  return `a class is a string, a boolean or an integer, not ${describeValue(value)}${lost}`;
}

function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
