import type { Bounds, ConfusionCell, TargetEvaluation, ThresholdOrigin } from '../core/evaluation.js';
import { thousandths } from './numbers.js';

/** A figure of a target, under the name that fits its kind. */
export interface Metric {
  readonly name: string;
  /** 0 to 1. */
  readonly value: number;
  readonly bounds: Bounds | undefined;
}

/** The figures that a target is judged by, the same for every target of a kind. */
export function metricsOf({ kind, accuracy, jaccard, macro, micro, weighted, bounds }: TargetEvaluation): readonly Metric[] {
  return [
    { name: kind === 'single' ? 'accuracy' : 'exact match', value: accuracy, bounds: bounds?.accuracy },
    ...(kind === 'single'
      ? []
      : [
          { name: 'Jaccard', value: jaccard, bounds: bounds?.jaccard },
          { name: 'micro F1', value: micro.f1, bounds: bounds?.microF1 },
        ]),
    { name: 'macro F1', value: macro.f1, bounds: bounds?.macroF1 },
    { name: 'weighted F1', value: weighted.f1, bounds: bounds?.weightedF1 },
  ];
}

/** Classes that were taken for another, the most often first. */
export function mistakesOf({ confusion = [] }: TargetEvaluation): readonly ConfusionCell[] {
  return confusion.filter(({ actual, predicted }) => actual !== predicted).sort((a, b) => b.count - a.count);
}

/** `+0.012`: what the other figure has more. */
export function change(from: number, to: number): string {
  return `${to < from ? '-' : '+'}${thousandths(Math.abs(to - from))}`;
}

/** A probability, as `0.023` or `below 0.001`. */
export function probability(value: number): string {
  return value < 0.0005 ? 'below 0.001' : thousandths(value);
}

/** `a class is predicted above a score of 0.37, which was tuned on the validation split`; undefined where there is no threshold. */
export function thresholdText({ threshold, thresholdFrom }: TargetEvaluation): string | undefined {
  if (threshold === undefined) return undefined;
  return `a class is predicted above a score of ${threshold}${thresholdFrom === undefined ? '' : `, ${WHENCE[thresholdFrom]}`}`;
}

const WHENCE: Readonly<Record<ThresholdOrigin, string>> = {
  validation: 'which was tuned on the validation split',
  given: 'as given',
  default: 'the default; a validation split tunes it',
};
