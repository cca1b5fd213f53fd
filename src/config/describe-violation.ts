import type { ErrorObject } from 'ajv';
import { quoted } from '../core/printable.js';
import { nearName } from '../core/near-name.js';
import type { Problem } from './problem.js';

/** What a type of JSON Schema is called in messages. */
const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['array', 'a list'],
  ['null', 'null'],
]);

/**
 * What ajv found, as problems for people: one per place, in the order found, without the branches of alternatives that were
 * tried on the way.
 * @param errors what ajv left behind with `allErrors` and `verbose`
 */
export function describeViolations(errors: readonly ErrorObject[]): readonly Problem[] {
  const told = errors.filter(({ keyword, schemaPath }) => keyword !== 'if' && !/\/(?:oneOf|anyOf)\/\d+\//.test(schemaPath));
  const mistyped = new Set(told.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath));
  return told.filter(({ keyword, instancePath }) => keyword === 'type' || !mistyped.has(instancePath)).map(describe);
}

function describe(error: ErrorObject): Problem {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const unknown = textOf(error, 'additionalProperty');
  if (unknown === undefined) return { path, at: 'value', message: predicate(error) };
  return {
    path: [...path, unknown],
    at: 'key',
    message: describeUnknown(unknown, keysOf(partOf(error.parentSchema, 'properties'))),
  };
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function describeUnknown(key: string, known: readonly string[]): string {
  const near = nearName(key, known);
  const advice = near === undefined ? '' : `; did you mean "${near}"?`;
  return `is unknown${advice}${advice.endsWith('?') ? '' : ';'} known here: ${known.filter((name) => name !== '$schema').join(', ')}`;
}

/** The part of the message behind the place. */
function predicate(error: ErrorObject): string {
  const { keyword, data } = error;
  const limit = String(partOf(error.params, 'limit'));
  switch (keyword) {
    case 'type':
      return `must be ${typeNames(error)}, but is ${show(data)}${quoteAdvice(error)}`;
    case 'enum':
      return describeEnum(error);
    case 'required':
      return `has no ${textOf(error, 'missingProperty') ?? 'value'}; add it`;
    case 'oneOf':
      return describeChoice(error);
    case 'pattern':
      return `must ${looksLike(error)}, but is ${show(data)}`;
    case 'minimum':
      return `must be at least ${limit}, but is ${show(data)}`;
    case 'maximum':
      return `must be at most ${limit}, but is ${show(data)}`;
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must be at most ${limit} character${limit === '1' ? '' : 's'} long, but is ${show(data)}`;
    case 'minItems':
    case 'minProperties':
      return `must hold at least ${limit}, but holds ${sizeOf(data)}`;
    case 'maxItems':
      return `must hold at most ${limit}, but holds ${sizeOf(data)}`;
    case 'uniqueItems':
      return 'holds the same value twice; remove one';
    case 'dependentRequired':
      return `has ${textOf(error, 'property') ?? 'a key'}, which needs ${textOf(error, 'deps') ?? 'another'} beside it`;
    case 'not':
      return `must not be ${show(data)}`;
    default:
      return error.message ?? 'does not fit';
  }
}

function typeNames(error: ErrorObject): string {
  const types: readonly unknown[] = [partOf(error.params, 'type')].flat();
  const [example] = namesIn(partOf(error.parentSchema, 'examples'));
  const text = example === undefined ? 'a string' : `a string like "${example}"`;
  return types.map((type) => (type === 'string' ? text : (TYPE_NAMES.get(String(type)) ?? String(type)))).join(' or ');
}

/** YAML reads 5 and true as what they look like; where a string is wanted, quotes make it one. */
function quoteAdvice(error: ErrorObject): string {
  const types: readonly unknown[] = [partOf(error.params, 'type')].flat();
  const isPlain = typeof error.data === 'number' || typeof error.data === 'boolean';
  const isFree = partOf(error.parentSchema, 'pattern') === undefined;
  return isPlain && isFree && types.includes('string') ? `; put it in quotes: "${String(error.data)}"` : '';
}

function describeEnum(error: ErrorObject): string {
  const allowed = partOf(error.params, 'allowedValues');
  const names: readonly string[] = Array.isArray(allowed) ? allowed.map(String) : [];
  const near = typeof error.data === 'string' ? nearName(error.data, names) : undefined;
  const advice = near === undefined ? '' : `; did you mean "${near}"?`;
  return `must be one of ${names.join(', ')}, but is ${show(error.data)}${advice}`;
}

/** An object that must have exactly one of several keys. */
function describeChoice(error: ErrorObject): string {
  const branches: unknown = error.schema;
  const names = (Array.isArray(branches) ? branches : []).flatMap((branch: unknown) => namesIn(partOf(branch, 'required')));
  const present = names.filter((name) => keysOf(error.data).includes(name));
  return `must have exactly one of ${names.join(', ')}, but has ${present.join(' and ') || 'none'}`;
}

function looksLike(error: ErrorObject): string {
  const [example] = namesIn(partOf(error.parentSchema, 'examples'));
  const numbers = namesIn([partOf(error.parentSchema, 'type')].flat()).includes('integer') ? 'be a whole number or ' : '';
  return `${numbers}look like "${example ?? ''}"`;
}

function show(value: unknown): string {
  if (typeof value === 'string') return quoted(value, 40);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : keysOf(value).length;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function textOf(error: ErrorObject, name: string): string | undefined {
  const value = partOf(error.params, name);
  return typeof value === 'string' ? value : undefined;
}

/** A member of what ajv types as `any`. */
function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
