/** How good the predictions for a split are, and those of another model beside them. */
export interface Evaluation {
  readonly examples: number;
  readonly targets: readonly TargetEvaluation[];
  readonly compared?: {
    /** Those of the other model, in the same order. */
    readonly targets: readonly TargetEvaluation[];
    /** By target: which model got which examples exactly right; the first is the one evaluated. */
    readonly tests: readonly (McNemar & { readonly target: string })[];
  };
}

/** How well a class is found. Each ratio is 0 where it has nothing to divide by, as scikit-learn's `zero_division=0`. */
export interface Ratios {
  /** Share of the predicted that is true. */
  readonly precision: number;
  /** Share of the true that is predicted. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** Share of the true or predicted that is both. */
  readonly jaccard: number;
}

/** The figures of one target over a number of examples. */
export interface TargetFigures {
  /** Share of examples whose predicted classes are exactly the true ones. */
  readonly accuracy: number;
  /** Mean over examples of shared classes by all classes, true or predicted; 0 for an example with neither. */
  readonly jaccard: number;
  /** Plain mean over the classes that are true or predicted for some example. */
  readonly macro: Ratios;
  /** Of the sums over classes. */
  readonly micro: Ratios;
  /** Mean over classes by how often they are true. */
  readonly weighted: Ratios;
}

/** How good the predictions for one target are. */
export interface TargetEvaluation extends TargetFigures {
  readonly target: string;
  readonly kind: 'single' | 'multi';
  readonly examples: number;
  /** For a list whose predictions are scores: a class is predicted above it. */
  readonly threshold?: number;
  readonly thresholdFrom?: ThresholdOrigin;
  /** 95 % bounds of the figures. */
  readonly bounds?: Readonly<Record<BoundedMetric, Bounds>>;
  /** By code point: every class that is true or predicted for an example. */
  readonly classes: readonly ClassMetrics[];
  /** Which class was taken for which, how often, also for itself; by class. For a target with one class. */
  readonly confusion?: readonly ConfusionCell[];
  /** Where predictions are scores: of the top class, or of every class of a list. */
  readonly calibration?: Calibration;
}

/** Tuned on the validation split, given by the caller, or the default. */
export type ThresholdOrigin = 'validation' | 'given' | 'default';

/** The figures that bounds are given for. */
export type BoundedMetric = 'accuracy' | 'jaccard' | 'macroF1' | 'microF1' | 'weightedF1';

/** Bounds that hold a figure in 95 of 100 resamples. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface ClassMetrics extends Ratios {
  readonly class: string;
  /** Examples that carry it. */
  readonly support: number;
  /** Examples it was predicted for. */
  readonly predicted: number;
  /** Examples it was rightly predicted for. */
  readonly hits: number;
}

export interface ConfusionCell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
}

/** How far scores can be taken for probabilities. */
export interface Calibration {
  /** Predictions that came with scores. */
  readonly count: number;
  /** Expected calibration error: mean distance of confidence and accuracy over the bins, by their counts. From 0 to 1. */
  readonly error: number;
  /** The bins that are not empty, by confidence. */
  readonly bins: readonly CalibrationBin[];
}

/** Scores above `low` up to `high`; the first bin has 0 as well. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean score. */
  readonly confidence: number;
  /** Share that was right. */
  readonly accuracy: number;
}

/** Two models on the same examples. */
export interface McNemar {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
  /** How likely a difference of this size or more is between models that are equally good. */
  readonly pValue: number;
}
