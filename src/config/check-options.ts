import { loadSchema } from '../core/schema.js';
import { describeViolations } from './describe-violation.js';
import type { Mapping } from '../normalize/normalize.js';
import type { PrepareOptions } from './options.js';
import type { Problem } from './problem.js';
import { readRatios } from './ratios.js';

/** Options as a config file holds them, or what is wrong with them. */
export type CheckedOptions =
  | { readonly ok: true; readonly options: Partial<PrepareOptions> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks everything about options that one value, or one part of the mapping, tells by itself: their shape by the schema, the
 * ratios, text beside messages. What is left out is no problem here, since flags may give it.
 * @param value what JSON or YAML gave
 */
export function checkOptions(value: unknown): CheckedOptions {
  const validate = loadSchema<Partial<PrepareOptions>>('config');
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
