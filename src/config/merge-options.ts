import { resolve } from 'node:path';
import type { Mapping } from '../normalize/normalize.js';
import type { PrepareOptions } from './options.js';

/** Part of the options, and the folder their relative paths start at. */
export interface PartialOptions {
  readonly options: Partial<PrepareOptions>;
  /** Absolute. */
  readonly directory: string;
}

/**
 * Lays flags over a config file. Flags win, key by key:
 * - sources, schema and all single values: the flag's instead of the file's;
 * - mapping: key by key; a text replaces messages and the other way round; labels target by target, a flag's target replacing
 *   the file's of that name as a whole and new ones coming last;
 * - balance: key by key (min, max, rare, scope); split: key by key, and counts split by split.
 *
 * A flag that is undefined was not given.
 * @returns options that stand alone: out, rejects and the schema's path absolute, each from the folder of the side that gave it;
 *   source paths as they were written, with `baseDirectory` the folder they start at
 */
export function mergeOptions(file: PartialOptions, flags: PartialOptions): Partial<PrepareOptions> {
  const under = withAbsolutePaths(file);
  const over = withAbsolutePaths(flags);
  const mapping = mergeMappings(under.mapping, over.mapping);
  const balance = lay(under.balance, over.balance);
  const split = mergeSplits(under.split, over.split);
  return {
    ...under,
    ...over,
    baseDirectory: baseOf(over.sources === undefined ? file : flags),
    ...(mapping === undefined ? {} : { mapping }),
    ...(balance === undefined ? {} : { balance }),
    ...(split === undefined ? {} : { split }),
  };
}

/** Folder the relative paths of one side start at. */
function baseOf({ options, directory }: PartialOptions): string {
  return resolve(directory, options.baseDirectory ?? '.');
}

function withAbsolutePaths(part: PartialOptions): Partial<PrepareOptions> {
  const base = baseOf(part);
  const { out, rejects, schema, ...rest } = part.options;
  return {
    ...given(rest),
    ...(out === undefined ? {} : { out: resolve(base, out) }),
    ...(rejects === undefined ? {} : { rejects: resolve(base, rejects) }),
    ...(schema === undefined ? {} : { schema: typeof schema === 'string' ? resolve(base, schema) : schema }),
  };
}

type MappingPart = Partial<Mapping> | undefined;

function mergeMappings(under: MappingPart, over: MappingPart): Mapping | undefined {
  if (under === undefined && over === undefined) return undefined;
  const { text, messages, ...rest } = under ?? {};
  const flags = given(over ?? {});
  const input = flags.text ?? flags.messages;
  return {
    ...(input !== undefined || text === undefined ? {} : { text }),
    ...(input !== undefined || messages === undefined ? {} : { messages }),
    ...rest,
    ...flags,
    labels: { ...rest.labels, ...given(flags.labels ?? {}) },
  };
}

function mergeSplits(under: PrepareOptions['split'], over: PrepareOptions['split']): PrepareOptions['split'] {
  const split = lay(under, over);
  const counts = lay(under?.counts, over?.counts);
  return split === undefined || counts === undefined ? split : { ...split, counts };
}

/** One object over another; undefined where neither is given. */
function lay<Part extends object>(under: Part | undefined, over: Part | undefined): Part | undefined {
  if (under === undefined) return over === undefined ? undefined : given(over);
  return over === undefined ? under : { ...under, ...given(over) };
}

/** The members that are not undefined. */
function given<Part extends object>(part: Part): Part {
  const copy = { ...part };
  for (const [key, value] of Object.entries(part)) if (value === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}
