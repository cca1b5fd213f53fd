import type { PerSplit } from '../../src/core/splits.js';

/**
 * The baseline: first-order iterative stratification (Sechidis, Tsoumakas and Vlahavas, ECML PKDD 2011) over single examples.
 * The label with the fewest examples left goes first; each of its examples goes to the split that lacks it most, then to the
 * split that lacks examples most, then to one at random.
 * @returns examples per label set and split
 */
export function iterativeStratification(
  sets: readonly (readonly number[])[],
  counts: readonly number[],
  ratios: PerSplit<number>,
  random: () => number,
): readonly PerSplit<number>[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const classCount = Math.max(...sets.flat()) + 1;
  const left = [...counts];
  const lacking = ratios.map((ratio) => ratio * total);
  const lackingOf = Array.from({ length: classCount }, (_, held) =>
    ratios.map((ratio) => ratio * sets.reduce((sum, set, place) => sum + (set.includes(held) ? (counts[place] ?? 0) : 0), 0)),
  );
  const given = sets.map(() => [0, 0, 0]);
  for (;;) {
    const rest = lackingOf.map((_, held) =>
      sets.reduce((sum, set, place) => sum + (set.includes(held) ? (left[place] ?? 0) : 0), 0),
    );
    const open = rest.map((count, held) => ({ count, held })).filter(({ count }) => count > 0);
    const [rarest] = open.sort((a, b) => a.count - b.count);
    if (rarest === undefined) break;
    sets.forEach((set, place) => {
      if (!set.includes(rarest.held)) return;
      for (; (left[place] ?? 0) > 0; left[place] = (left[place] ?? 0) - 1) {
        const order = ratios
          .map((_, column) => ({
            column,
            own: lackingOf[rarest.held]?.[column] ?? 0,
            all: lacking[column] ?? 0,
            chance: random(),
          }))
          .sort((a, b) => b.own - a.own || b.all - a.all || a.chance - b.chance);
        const column = order[0]?.column ?? 0;
        for (const held of set) decrement(lackingOf[held] ?? [], column);
        decrement(lacking, column);
        const own = given[place] ?? [];
        own[column] = (own[column] ?? 0) + 1;
      }
    });
  }
  return given.map(([train = 0, validation = 0, test = 0]) => [train, validation, test]);
}

function decrement(values: number[], place: number): void {
  values[place] = (values[place] ?? 0) - 1;
}
