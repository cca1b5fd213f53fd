/** Limits of one kind (minimum or maximum), for all classes, per target, per class. The closest one counts. */
export interface Limits {
  /** For every class. A maximum may be a share of its target's examples, above 0 and below 1, written `"20%"` in a config. */
  readonly all?: number;
  readonly perTarget?: ReadonlyMap<string, number>;
  /** Target → class → limit. */
  readonly perClass?: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface BalanceOptions {
  readonly min: Limits;
  /** Counts; shares have the unit "share" and are kept apart so that 1 and 100 % can't be confused. */
  readonly max: Limits;
  readonly maxShare: Limits;
  /** What becomes of a label whose class is rare. `drop-label` is the default. */
  readonly rare: RarePolicy;
  /** Cap before the split (default) or cap train alone after it. */
  readonly scope: 'all' | 'train';
}

export type RarePolicy =
  { readonly policy: 'drop-label' } | { readonly policy: 'drop-example' } | { readonly policy: 'map'; readonly class: string };
