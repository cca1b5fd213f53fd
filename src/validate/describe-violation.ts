import type { ErrorObject } from 'ajv';
import { printable, quoted } from '../core/printable.js';

/** Characters of a message kept at most. */
const MESSAGE_LIMIT = 300;
/** Places a message names at most. */
const PLACES = 3;

/**
 * What a value violates in a schema, for people: `/labels/intent must be one of "yes", "no"`. Names up to three places.
 * @param errors what ajv left behind, innermost first
 */
export function describeViolation(errors: readonly ErrorObject[] | null | undefined): string {
  const found = (errors ?? []).map((error) => `${error.instancePath || 'the line'} ${describe(error)}`);
  return printable([...new Set(found)].slice(0, PLACES).join('; '), MESSAGE_LIMIT);
}

function describe({ keyword, params, message = 'does not fit' }: ErrorObject): string {
  const facts = new Map<string, unknown>(Object.entries(params));
  const property = facts.get('additionalProperty') ?? facts.get('unevaluatedProperty');
  if (typeof property === 'string') return `must not have the property ${quoted(property)}`;
  const allowed = facts.get('allowedValues');
  if (keyword === 'enum' && Array.isArray(allowed))
    return `must be one of ${JSON.stringify(allowed).slice(1, -1).replaceAll(',', ', ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(facts.get('allowedValue'))}`;
  return message;
}
