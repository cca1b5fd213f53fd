import type { Chooser, ChosenPart } from './choose-examples.js';
import type { Entries } from './entries.js';
import type { Part, Strata, Stratum } from '../core/strata.js';
import { walkRuns } from './walk-units.js';

/** How an input is made up: which written sets its examples carry, and how many each. */
export type Composition = readonly Part[];

export interface GatheredStrata {
  /** Inputs that occur once first, by set; then those that occur more than once. The order does not depend on the rows. */
  readonly strata: Strata;
  /** Examples that stay. */
  readonly examples: number;
  /** Place of the stratum of single inputs with a set. */
  ofSingle(set: number): number;
  /** Place of the stratum of an input, or -1 where none of its examples stay. */
  ofMultiple(parts: readonly ChosenPart[]): number;
}

/**
 * The second walk: counts the inputs that stay by how they are made up. Memory: 16 bytes per set, and some 200 per distinct
 * composition of inputs that occur more than once.
 */
export function gatherStrata(entries: Entries, chooser: Chooser, setCount: number): GatheredStrata {
  const singles = new Float64Array(setCount);
  const compositions = new Map<string, { units: number; readonly parts: Composition }>();
  let examples = 0;

  const { stride } = entries;
  walkRuns(entries, {
    singles(records, from, to) {
      for (let at = from + 2; at < to; at += stride) {
        const set = chooser.single(records[at] ?? 0);
        if (set < 0) continue;
        singles[set] = (singles[set] ?? 0) + 1;
        examples++;
      }
    },
    multiple(unit) {
      const parts = compositionOf(chooser.multiple(unit));
      if (parts.length === 0) return;
      const key = keyOf(parts);
      const known = compositions.get(key);
      if (known === undefined) compositions.set(key, { units: 1, parts });
      else known.units++;
      for (const part of parts) examples += part.examples;
    },
  });

  const placeOfSingle = new Int32Array(setCount).fill(-1);
  const setOfSingle = new Uint32Array(setCount);
  let singleStrata = 0;
  singles.forEach((units, set) => {
    if (units === 0) return;
    placeOfSingle[set] = singleStrata;
    setOfSingle[singleStrata++] = set;
  });
  const placeOfComposition = new Map<string, number>();
  const ordered = [...compositions.entries()].sort((a, b) => compareCompositions(a[1].parts, b[1].parts));
  ordered.forEach(([key], at) => placeOfComposition.set(key, singleStrata + at));
  const multiple = ordered.map(([, stratum]): Stratum => stratum);
  return {
    strata: {
      length: singleStrata + multiple.length,
      unitsOf(place) {
        return place < singleStrata ? (singles[setOfSingle[place] ?? 0] ?? 0) : (multiple[place - singleStrata]?.units ?? 0);
      },
      partsOf(place) {
        if (place >= singleStrata) return multiple[place - singleStrata]?.parts ?? [];
        return [{ set: setOfSingle[place] ?? 0, examples: 1 }];
      },
    },
    examples,
    ofSingle: (set) => placeOfSingle[set] ?? -1,
    ofMultiple: (parts) => placeOfComposition.get(keyOf(compositionOf(parts))) ?? -1,
  };
}

/** Merges the parts that are written with the same set; leaves out those of which nothing stays. */
function compositionOf(parts: readonly ChosenPart[]): Composition {
  const bySet = new Map<number, number>();
  for (const part of parts) if (part.kept > 0) bySet.set(part.set, (bySet.get(part.set) ?? 0) + part.kept);
  return [...bySet.entries()].sort((a, b) => a[0] - b[0]).map(([set, examples]) => ({ set, examples }));
}

function keyOf(parts: Composition): string {
  return parts.map((part) => `${part.set}:${part.examples}`).join();
}

function compareCompositions(a: Composition, b: Composition): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at]?.set ?? 0) - (b[at]?.set ?? 0) || (a[at]?.examples ?? 0) - (b[at]?.examples ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
