/** Names longer than this are not compared. In UTF-16 units. */
const NAME_LIMIT = 64;

/**
 * The known name a misspelt one most likely means: the fewest edits, at most a third of it (one edit for the shortest), upper
 * and lower case being the same. Where none is that near, the known name that starts with it or is its start.
 * Time O(known × length²), on the way to an error only.
 */
export function nearName(name: string, known: readonly string[]): string | undefined {
  if (name.length > NAME_LIMIT) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (edits >= fewest || edits >= candidate.length) continue;
    fewest = edits;
    best = candidate;
  }
  return best ?? (wanted.length > 2 ? known.find((candidate) => isStartOf(wanted, candidate.toLowerCase())) : undefined);
}

function isStartOf(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** Levenshtein distance in UTF-16 units, where swapping two neighbours is one edit. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, isSwap ? at(i - 2, j - 2) + 1 : Infinity));
    }
  }
  return at(a.length, b.length);
}
