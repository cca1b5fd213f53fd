/** Examples per class, from examples per set. */
export function countClasses(
  sets: readonly (readonly number[])[],
  counts: ArrayLike<number>,
  classCount: number,
): readonly number[] {
  const perClass = new Array<number>(classCount).fill(0);
  sets.forEach((classes, set) => {
    for (const place of classes) perClass[place] = (perClass[place] ?? 0) + (counts[set] ?? 0);
  });
  return perClass;
}
