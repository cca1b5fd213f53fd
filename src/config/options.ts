import type { CheckOptions } from '../check/check.js';
import type { SplitName } from '../core/splits.js';
import type { JobDraft, JobTarget, WandbOptions } from '../mistral/mistral.js';
import type { Mapping } from '../normalize/normalize.js';
import type { FileSource, InvalidUtf8, RowsSource } from '../read/read.js';

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

/** How large things may be. N passes, N + 1 does not. */
export interface SizeLimits {
  /** Bytes of a row, its line end not counted; a larger one is a reject. Default 16 MiB. */
  readonly rowBytes?: number;
  /** Columns of a table. Default 20,000. */
  readonly columns?: number;
  /** Levels a JSON value may be nested; a deeper one is a reject. Default 256. */
  readonly depth?: number;
  /** Classes of one target of an example; one with more is a reject. Default 1,000. */
  readonly labelsPerRow?: number;
  /** Bytes of a class name in UTF-8; an example with a longer one is a reject. Default 1,024. */
  readonly classBytes?: number;
  /** Classes of all targets together. Default 1,000,000. */
  readonly classes?: number;
}

/** How the rows of one source become examples, where it is another way than for the rest. */
export interface SourceShapeOptions {
  /**
   * Laid over the common mapping, key by key: a text replaces messages and conversation and the other way round, labels go
   * target by target. Every source must end up with the same targets.
   */
  readonly mapping?: Partial<Mapping>;
  /** Must hold beside the common ones. */
  readonly where?: string | readonly string[];
  /** Instead of the common one. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Instead of the common ones. */
  readonly select?: readonly string[];
}

/** A path, folder, glob or `-`, the same with options, or rows in memory. */
export type SourceOptions = string | (FileSource & SourceShapeOptions) | (RowsSource & SourceShapeOptions);

/** The training job that `run` creates on the files it sends, and `prepare` forecasts. Limits and defaults are those of a job's draft. */
export interface TrainingOptions extends Pick<
  JobDraft,
  'model' | 'trainingSteps' | 'epochs' | 'learningRate' | 'weightDecay' | 'warmup' | 'suffix' | 'skipShare'
> {
  /** By target: its weight, default 1, and its loss, default `single_class` for a class and `multi_class` for a list. */
  readonly targets?: Readonly<Record<string, Partial<Pick<JobTarget, 'weight' | 'lossFunction'>>>>;
  /** Sends the metrics to Weights & Biases; its key is never part of a config. */
  readonly wandb?: Omit<WandbOptions, 'key'>;
}

/**
 * What a run is asked to do: the config file and the library's options have this one shape (a config file can't hold records
 * in memory). Everything but sources, mapping and out has a default.
 */
export interface PrepareOptions {
  /** Folder that relative paths start at. Default: the current folder; in a config file: the folder of the file. */
  readonly baseDirectory?: string;
  readonly sources: readonly SourceOptions[];
  /** What every source starts from; a source's own mapping is laid over it. */
  readonly mapping: Mapping;
  /**
   * Rows for which this expression is true are used, the others left out: `lang == "en" and len(text) > 3`. Of several all must
   * hold. The grammar stands at compileWhere.
   */
  readonly where?: string | readonly string[];
  /** Old name → new name of fields, before `where` and the mapping see the rows. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Fields that the mapping and the rejects file see, by their new names; the others are dropped after the filter. */
  readonly select?: readonly string[];
  /** Folder the splits are written to. */
  readonly out: string;
  /** The user's own JSON Schema for a line: a path, or the schema itself. */
  readonly schema?: string | Readonly<Record<string, unknown>>;
  /** Default `keep`. */
  readonly duplicates?: 'keep' | 'keep-one' | 'fail';
  /** Default `keep`. */
  readonly contradictions?: 'keep' | 'drop' | 'majority' | 'merge' | 'fail';
  /**
   * What becomes of inputs that are nearly the same: `keep` (default) looks for none, `warn` reports those that are in different
   * splits, `group` keeps them in one split.
   */
  readonly nearDuplicates?: 'keep' | 'warn' | 'group';
  /** Jaccard similarity of the shingles from which two inputs are near duplicates, from 0.5 to 1. Default 0.8. */
  readonly nearDuplicateThreshold?: number;
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
  /** What becomes of bytes that are not text in a source's encoding; a source's own setting goes first. Default `error`. */
  readonly invalidUtf8?: InvalidUtf8;
  /** Let a target with one class through. Default false. */
  readonly allowSingleClass?: boolean;
  /** File that receives everything set aside, also when the run fails. */
  readonly rejects?: string;
  /** Write what the minimum and maximum left out to the rejects file, too. Default false. */
  readonly leftOut?: boolean;
  /** SHA-256 of every file in the manifest, beside XXH64. Default false. */
  readonly sha256?: boolean;
  /** `auto` (default) takes the fast way over bytes where it can; `rows` goes by the libraries. The answer is the same. */
  readonly lane?: 'auto' | 'rows';
  /** Threads that read large tables, JSON lines and Parquet. Default: the processors there are, 4 at most. The answer is the same. */
  readonly threads?: number;
  /** How the checks of the gate are set: code → off, info, warn, error, or an object with thresholds. */
  readonly checks?: CheckOptions;
  /** The training job of `run`. The report of `prepare` forecasts it; the others leave it aside. */
  readonly job?: TrainingOptions;
  /** How large things may be; what is larger is refused by the name of its limit. */
  readonly limits?: SizeLimits;
  /** Bytes the index of examples may take in memory before it goes to disk. Default 256 MiB. */
  readonly memoryBudget?: number;
}
