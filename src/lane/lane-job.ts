import type { Example } from '../core/example.js';
import type { Fingerprinter } from '../core/fingerprint.js';
import type { LabelSets } from '../core/label-sets.js';
import type { Origin } from '../core/origin.js';
import type { Ranker } from '../core/rank.js';
import type { JsonTexts } from '../core/json-texts.js';
import type { Reject, RejectCode } from '../core/reject.js';
import type { Row } from '../core/row.js';
import type { DealTable } from '../deal/deal.js';
import type { Mapping, Normalizer } from '../normalize/normalize.js';
import type { ReadOptions, Source, SourceSummary } from '../read/read.js';
import type { Shaper } from '../shape/shape.js';
import type { Validator } from '../validate/validate.js';

/**
 * One of the ways from sources to examples. All lanes give the same entries, rejects and lines for the same job; they differ
 * in speed and in the inputs they take. What crosses this border is small: numbers in pass 1, a deal table and lines in
 * pass 2.
 */
export interface Lane {
  readonly name: 'rows' | 'bytes';
  /** Pass 1: reads every source and reports each example and each reject; the rejects in order. */
  scan(sink: ScanSink): Promise<readonly SourceSummary[]>;
  /** Pass 2: reads every source again and deals each example. @throws LabelmillError SOURCE_CHANGED */
  deal(plan: DealPlan, sink: DealSink): Promise<void>;
  /** Frees what was kept between the passes. */
  close(): void;
}

/** What both passes work with. */
export interface LaneJob {
  readonly sources: readonly Source[];
  /** How the rows of a source become examples; the same object for sources with the same mapping. */
  readonly shapeOf: (source: Source) => SourceShape;
  readonly validator: Validator;
  readonly fingerprint: Fingerprinter;
  readonly selectRank: Ranker;
  readonly orderRank: Ranker;
  /** The numbers behind fingerprint and ranks. */
  readonly hashing: Hashing;
  readonly shape: JobShape;
  readonly labelSets: LabelSets;
  /** Number of the group an example belongs to, by the fingerprint of its input; the same in both passes, 0 without groups. */
  readonly groupOf: (example: Example, high: number, low: number) => number;
  /** An external sorter, for the rows of conversations. */
  readonly createSorter: () => Sorter;
  /** Folder for the spool of sources that can't be read twice. */
  readonly directory: string;
  /** Bytes read at a time by the byte lane, and of a block of the digest of a source. Default 1 MiB; only the digest depends on it. */
  readonly blockBytes?: number;
  /** Threads the byte lane may use, this one included. The answer does not depend on it. */
  readonly threads: number;
  /**
   * Called for each example of pass 1, in order, with the number of its label set and its fingerprint. Labels are as in the first
   * example with that label set: a class alone, or a list of it. The byte lane then works in one thread and gives no entries.
   */
  readonly onExample?: (
    example: Example,
    keys: { readonly labelSet: number; readonly high: number; readonly low: number },
  ) => void;
  /** There is no second pass, so nothing is kept for it. Default false. */
  readonly scansOnly?: boolean;
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
  /** How large rows and tables may be; the reader's defaults where there are none. */
  readonly limits?: Pick<ReadOptions, 'rowLimitBytes' | 'columnLimit' | 'depthLimit'>;
}

/** How the rows of a source become examples: renamed and filtered, then mapped. */
export interface SourceShape {
  /** Undefined where rows are mapped as they are. */
  readonly shaper: Shaper | undefined;
  readonly normalizer: Normalizer;
  /** Fields that are read, by their names in the source; undefined where that can't be told. */
  readonly fields: readonly string[] | undefined;
}

/** Brings lines into the order of their ranks (two unsigned 32-bit halves), and of their bytes where these are equal. */
export interface Sorter {
  add(high: number, low: number, line: string): void;
  /** Hands all lines over, each with its `\n` and valid until `emit` returns, then frees everything. */
  drain(emit: (line: Uint8Array) => void): Promise<void>;
  close(): void;
}

export interface Hashing {
  /** Seed of the fingerprint of a text. */
  readonly textSeed: bigint;
  readonly selectKey: bigint;
  readonly orderKey: bigint;
}

/** What a lane is chosen by. */
export interface JobShape {
  /** That of all sources; undefined where they have different ones. */
  readonly mapping: Mapping | undefined;
  /** Rows are filtered, or their fields renamed or selected. */
  readonly isReshaped: boolean;
  /** Some limit is not the default. */
  readonly hasOwnLimits: boolean;
  readonly hasUserSchema: boolean;
  /** The texts are compared with one another. */
  readonly comparesTexts: boolean;
  /** Each example that balance leaves out is reported. */
  readonly reportsLeftOut: boolean;
  readonly order: 'shuffled' | 'source';
}

export interface ScanSink {
  example(high: number, low: number, labelSet: number, group: number): void;
  /** Many examples of a job without groups: rank high, rank low and label set each. Valid until it returns. */
  examples(entries: Uint32Array): void;
  reject(source: number, reject: Reject): void;
  /** A row that the filter leaves out. */
  filtered(source: number, row: Row): void;
  /** Rows that became part of an example (or of a reject) which is counted under another row. */
  merged(source: number, rows: number): void;
}

export interface DealPlan {
  readonly table: DealTable;
  /** The labels of each written set as JSON. */
  readonly labelsJson: JsonTexts;
}

export interface DealSink {
  /** An example that is written: its split, order rank, canonical line without `\n`, and the set of labels it carries. */
  line(source: number, split: number, high: number, low: number, line: string, set: number): void;
  /**
   * Many examples of a split: order rank (high, low), copies (1), size of the line with its `\n`, four little-endian 32-bit
   * numbers, then the line; one after the other. Valid until it returns. Their numbers come by `count`.
   */
  lines(split: number, records: Uint8Array): void;
  /** Lines of a split and set that came by `lines`. */
  count(source: number, split: number, set: number, lines: number): void;
  /** An example that a rule leaves out. */
  leftOut(source: number, code: RejectCode, labelSet: number, origin: Origin, raw: () => string): void;
  /** Many examples that balance leaves out. */
  leftOutMany(source: number, code: RejectCode, examples: number): void;
  /** An example whose input occurs more than once, whatever becomes of it. */
  repeated(repeated: number, inputJson: string, origin: Origin, labelSet: number): void;
  /** Every example that is written, its split, and the set of labels it carries; told by the row lane only. */
  dealt?(example: DealtExample, split: number, set: number): void;
}

/** An example that is dealt: its fingerprint, the JSON of its input without braces, and where it stands. */
export interface DealtExample {
  readonly high: number;
  readonly low: number;
  readonly inputJson: string;
  readonly origin: Origin;
}
