import type { Account } from './account.js';
import type { Certificate } from './certificate.js';
import type { Issue } from './issue.js';
import type { ManifestFile, ManifestRun, ManifestSource } from './manifest.js';
import type { Origin } from './origin.js';
import type { SplitName } from './splits.js';

/** Version of the report's shape. */
export const REPORT_FORMAT = 1;

/** Classes of a target that a report lists at most: half of them the largest, half the smallest. The manifest lists all. */
export const CLASSES_LISTED = 2000;

/** What a gate says of the data: all that reports for CI need. */
export interface Gate {
  /** Whether the data may go on to training. */
  readonly passed: boolean;
  /** The mildest severity that fails the gate. */
  readonly failOn: 'error' | 'warn';
  readonly account: Account;
  /** The worst first. */
  readonly issues: readonly Issue[];
}

/**
 * The account of a run for people and machines: `report.json`, and what `report.html` shows. Parts that are not known are
 * absent. Described for other programs by schemas/report.schema.json.
 */
export interface Report extends Gate {
  /** Version of this program. */
  readonly labelmill: string;
  readonly format: typeof REPORT_FORMAT;
  readonly targets: readonly ReportTarget[];
  /** The splits and the rejects as they were written; none for a check. */
  readonly files: readonly ManifestFile[];
  readonly sources: readonly ManifestSource[];
  readonly lengths?: TextLengths;
  /** A few examples that were written. */
  readonly examples?: readonly ReportExample[];
  readonly duplicates?: readonly RepeatedInput[];
  readonly contradictions?: readonly RepeatedInput[];
  readonly nearDuplicates?: NearDuplicates;
  /** How exact the split is; absent where the sources give it. */
  readonly certificate?: Certificate;
  readonly forecast?: ReportForecast;
  /** The config the run was given, with its defaults and without its paths. */
  readonly config: object;
  readonly seed: number;
  /** What differs between two runs of the same: times and paths. */
  readonly run?: ManifestRun;
}

export interface ReportTarget {
  readonly name: string;
  readonly kind: 'single' | 'multi';
  /** Examples a class must have, and may have at most, where that is one number for the target. */
  readonly min?: number;
  readonly max?: number;
  /** Classes that were read, and those of them that are in some split. */
  readonly classesRead: number;
  readonly classesKept: number;
  /** By examples kept, the most first, then by examples read, then by name; see CLASSES_LISTED. */
  readonly classes: readonly ReportClass[];
}

export interface ReportClass {
  readonly class: string;
  /** Examples that carried the class before balance. */
  readonly read: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** The classes an example carries for a target. */
export interface ReportLabel {
  readonly target: string;
  readonly classes: readonly string[];
}

/** An example as it is shown: of a long text the start. */
export interface ReportExample {
  readonly text: string;
  readonly labels: readonly ReportLabel[];
  readonly split?: SplitName;
  readonly origin?: Origin;
}

/** An input that occurs more than once. */
export interface RepeatedInput {
  /** The start of its text. */
  readonly text: string;
  /** How often it occurs. */
  readonly count: number;
  /** The first few of its rows. */
  readonly copies: readonly { readonly origin: Origin; readonly labels: readonly ReportLabel[] }[];
}

/** Lengths of the texts written, in characters (code points); of messages all contents together. */
export interface TextLengths {
  /** Whether every example was measured. Else the first of each file were, which are a random sample where files are shuffled. */
  readonly isComplete: boolean;
  readonly splits: readonly SplitLengths[];
  /** Bins of one width from the smallest length; the last one takes all that is longer. */
  readonly bins: readonly LengthBin[];
}

export interface SplitLengths {
  readonly split: SplitName;
  /** Examples measured, of how many. */
  readonly measured: number;
  readonly examples: number;
  readonly min: number;
  readonly median: number;
  /** 95 of 100 texts are this long or shorter. */
  readonly p95: number;
  readonly max: number;
}

/** Examples measured whose length is at least `from` and below `to`. */
export interface LengthBin {
  readonly from: number;
  readonly to: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Inputs that were written and are nearly the same, though not equal. */
export interface NearDuplicates {
  /** Jaccard similarity of the character n-grams from which two inputs count as nearly the same, 0 to 1. */
  readonly threshold: number;
  /** Inputs that are in a cluster. */
  readonly inputs: number;
  readonly clusterCount: number;
  /** Clusters whose inputs are in several splits. */
  readonly clustersAcrossSplits: number;
  /** Those in several splits first, then the largest; the first few. */
  readonly clusters: readonly NearDuplicateCluster[];
}

export interface NearDuplicateCluster {
  readonly inputs: number;
  /** Largest and smallest similarity of the pairs that hold it together. */
  readonly nearest: number;
  readonly farthest: number;
  /** A few of its inputs, one of each split at least. */
  readonly examples: readonly ReportExample[];
}

/** A figure that is not known exactly: at least `low`, at most `high`. */
export interface Estimate {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** What a fine-tuning job on these files would take. */
export interface ReportForecast {
  readonly model?: string;
  readonly dataTokens: Estimate;
  /** Tokens the job trains on: data tokens times epochs. */
  readonly trainTokens: number;
  readonly epochs: Estimate;
  readonly cost?: { readonly amount: number; readonly currency: string };
  readonly seconds?: { readonly low: number; readonly high: number };
  /** What the figures stand on, one sentence each. */
  readonly assumptions: readonly string[];
}
