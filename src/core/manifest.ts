import type { Account } from './account.js';
import type { SplitName } from './splits.js';

/** Version of the manifest's shape. */
export const MANIFEST_FORMAT = 1;

/** What a run wrote, from what, and how: `manifest.json`. Described for other programs by schemas/manifest.schema.json. */
export interface Manifest {
  /** Version of this program. */
  readonly labelmill: string;
  readonly format: typeof MANIFEST_FORMAT;
  readonly files: readonly ManifestFile[];
  /** In mapping order, which is the order of the keys in each line. */
  readonly targets: readonly ManifestTarget[];
  /** Every class that was read, by target and then by code point. */
  readonly classes: readonly ManifestClass[];
  readonly account: Account;
  readonly sources: readonly ManifestSource[];
  /** The config the run was given, with its defaults and without its paths. */
  readonly config: object;
  readonly seed: number;
  /** The split's certificate. */
  readonly split: object;
  readonly issues: readonly object[];
  /** What differs between two runs of the same: times and paths. `verify` leaves it out. */
  readonly run: ManifestRun;
}

export interface ManifestFile {
  readonly name: string;
  /** The split the file belongs to; none for the rejects. */
  readonly split?: SplitName;
  readonly bytes: number;
  readonly lines: number;
  readonly xxh64: string;
  readonly sha256?: string;
}

export interface ManifestTarget {
  readonly name: string;
  readonly kind: 'single' | 'multi';
  /** Lines may lack this target. Default false. */
  readonly optional?: boolean;
}

export interface ManifestClass {
  readonly target: string;
  readonly class: string;
  /** Examples that carried the class before balance. */
  readonly read: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface ManifestSource {
  /** File name without folder, or the name of a source in memory. */
  readonly name: string;
  readonly format: string;
  /** Bytes as stored, and XXH64 of the XXH64s of their blocks of 1 MiB; none for a source in memory. */
  readonly bytes?: number;
  readonly digest?: string;
  readonly rows: number;
  readonly account?: Account;
  /** Dialect of a CSV source. */
  readonly csv?: object;
  /** How a JSON source lay. */
  readonly orient?: string;
  /** How the source is stored, where it is compressed. */
  readonly compression?: 'gzip' | 'zstd';
  /** What its text was decoded from, where that is not UTF-8. */
  readonly encoding?: string;
  /** Characters that were not text and that U+FFFD took the place of. */
  readonly replaced?: number;
}

export interface ManifestRun {
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string;
  readonly node: string;
  /** The way the rows went; the files are the same bytes either way. */
  readonly lane?: ManifestLane;
  /** Sources as they were found, in the order of `sources`. */
  readonly sources: readonly string[];
  readonly out: string;
}

/** One of the two lanes, and why it is not the byte lane where it is not. */
export interface ManifestLane {
  readonly name: 'rows' | 'bytes';
  readonly why?: string;
}
