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
  const exact = sizes.map((size) => (size * total) / all);
  const shares = exact.map(Math.floor);
  const remainderOf = (at: number): number => (exact[at] ?? 0) - (shares[at] ?? 0);
  const rest = total - shares.reduce((sum, share) => sum + share, 0);
  const order = sizes.map((_, at) => at).sort((a, b) => remainderOf(b) - remainderOf(a) || a - b);
  for (const at of order.slice(0, rest)) shares[at] = (shares[at] ?? 0) + 1;
  return shares;
}
