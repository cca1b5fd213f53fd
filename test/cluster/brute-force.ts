/** Similarity as the documentation says it, written down a second time: sets of strings, no hashing, no filters. */
export function similarity(a: string, b: string): number {
  return jaccard(shingles(a), shingles(b));
}

function jaccard(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  let shared = 0;
  for (const shingle of first) if (second.has(shingle)) shared++;
  const all = first.size + second.size - shared;
  return all === 0 ? 0 : shared / all;
}

function shingles(text: string): ReadonlySet<string> {
  const folded = ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ')} `;
  return new Set(Array.from({ length: Math.max(0, folded.length - 2) }, (_, at) => folded.slice(at, at + 3)));
}

/** The pairs of texts at or above a threshold, by places. */
export function similarPairs(texts: readonly string[], threshold: number): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  const sets = texts.map(shingles);
  sets.forEach((set, place) => {
    sets.slice(0, place).forEach((other, before) => {
      if (jaccard(set, other) >= threshold) pairs.push([before, place]);
    });
  });
  return pairs;
}

/** Lists of places that hang together by pairs, each ascending, in ascending order of their first. */
export function componentsOf(count: number, pairs: readonly (readonly [number, number])[]): readonly (readonly number[])[] {
  const colours = Array.from({ length: count }, (_, place) => place);
  for (const [a, b] of pairs) {
    const [kept, lost] = [colours[a] ?? 0, colours[b] ?? 0];
    colours.forEach((colour, place) => {
      if (colour === lost) colours[place] = kept;
    });
  }
  const all = [...new Set(colours)].map((colour) => colours.flatMap((other, place) => (other === colour ? [place] : [])));
  return all.filter((places) => places.length > 1).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
