import { byCodePoint } from '../core/code-point-order.js';

/** What a model says of an example for one target: a score from 0 to 1 for each class, or the classes themselves. */
export type Prediction =
  | { readonly kind: 'scores'; readonly scores: ReadonlyMap<string, number> }
  | { readonly kind: 'classes'; readonly classes: readonly string[] };

/**
 * The classes a prediction comes to, sorted: for a target with one class that with the highest score (of equals the first by
 * code point); for a list all with a score above the threshold, which may be none.
 */
export function predictClasses(prediction: Prediction, kind: 'single' | 'multi', threshold: number): readonly string[] {
  if (prediction.kind === 'classes') return [...new Set(prediction.classes)].sort(byCodePoint);
  if (kind === 'single') return topClass(prediction.scores);
  const above: string[] = [];
  for (const [name, score] of prediction.scores) if (score > threshold) above.push(name);
  return above.sort(byCodePoint);
}

function topClass(scores: ReadonlyMap<string, number>): readonly string[] {
  let top: string | undefined;
  let highest = -Infinity;
  for (const [name, score] of scores) {
    if (score < highest || (score === highest && top !== undefined && byCodePoint(top, name) < 0)) continue;
    top = name;
    highest = score;
  }
  return top === undefined ? [] : [top];
}
