import type { Origin } from '../core/origin.js';
import { showInput, startOf } from '../core/show-input.js';
import type { DealTable, InputStore } from '../deal/deal.js';

/** Gathers what pass 2 learns of inputs that occur more than once. */
export interface RepeatsGatherer {
  add(repeated: number, inputJson: string, origin: Origin, labelSet: number): void;
  /** What was learned so far. */
  found(): Repeats;
}

export interface Repeats {
  /** Two different inputs share a fingerprint: the run must start again with another salt. */
  readonly hasCollision: boolean;
  /** Where the first few inputs with equal labels, and with different labels, stand; the copies of one next to each other. */
  readonly duplicatePlaces: readonly Origin[];
  readonly contradictionPlaces: readonly Origin[];
  /** These inputs themselves. */
  readonly duplicates: readonly SeenInput[];
  readonly contradictions: readonly SeenInput[];
}

/** An input and where it stands. */
export interface SeenInput {
  /** The start of its text. */
  readonly text: string;
  readonly count: number;
  /** The first few of its rows, each with the number of its labels. */
  readonly copies: readonly { readonly origin: Origin; readonly labelSet: number }[];
}

/** Inputs of each kind that are kept. The first ones in rank order, so that which they are does not follow the rows. */
const SHOWN_INPUTS = 20;
/** Rows kept of each. */
const SHOWN_COPIES = 5;
/** UTF-16 units kept of its text. */
const SHOWN_TEXT = 400;

export function createRepeats(table: DealTable, store: InputStore): RepeatsGatherer {
  const seen = new Map<number, SeenInput>();
  let hasCollision = false;
  for (const wanted of [false, true]) {
    let found = 0;
    for (let repeated = 0; repeated < table.repeatedInputs && found < SHOWN_INPUTS; repeated++) {
      if (table.isContradiction(repeated) !== wanted) continue;
      seen.set(repeated, { text: '', count: 0, copies: [] });
      found++;
    }
  }
  const seenWhere = (isContradiction: boolean): readonly SeenInput[] =>
    [...seen.entries()].filter(([repeated]) => table.isContradiction(repeated) === isContradiction).map(([, input]) => input);
  return {
    add(repeated, inputJson, origin, labelSet) {
      if (!store.confirm(repeated, Buffer.from(inputJson))) hasCollision = true;
      const known = seen.get(repeated);
      if (known === undefined) return;
      const copies = known.copies.length < SHOWN_COPIES ? [...known.copies, { origin, labelSet }] : known.copies;
      const text = known.count === 0 ? startOf(showInput(JSON.parse(`{${inputJson}}`)).text, SHOWN_TEXT) : known.text;
      seen.set(repeated, { text, count: known.count + 1, copies });
    },
    found() {
      const [duplicates, contradictions] = [seenWhere(false), seenWhere(true)];
      const [duplicatePlaces, contradictionPlaces] = [placesOf(duplicates), placesOf(contradictions)];
      return { hasCollision, duplicatePlaces, contradictionPlaces, duplicates, contradictions };
    },
  };
}

function placesOf(inputs: readonly SeenInput[]): readonly Origin[] {
  return inputs.flatMap(({ copies }) => copies.map(({ origin }) => origin));
}
