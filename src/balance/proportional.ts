/**
 * Shares a number of examples out to label sets in proportion to their sizes.
 * @param sizes examples per set
 * @param total examples to keep, at most the sum of sizes
 * @returns examples per set, same order, summing to `total`, each within one of its exact share
 * Time O(sets × log). Method: Hamilton's largest remainders; equal remainders go to the set that comes first.
 */
export function shareProportionally(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all <= total) return [...sizes];
  const parts = sizes.map((size) => {
    const exact = (size * total) / all;
    return { share: Math.floor(exact), remainder: exact % 1 };
  });
  const rest = total - parts.reduce((sum, { share }) => sum + share, 0);
  for (const part of parts.toSorted((a, b) => b.remainder - a.remainder).slice(0, rest)) part.share++;
  return parts.map(({ share }) => share);
}
