import { byCodePoint } from '../core/code-point-order.js';

/** A pair of true and predicted classes that some examples share, as places in the list of classes, ascending. */
export interface Outcome {
  /** True and predicted. */
  readonly shared: readonly number[];
  /** True, not predicted. */
  readonly missed: readonly number[];
  /** Predicted, not true. */
  readonly extra: readonly number[];
  /** Examples. */
  readonly count: number;
}

/**
 * What became of all examples. Every metric here follows from it, so that memory goes with the distinct outcomes and not with
 * the examples, and nothing depends on their order.
 */
export interface Outcomes {
  /** Classes that are true or predicted for an example, by code point. */
  readonly classes: readonly string[];
  readonly outcomes: readonly Outcome[];
}

export interface OutcomeTable {
  add(truth: readonly string[], predicted: readonly string[]): void;
  freeze(): Outcomes;
}

export function createOutcomeTable(): OutcomeTable {
  const numbers = new Map<string, number>();
  const counts = new Map<string, { readonly truth: readonly number[]; readonly predicted: readonly number[]; count: number }>();

  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };

  return {
    add(truth, predicted) {
      const held = truth.map(numberOf);
      const guessed = predicted.map(numberOf);
      const key = `${held.join()}>${guessed.join()}`;
      const entry = counts.get(key);
      if (entry === undefined) counts.set(key, { truth: held, predicted: guessed, count: 1 });
      else entry.count++;
    },
    freeze() {
      const classes = [...numbers.keys()].sort(byCodePoint);
      const places = new Map(classes.map((name, place) => [numbers.get(name), place]));
      const placed = (held: readonly number[]): readonly number[] =>
        held.map((number) => places.get(number) ?? 0).sort(ascending);
      const outcomes = [...counts.values()].map(({ truth, predicted, count }) =>
        outcomeOf(placed(truth), placed(predicted), count),
      );
      const keyed = outcomes.map((outcome) => ({ outcome, key: JSON.stringify(outcome) }));
      return { classes, outcomes: keyed.sort((a, b) => byCodePoint(a.key, b.key)).map(({ outcome }) => outcome) };
    },
  };
}

function outcomeOf(truth: readonly number[], predicted: readonly number[], count: number): Outcome {
  return {
    shared: truth.filter((place) => predicted.includes(place)),
    missed: truth.filter((place) => !predicted.includes(place)),
    extra: predicted.filter((place) => !truth.includes(place)),
    count,
  };
}

function ascending(a: number, b: number): number {
  return a - b;
}
