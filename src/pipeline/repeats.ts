import type { Origin } from '../core/origin.js';
import type { DealTable, InputStore } from '../deal/deal.js';

/** What pass 2 learns of inputs that occur more than once. */
export interface Repeats {
  add(repeated: number, inputJson: string, origin: Origin): void;
  /** Two different inputs share a fingerprint: the run must start again with another salt. */
  readonly hasCollision: boolean;
  /** Where the first few inputs with equal labels, and with different labels, stand; the copies of one next to each other. */
  readonly duplicatePlaces: readonly Origin[];
  readonly contradictionPlaces: readonly Origin[];
}

/** Inputs of each kind whose places are kept. The first ones in rank order, so that which they are does not follow the rows. */
const SHOWN_INPUTS = 20;
/** Places kept of each. */
const SHOWN_PLACES = 5;

export function createRepeats(table: DealTable, store: InputStore): Repeats {
  const places = new Map<number, Origin[]>();
  let hasCollision = false;
  for (const wanted of [false, true]) {
    let found = 0;
    for (let repeated = 0; repeated < table.repeatedInputs && found < SHOWN_INPUTS; repeated++) {
      if (table.isContradiction(repeated) !== wanted) continue;
      places.set(repeated, []);
      found++;
    }
  }
  const placesWhere = (isContradiction: boolean): readonly Origin[] =>
    [...places.entries()]
      .filter(([repeated]) => table.isContradiction(repeated) === isContradiction)
      .flatMap(([, origins]) => origins);
  return {
    add(repeated, inputJson, origin) {
      if (!store.confirm(repeated, Buffer.from(inputJson))) hasCollision = true;
      const kept = places.get(repeated);
      if (kept !== undefined && kept.length < SHOWN_PLACES) kept.push(origin);
    },
    get hasCollision() {
      return hasCollision;
    },
    get duplicatePlaces() {
      return placesWhere(false);
    },
    get contradictionPlaces() {
      return placesWhere(true);
    },
  };
}
