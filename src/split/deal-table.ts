import { createUint32List } from '../core/growable.js';
import { weightOf, type Part, type Strata } from '../core/strata.js';

/** Strata that are dealt as one: the same weight and, where they have a single part, the same label set. */
export interface TableRow {
  readonly parts: readonly Part[];
  readonly units: number;
  /** Where its strata stand in the order of all strata. */
  readonly from: number;
  readonly to: number;
}

/** All units of one weight. */
export interface DealTable {
  /** Examples per unit. */
  readonly weight: number;
  /** Rows. */
  readonly length: number;
  /** Made when it is asked for. Rows are by label set, so that neighbours share classes. */
  row(number: number): TableRow;
}

/**
 * The units of all strata by weight, the heaviest first.
 * @returns the tables, and the places of the strata in the order that rows refer to. Time O(strata × log).
 */
export function dealTables(strata: Strata): { readonly tables: readonly DealTable[]; readonly order: Uint32Array } {
  const weights = new Float64Array(strata.length);
  const firsts = new Uint32Array(strata.length);
  const filled = new Uint32Array(strata.length);
  let count = 0;
  for (let place = 0; place < strata.length; place++) {
    const parts = strata.partsOf(place);
    weights[place] = weightOf(parts);
    firsts[place] = parts[0]?.set ?? 0;
    if (strata.unitsOf(place) > 0 && parts.length > 0) filled[count++] = place;
  }
  const order = filled.subarray(0, count);
  const weightAt = (place: number): number => weights[place] ?? 0;
  order.sort((a, b) => weightAt(b) - weightAt(a) || (firsts[a] ?? 0) - (firsts[b] ?? 0) || a - b);

  /** Whether the stratum there goes on with the row of the one before. */
  const isSame = (at: number): boolean => {
    const [one, other] = [order[at - 1] ?? 0, order[at] ?? 0];
    if (firsts[one] !== firsts[other]) return false;
    return strata.partsOf(one).length === 1 && strata.partsOf(other).length === 1;
  };
  const tables: DealTable[] = [];
  for (let from = 0, at = 1; at <= count; at++) {
    const weight = weightAt(order[from] ?? 0);
    if (at < count && weightAt(order[at] ?? 0) === weight) continue;
    tables.push(tableOf({ strata, order, weight, from, to: at, isSame }));
    from = at;
  }
  return { tables, order };
}

interface Weighed {
  readonly strata: Strata;
  readonly order: Uint32Array;
  readonly weight: number;
  /** Where the strata of this weight stand in the order. */
  readonly from: number;
  readonly to: number;
  readonly isSame: (at: number) => boolean;
}

function tableOf({ strata, order, weight, from, to, isSame }: Weighed): DealTable {
  const starts = createUint32List();
  for (let at = from; at < to; at++) if (at === from || !isSame(at)) starts.push(at);
  const length = starts.length;
  starts.push(to);
  return {
    weight,
    length,
    row(number) {
      const [first, end] = [starts.at(number), starts.at(number + 1)];
      let units = 0;
      for (let at = first; at < end; at++) units += strata.unitsOf(order[at] ?? 0);
      return { parts: strata.partsOf(order[first] ?? 0), units, from: first, to: end };
    },
  };
}
