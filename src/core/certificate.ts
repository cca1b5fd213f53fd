import type { SplitName } from './splits.js';

/** What a split promises and how near it came, with names: the manifest's `split`, and a part of the report. */
export interface Certificate {
  readonly sizes: Readonly<Partial<Record<SplitName, CertifiedSize>>>;
  /** Labels distribution, label pairs distribution and examples distribution (Sechidis 2011, Szymański 2017): 0 is perfect. */
  readonly ld: number;
  readonly lpd?: number;
  readonly ed: number;
  /** The class farthest from its exact share in a split, in examples. */
  readonly worst?: CertifiedClass & CertifiedShare;
  /** Classes without an example in a split that is not empty: the first of them, and how many there are. */
  readonly missingCount: number;
  readonly missing: readonly (CertifiedClass & {
    readonly split: SplitName;
    readonly examples: number;
    /** Examples from which proportion alone gives the class one in this split. */
    readonly enough: number;
  })[];
  /** Classes that have examples but none in train. */
  readonly withoutTrainCount: number;
  readonly withoutTrain: readonly CertifiedClass[];
  /** Label sets more than one example from their exact share, farthest first. */
  readonly deviationCount: number;
  readonly deviations: readonly (CertifiedShare & {
    readonly labels: readonly CertifiedClass[];
    readonly reason: 'copies' | 'groups' | 'small-class' | 'totals';
  })[];
}

export interface CertifiedSize {
  readonly asked: number;
  readonly given: number;
}

export interface CertifiedClass {
  readonly target: string;
  readonly class: string;
}

export interface CertifiedShare {
  readonly split: SplitName;
  readonly exact: number;
  readonly given: number;
}
