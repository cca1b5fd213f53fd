import type { SplitName } from '../core/splits.js';
import type { Mapping } from '../normalize/normalize.js';
import type { SourceInput } from '../read/read.js';

/** A number of examples, or a share of them written `"20%"`. */
export type CountOrShare = number | `${number}%`;

/** One limit for all classes, or limits per target and per class. */
export type LimitOptions<Value> =
  | Value
  | {
      readonly all?: Value;
      readonly targets?: Readonly<
        Record<string, Value | { readonly all?: Value; readonly classes?: Readonly<Record<string, Value>> }>
      >;
    };

/**
 * What a run is asked to do: the config file and the library's options have this one shape (a config file can't hold records
 * in memory). Everything but sources, mapping and out has a default.
 */
export interface PrepareOptions {
  /** Folder that relative paths start at. Default: the current folder; in a config file: the folder of the file. */
  readonly baseDirectory?: string;
  readonly sources: readonly SourceInput[];
  readonly mapping: Mapping;
  /** Folder the splits are written to. */
  readonly out: string;
  /** The user's own JSON Schema for a line: a path, or the schema itself. */
  readonly schema?: string | Readonly<Record<string, unknown>>;
  /** Default `keep`. */
  readonly duplicates?: 'keep' | 'keep-one' | 'fail';
  /** Default `keep`. */
  readonly contradictions?: 'keep' | 'drop' | 'majority' | 'merge' | 'fail';
  readonly balance?: {
    readonly min?: LimitOptions<number>;
    readonly max?: LimitOptions<CountOrShare>;
    readonly rare?: 'drop-label' | 'drop-example' | { readonly map: string };
    readonly scope?: 'all' | 'train';
  };
  readonly split?: {
    /** `"80/10/10"`, `[0.8, 0.1, 0.1]` or by name. Default 80/10/10. */
    readonly ratios?: string | readonly number[] | Readonly<Partial<Record<SplitName, number>>>;
    /** Exact sizes of validation and test (and train, where all three are given they must sum to the examples kept). */
    readonly counts?: Readonly<Partial<Record<SplitName, number>>>;
    readonly smallClasses?: 'proportional' | 'cover' | 'fail';
  };
  /** An integer from 0 to 2^53 - 1. Default 42. */
  readonly seed?: number;
  /** Default `shuffled`. */
  readonly order?: 'shuffled' | 'source';
  /** Rejects that are let through: a count, or a share of the rows read. Default 0. */
  readonly maxRejects?: CountOrShare;
  /** Let a target with one class through. Default false. */
  readonly allowSingleClass?: boolean;
  /** File that receives everything set aside, also when the run fails. */
  readonly rejects?: string;
  /** Write what the minimum and maximum left out to the rejects file, too. Default false. */
  readonly leftOut?: boolean;
  /** SHA-256 of every file in the manifest, beside XXH64. Default false. */
  readonly sha256?: boolean;
  /** Bytes the index of examples may take in memory before it goes to disk. Default 256 MiB. */
  readonly memoryBudget?: number;
}
