import { readFile } from 'node:fs/promises';
import type { ValidateFunction } from 'ajv';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { describeViolations } from './describe-violation.js';
import type { Mapping } from '../normalize/normalize.js';
import type { PrepareOptions } from './options.js';
import type { Problem } from './problem.js';
import { readRatios } from './ratios.js';

/** Options as a config file holds them, or what is wrong with them. */
export type CheckedOptions =
  | { readonly ok: true; readonly options: Partial<PrepareOptions> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Schema of a config file, in the package; `src` and `dist` are equally far from it. */
const SCHEMA = new URL('../../schemas/config.schema.json', import.meta.url);

/**
 * Checks everything about options that one value, or one part of the mapping, tells by itself: their shape by the schema, the
 * ratios, text beside messages. What is left out is no problem here, since flags may give it.
 * Loads ajv on the first call, which takes 0.2 s; later calls take microseconds.
 * @param value what JSON or YAML gave
 */
export async function checkOptions(value: unknown): Promise<CheckedOptions> {
  const validate = await compiledSchema();
  if (!validate(value)) return { ok: false, problems: describeViolations(validate.errors ?? []) };
  const problems = findContradictions(value);
  return problems.length === 0 ? { ok: true, options: value } : { ok: false, problems };
}

function findContradictions({ sources, mapping, split }: Partial<PrepareOptions>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [path, part] of [[['mapping'], mapping] as const, ...ownMappings(sources)]) {
    const [input, second] = (['text', 'messages', 'conversation'] as const).filter((name) => part?.[name] !== undefined);
    if (input === undefined || second === undefined) continue;
    problems.push({ path, at: 'value', message: `has both ${input} and ${second}; remove one of them` });
  }
  const ratios = readRatios(split?.ratios);
  if (typeof ratios === 'string') problems.push({ path: ['split', 'ratios'], at: 'value', message: ratios });
  return problems;
}

function ownMappings(
  sources: PrepareOptions['sources'] = [],
): readonly (readonly [readonly string[], Partial<Mapping> | undefined])[] {
  return sources.map((source, at) => {
    return [['sources', String(at), 'mapping'], typeof source === 'string' ? undefined : source.mapping] as const;
  });
}

/** The compiled schema. Compiled once per process: it is a constant, only too dear for those who never need it. */
const compiledSchema = once(compileSchema);

async function compileSchema(): Promise<ValidateFunction<Partial<PrepareOptions>>> {
  try {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const schema: unknown = JSON.parse(await readFile(SCHEMA, 'utf8'));
    if (typeof schema !== 'object' || schema === null) throw new TypeError('not an object');
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
      ownProperties: true,
      logger: false,
    });
    return ajv.compile<Partial<PrepareOptions>>(schema);
  } catch (error) {
    throw new LabelmillError(
      'INTERNAL',
      `cannot use ${SCHEMA.pathname}: ${reasonOf(error)}; install the package again`,
      { path: SCHEMA.pathname },
      error,
    );
  }
}

/** The same answer for every call; a failure is not kept. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
