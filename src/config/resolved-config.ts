import type { BalanceOptions } from '../balance/balance.js';
import type { CheckOptions } from '../check/check.js';
import type { Mapping } from '../normalize/normalize.js';
import type { InvalidUtf8, SourceInput } from '../read/read.js';
import type { NamedExpression } from '../shape/shape.js';
import type { SplitOptions } from '../split/split.js';
import type { SizeLimits } from './options.js';

/** How the rows of a source become examples. */
export interface ShapeConfig {
  readonly mapping: Mapping;
  readonly where: readonly NamedExpression[];
  readonly rename: Readonly<Record<string, string>>;
  readonly select: readonly string[] | undefined;
}

/** File and flags, checked, with every default filled in and every path but those of sources absolute. Frozen. */
export interface Config {
  /** Folder that relative paths of sources start at. Absolute. */
  readonly baseDirectory: string;
  /** As the user wrote them, so that messages and origins name them so. */
  readonly sources: readonly SourceInput[];
  /** The common mapping; that of the first source where each has its own. Class maps are read in. */
  readonly mapping: Mapping;
  /** Per source as the user wrote them; the same object for those that share the common one. */
  readonly shapes: readonly ShapeConfig[];
  readonly out: string;
  /** The user's own schema, read; undefined where there is none. */
  readonly schema: Readonly<Record<string, unknown>> | undefined;
  readonly duplicates: 'keep' | 'keep-one' | 'fail';
  readonly contradictions: 'keep' | 'drop' | 'majority' | 'merge' | 'fail';
  readonly nearDuplicates: 'keep' | 'warn' | 'group';
  readonly nearDuplicateThreshold: number;
  readonly balance: BalanceOptions;
  readonly split: SplitOptions;
  readonly seed: number;
  readonly order: 'shuffled' | 'source';
  /** Rejects let through: `{count}` or `{share}` of the rows read. */
  readonly maxRejects: { readonly count: number } | { readonly share: number };
  readonly invalidUtf8: InvalidUtf8;
  readonly allowSingleClass: boolean;
  readonly rejects: string | undefined;
  readonly leftOut: boolean;
  readonly sha256: boolean;
  readonly lane: 'auto' | 'rows';
  readonly threads: number | undefined;
  readonly checks: CheckOptions;
  readonly limits: Required<SizeLimits>;
  readonly memoryBudget: number;
}
