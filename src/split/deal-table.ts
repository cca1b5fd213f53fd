import { createUint32List } from '../core/growable.js';
import { weightOf, type Part, type Strata } from '../core/strata.js';
import { at, placeAt } from './numbers.js';

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
    const [first] = parts;
    if (first === undefined || strata.unitsOf(place) === 0) continue;
    weights[place] = weightOf(parts);
    firsts[place] = first.set;
    filled[count++] = place;
  }
  const order = filled.subarray(0, count);
  order.sort((a, b) => at(weights, b) - at(weights, a) || placeAt(firsts, a) - placeAt(firsts, b) || a - b);

  /** Whether the stratum there goes on with the row of the one before. */
  const isSame = (number: number): boolean => {
    const [one, other] = [placeAt(order, number - 1), placeAt(order, number)];
    if (firsts[one] !== firsts[other]) return false;
    return strata.partsOf(one).length === 1 && strata.partsOf(other).length === 1;
  };
  const tables: DealTable[] = [];
  for (let from = 0, to = 1; to <= count; to++) {
    const weight = at(weights, placeAt(order, from));
    if (to < count && at(weights, placeAt(order, to)) === weight) continue;
    tables.push(tableOf({ strata, order, weight, from, to, isSame }));
    from = to;
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
  readonly isSame: (number: number) => boolean;
}

function tableOf({ strata, order, weight, from, to, isSame }: Weighed): DealTable {
  const starts = createUint32List();
  for (let number = from; number < to; number++) if (number === from || !isSame(number)) starts.push(number);
  const length = starts.length;
  starts.push(to);
  return {
    weight,
    length,
    row(number) {
      const [first, end] = [starts.at(number), starts.at(number + 1)];
      let units = 0;
      for (let place = first; place < end; place++) units += strata.unitsOf(placeAt(order, place));
      return { parts: strata.partsOf(placeAt(order, first)), units, from: first, to: end };
    },
  };
}
