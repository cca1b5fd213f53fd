import type { Origin } from '../core/origin.js';
import type { PerSplit, SplitName } from '../core/splits.js';

/** What is known of the data set once all of it was seen. */
export interface Facts {
  readonly examples: number;
  /** Targets in mapping order. */
  readonly targets: readonly string[];
  /** Every class, by target and then by code point. */
  readonly classes: readonly ClassFact[];
  /** Examples per split; undefined where the sources give no splits. */
  readonly splits: PerSplit<number> | undefined;
  /** Inputs that are equal, byte for byte or after folding; undefined where that is not looked at. */
  readonly equal: EqualInputs | undefined;
  /** How even the given splits are; undefined where there are none. */
  readonly certificate: CertificateFacts | undefined;
  /** Files that would be sent to a service; empty for raw data. */
  readonly files: readonly FileFact[];
  /** Classes that may occur, by target, where they are told. */
  readonly knownClasses: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** An earlier state of the data set that this one is held against. */
  readonly baseline: BaselineFacts | undefined;
  /** Inputs that are nearly the same; undefined where these are not looked for. */
  readonly near?: NearFact | undefined;
}

/** Clusters of inputs that are nearly the same. */
export interface NearFact {
  readonly clusters: number;
  /** Inputs in them. */
  readonly inputs: number;
  /** Similarity of the closest pair. */
  readonly closest: number | undefined;
  /** The closest pairs, the two of a pair next to each other. */
  readonly places: readonly Origin[];
  /** Whether only clusters in several splits are meant. */
  readonly isAcrossSplits: boolean;
  /** Inputs that were not compared with all candidates. */
  readonly capped: number;
}

export interface ClassFact {
  readonly target: string;
  readonly name: string;
  /** Examples that carry it. */
  readonly examples: number;
  /** The same by given split; zeros where none is given. */
  readonly perSplit: PerSplit<number>;
  /** Where it occurs first. */
  readonly place: Origin | undefined;
}

/** Equal inputs of one kind: how many, their examples (of duplicates those beyond the first), and where the first few stand. */
export interface EqualFact {
  readonly inputs: number;
  readonly examples: number;
  readonly places: readonly Origin[];
}

export interface EqualInputs {
  readonly exact: Readonly<Record<EqualKind, EqualFact>>;
  /** Equal only after case, spaces, Unicode form and punctuation are folded. */
  readonly folded: Readonly<Record<EqualKind, EqualFact>>;
}

/** The same labels; other labels; another split. */
export type EqualKind = 'duplicates' | 'contradictions' | 'leaks';

/** Sechidis 2011 and Szymański 2017, as in the split's certificate. */
export interface CertificateFacts {
  readonly ld: number;
  readonly lpd: number | undefined;
  readonly ed: number;
  readonly worst:
    | {
        readonly target: string;
        readonly class: string;
        readonly split: SplitName;
        readonly exact: number;
        readonly given: number;
      }
    | undefined;
}

export interface FileFact {
  readonly name: string;
  readonly split: SplitName | undefined;
  readonly bytes: number;
}

export interface BaselineFacts {
  /** How it is called in messages. */
  readonly name: string;
  readonly examples: number;
  readonly classes: readonly { readonly target: string; readonly name: string; readonly examples: number }[];
  /** Inputs with different labels. */
  readonly contradictions: number;
  /** Inputs that occur more than once. */
  readonly duplicates: number;
}
