import { resolve } from 'node:path';
import type { LabelMapping, Mapping } from '../normalize/normalize.js';
import type { PrepareOptions, SourceOptions } from './options.js';

/** Part of the options, and the folder their relative paths start at. */
export interface PartialOptions {
  readonly options: Partial<PrepareOptions>;
  /** Absolute. */
  readonly directory: string;
}

/**
 * Lays flags over a config file. Flags win, key by key:
 * - sources, schema, where, rename and all single values: the flag's instead of the file's;
 * - mapping: key by key; of text, messages and conversation one replaces the others; labels target by target, a flag's target replacing
 *   the file's of that name as a whole and new ones coming last;
 * - balance and job: key by key; split: key by key, and counts split by split.
 *
 * A flag that is undefined was not given.
 * @returns options that stand alone: out, rejects and the paths of schema and class maps absolute, each from the folder of the side that gave it;
 *   source paths as they were written, with `baseDirectory` the folder they start at
 */
export function mergeOptions(file: PartialOptions, flags: PartialOptions): Partial<PrepareOptions> {
  const under = withAbsolutePaths(file);
  const over = withAbsolutePaths(flags);
  const mapping = mergeMappings(under.mapping, over.mapping);
  const balance = lay(under.balance, over.balance);
  const split = mergeSplits(under.split, over.split);
  const job = mergeJobs(under.job, over.job);
  return {
    ...under,
    ...over,
    baseDirectory: baseOf(over.sources === undefined ? file : flags),
    ...(mapping === undefined ? {} : { mapping }),
    ...(balance === undefined ? {} : { balance }),
    ...(split === undefined ? {} : { split }),
    ...(job === undefined ? {} : { job }),
  };
}

/** Folder the relative paths of one side start at. */
function baseOf({ options, directory }: PartialOptions): string {
  return resolve(directory, options.baseDirectory ?? '.');
}

function withAbsolutePaths(part: PartialOptions): Partial<PrepareOptions> {
  const base = baseOf(part);
  const { out, rejects, schema, mapping, sources, ...rest } = part.options;
  return {
    ...given(rest),
    ...(sources === undefined ? {} : { sources: sources.map((source) => absoluteMapsOf(source, base)) }),
    ...(mapping === undefined ? {} : { mapping: absoluteMaps(mapping, base) }),
    ...(out === undefined ? {} : { out: resolve(base, out) }),
    ...(rejects === undefined ? {} : { rejects: resolve(base, rejects) }),
    ...(schema === undefined ? {} : { schema: typeof schema === 'string' ? resolve(base, schema) : schema }),
  };
}

function absoluteMapsOf(source: SourceOptions, base: string): SourceOptions {
  if (typeof source === 'string' || source.mapping === undefined) return source;
  return { ...source, mapping: absoluteMaps(source.mapping, base) };
}

/** The same mapping, with the paths of class maps absolute. */
function absoluteMaps<Part extends Partial<Mapping>>(mapping: Part, base: string): Part {
  if (mapping.labels === undefined) return mapping;
  const labels = Object.entries(mapping.labels).map(([target, label]) => [target, absoluteMap(label, base)] as const);
  return { ...mapping, labels: Object.fromEntries(labels) };
}

/** A target that is undefined was not given, and stays so. */
function absoluteMap(label: LabelMapping | undefined, base: string): LabelMapping | undefined {
  return typeof label?.map === 'string' ? { ...label, map: resolve(base, label.map) } : label;
}

type MappingPart = Partial<Mapping> | undefined;

/** One mapping over another; undefined where there is none. */
export function mergeMappings(under: MappingPart, over: MappingPart): Mapping | undefined {
  if (under === undefined && over === undefined) return undefined;
  const { text, messages, conversation, ...rest } = under ?? {};
  const flags = given(over ?? {});
  const input = flags.text ?? flags.messages ?? flags.conversation;
  return {
    ...(input !== undefined || text === undefined ? {} : { text }),
    ...(input !== undefined || messages === undefined ? {} : { messages }),
    ...(input !== undefined || conversation === undefined ? {} : { conversation }),
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

function mergeJobs(under: PrepareOptions['job'], over: PrepareOptions['job']): PrepareOptions['job'] {
  const job = lay(under, over);
  const targets = lay(under?.targets, over?.targets);
  return job === undefined || targets === undefined ? job : { ...job, targets };
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
