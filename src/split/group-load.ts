import type { Part } from '../core/strata.js';

/** What a group weighs: its examples, and examples per class. */
export interface GroupLoad {
  readonly examples: number;
  readonly classes: readonly ClassLoad[];
  /** Sum of squared counts: of groups of one size, those of few classes are the hardest to fit. */
  readonly spread: number;
}

/** Examples of a group that carry a class. */
export interface ClassLoad {
  readonly class: number;
  readonly count: number;
}

/**
 * Weighs a group.
 * @param heldBy classes of a label set
 * Time O(places in its label sets).
 */
export function groupLoad(parts: readonly Part[], heldBy: (set: number) => Uint32Array): GroupLoad {
  const counts = new Map<number, number>();
  let examples = 0;
  for (const part of parts) {
    examples += part.examples;
    for (const held of heldBy(part.set)) counts.set(held, (counts.get(held) ?? 0) + part.examples);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return {
    examples,
    classes: sorted.map(([held, count]) => ({ class: held, count })),
    spread: sorted.reduce((sum, [, count]) => sum + count * count, 0),
  };
}
