/** Disjoint sets of numbers from 0. */
export interface Union {
  /** The number that stands for the set. */
  find(number: number): number;
  /** Joins two sets; the smaller of their two numbers stands for both. */
  join(a: number, b: number): void;
}

/** Union-find with path halving: nearly constant time, 4 bytes a number. */
export function createUnion(size: number): Union {
  const parents = Uint32Array.from({ length: size }, (_, number) => number);
  const find = (number: number): number => {
    let at = number;
    for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
      const grandparent = parents[parent] ?? parent;
      parents[at] = grandparent;
      at = grandparent;
    }
    return at;
  };
  return {
    find,
    join(a, b) {
      const [first, second] = [find(a), find(b)];
      if (first < second) parents[second] = first;
      else parents[first] = second;
    },
  };
}
