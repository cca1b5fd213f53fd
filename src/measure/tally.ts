/** Examples per label set. */
export interface Tally {
  /** Counts the records from `from` to `to`, whose third number is a label set. About 1 ns each. */
  add(records: Uint32Array, run: { readonly from: number; readonly to: number; readonly stride: number }): void;
  /** By label set. */
  counts(): Float64Array;
}

export function createTally(): Tally {
  let counts = new Float64Array(1024);
  return {
    counts: () => counts,
    add(records, { from, to, stride }) {
      let known = counts;
      for (let at = from + 2; at < to; at += stride) {
        const labelSet = records[at] ?? 0;
        if (labelSet >= known.length) {
          known = new Float64Array(2 * labelSet);
          known.set(counts);
          counts = known;
        }
        known[labelSet] = (known[labelSet] ?? 0) + 1;
      }
    },
  };
}
