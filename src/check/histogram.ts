/** How often each whole number was seen, from 0; what is larger than the last cell counts there. */
export interface Histogram {
  add(value: number): void;
  readonly count: number;
  /** The value below or at which a share of all lie. */
  quantile(share: number): number;
  /** Values above, and below, a limit. */
  above(limit: number): number;
  below(limit: number): number;
}

/** Exact up to 65,534. 256 KiB. */
const CELLS = 65536;

export function createHistogram(): Histogram {
  const cells = new Uint32Array(CELLS);
  let count = 0;
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let value = from; value < to; value++) total += cells[value] ?? 0;
    return total;
  };
  return {
    get count() {
      return count;
    },
    add(value) {
      const cell = value < CELLS ? value : CELLS - 1;
      cells[cell] = (cells[cell] ?? 0) + 1;
      count++;
    },
    quantile(share) {
      let seen = 0;
      for (let value = 0; value < CELLS; value++) {
        seen += cells[value] ?? 0;
        if (seen >= share * count && seen > 0) return value;
      }
      return 0;
    },
    above: (limit) => sum(Math.floor(Math.min(limit, CELLS - 2)) + 1, CELLS),
    below: (limit) => sum(0, Math.ceil(limit)),
  };
}
