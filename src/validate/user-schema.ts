import type { ValidateFunction } from 'ajv';
import { LabelmillError } from '../core/errors.js';
import { guardedPattern } from './guarded-pattern.js';

type Draft = '2020-12' | '2019-09' | 'draft-07';

/** `$schema` without `#` → draft. */
const DRAFTS: ReadonlyMap<string, Draft> = new Map([
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
  ['http://json-schema.org/draft-07/schema', 'draft-07'],
]);

/**
 * How ajv reads the user's schema: a keyword it does not know is an error, since a misspelt one would let everything pass;
 * `format` only annotates, as the drafts have it; nothing is fetched, filled in or printed; a pattern has a second for a text.
 */
const OPTIONS = {
  strictSchema: true,
  strictTypes: false,
  strictTuples: false,
  validateFormats: false,
  logger: false,
  // the code is for schemas that are written to files, which these are not
  code: { regExp: Object.assign(guardedPattern, { code: 'new RegExp' }) },
} as const;

/**
 * Compiles the user's own schema of a line. The draft is the one `$schema` names, 2020-12 where it names none. References
 * lead inside the schema only; nothing is fetched.
 * @throws LabelmillError SCHEMA_INVALID; so does the check of a line over which a pattern takes longer than 1 s
 */
export async function compileUserSchema(schema: object): Promise<ValidateFunction> {
  const draft = draftOf(schema);
  if ('$async' in schema) throw invalid('"$async" is not supported; remove it');
  try {
    switch (draft) {
      case '2020-12': {
        const { Ajv2020 } = await import('ajv/dist/2020.js');
        return new Ajv2020(OPTIONS).compile(schema);
      }
      case '2019-09': {
        const { Ajv2019 } = await import('ajv/dist/2019.js');
        return new Ajv2019(OPTIONS).compile(schema);
      }
      case 'draft-07': {
        const { Ajv } = await import('ajv');
        return new Ajv(OPTIONS).compile(schema);
      }
    }
  } catch (error) {
    throw invalid(describe(error), error);
  }
}

function draftOf(schema: object): Draft {
  const named = '$schema' in schema ? schema.$schema : '';
  if (named === '') return '2020-12';
  const draft = typeof named === 'string' ? DRAFTS.get(named.replace(/#$/, '')) : undefined;
  if (draft === undefined) throw invalid(`"$schema" must be one of ${[...DRAFTS.keys()].join(', ')}`);
  return draft;
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/^can't resolve reference/.test(message))
    return `${message}; references lead inside the schema only, so put the part under "$defs"`;
  return message.replace(/^schema is invalid: data/, 'at ').replace(/^strict mode: /, '');
}

function invalid(reason: string, cause?: unknown): LabelmillError {
  return new LabelmillError('SCHEMA_INVALID', `the schema can't be used: ${reason}`, {}, cause);
}
