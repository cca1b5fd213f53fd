import { resolve } from 'node:path';
import { checkBalance } from '../balance/balance.js';
import { LabelmillError } from '../core/errors.js';
import type { PerSplit } from '../core/splits.js';
import type { SplitOptions } from '../split/split.js';
import { checkOptions } from './check-options.js';
import { deepFreeze } from './deep-freeze.js';
import { asCount, asShare, readBalance } from './limits.js';
import type { PrepareOptions, SizeLimits, SourceOptions } from './options.js';
import { plainCopy } from './plain-copy.js';
import { problemsError, type Problem } from './problem.js';
import { readRatios } from './ratios.js';
import { readSchema } from './read-schema.js';
import { missingParts, resolveShapes } from './resolve-shapes.js';
import type { Config } from './resolved-config.js';
import { separateRows } from './rows-sources.js';

/** Bytes the index of examples may take in memory: 256 MiB. */
const MEMORY_BUDGET = 256 * 1024 * 1024;
const SEED = 42;
const NEAR_DUPLICATE_THRESHOLD = 0.8;
/** The limits where nobody says otherwise. */
export const SIZE_LIMITS: Required<SizeLimits> = {
  rowBytes: 16 * 1024 * 1024,
  columns: 20_000,
  depth: 256,
  labelsPerRow: 1000,
  classBytes: 1024,
  classes: 1_000_000,
};

/**
 * Checks options, fills in the defaults, makes paths absolute, reads the user's schema and freezes the answer. No source is
 * touched. What was given is neither changed nor frozen; rows in memory are taken as they are.
 *
 * @param options what the caller gave, or file and flags merged; `sources`, `mapping` and `out` must be there
 * @param from    `baseDirectory`: absolute folder that relative paths start at. Default: the current folder
 * @throws LabelmillError CONFIG_INVALID, BALANCE_INVALID, RATIOS_INVALID with every problem of the options' shape; SCHEMA_INVALID
 */
export async function resolveConfig(
  options: Partial<PrepareOptions>,
  from: { readonly baseDirectory?: string } = {},
): Promise<Config> {
  const { files, rows, problems } = separateRows(options.sources);
  const checked = checkOptions(plainCopy({ ...options, sources: files }));
  const found = [...problems, ...(checked.ok ? [] : checked.problems)];
  if (!checked.ok || found.length > 0) throw problemsError(found);

  const { balance: balanceOptions, split, schema, maxRejects, rejects, ...given } = checked.options;
  const { sources, out } = requireParts(checked.options);
  const base = resolve(from.baseDirectory ?? '.', given.baseDirectory ?? '.');
  const balance = readBalance(balanceOptions);
  checkBalance(balance);
  const { mapping, shapes } = await resolveShapes({ ...checked.options, sources }, base);
  return deepFreeze({
    baseDirectory: base,
    sources: sources.map((source, at) => rows.get(at) ?? source),
    mapping,
    shapes,
    out: resolve(base, out),
    schema: typeof schema === 'string' ? await readSchema(resolve(base, schema)) : schema,
    duplicates: given.duplicates ?? 'keep',
    contradictions: given.contradictions ?? 'keep',
    nearDuplicates: given.nearDuplicates ?? 'keep',
    nearDuplicateThreshold: given.nearDuplicateThreshold ?? NEAR_DUPLICATE_THRESHOLD,
    balance,
    split: readSplit(split),
    seed: given.seed ?? SEED,
    order: given.order ?? 'shuffled',
    maxRejects: readMaxRejects(maxRejects),
    invalidUtf8: given.invalidUtf8 ?? 'error',
    allowSingleClass: given.allowSingleClass ?? false,
    rejects: rejects === undefined ? undefined : resolve(base, rejects),
    leftOut: given.leftOut ?? false,
    sha256: given.sha256 ?? false,
    lane: given.lane ?? 'auto',
    threads: given.threads,
    checks: given.checks ?? {},
    limits: { ...SIZE_LIMITS, ...given.limits },
    memoryBudget: given.memoryBudget ?? MEMORY_BUDGET,
  });
}

interface RequiredParts {
  readonly sources: readonly SourceOptions[];
  readonly out: string;
}

/** What has no default: it may come from a file or from flags, so only the whole can lack it. */
function requireParts({ sources, mapping, out }: Partial<PrepareOptions>): RequiredParts {
  const problems: Problem[] = [];
  const miss = (key: string, advice: string): number =>
    problems.push({ path: key.split('.'), at: 'value', message: `is missing; ${advice}` });
  if (sources === undefined) miss('sources', 'name files, folders, globs or - for standard input');
  const isShared = sources?.every(hasOwnMapping) !== true;
  if (isShared && mapping === undefined) miss('mapping', 'say which field holds the text and which the labels');
  else if (isShared) problems.push(...missingParts(mapping, ['mapping']));
  if (out === undefined) miss('out', 'name the folder the splits are written to');
  if (sources === undefined || out === undefined || problems.length > 0) throw problemsError(problems);
  return { sources, out };
}

function hasOwnMapping(source: SourceOptions): boolean {
  return typeof source !== 'string' && source.mapping !== undefined;
}

function readSplit({
  ratios,
  counts = {},
  smallClasses = 'proportional',
}: NonNullable<PrepareOptions['split']> = {}): SplitOptions {
  const read = readRatios(ratios);
  if (typeof read === 'string') throw new LabelmillError('INTERNAL', `split.ratios ${read}, which was checked before`);
  const sizes: PerSplit<number | undefined> = [counts.train, counts.validation, counts.test];
  return { ratios: read, counts: sizes, smallClasses };
}

function readMaxRejects(value: PrepareOptions['maxRejects'] = 0): Config['maxRejects'] {
  const share = asShare(value);
  return share === undefined ? { count: asCount(value) ?? 0 } : { share };
}
