import { moveSingle, type Deal } from './deal.js';
import type { LabelIndex } from './label-index.js';
import { add, at, COLUMNS } from './numbers.js';
import type { Proportions } from './proportions.js';
import { staysWithin, type Guard } from './small-classes.js';

/** Passes at most, and places looked at in all passes together (about two seconds). */
const PASSES_MAX = 40;
const PLACES_MAX = 2e7;
/** A swap must lower the deviation by more than the noise of doubles. */
const LEAST_GAIN = 1e-9;
const PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/**
 * Brings class totals nearer to proportion where classes span several label sets: one label set moves an example from a split
 * to another and a second one moves one back, as long as that lowers the sum of squared deviations, each in units of its
 * expectation. Totals stay, label sets stay within floor and ceiling, and guarded classes keep their last example.
 * Changes the deal and the class totals in place.
 * Time O(passes × (places + sets × log)), bounded. Method: steepest descent over pairs of moves, sorted once per pass.
 */
export function improveClasses(index: LabelIndex, aim: Proportions, deal: Deal, classTotals: Float64Array, guard: Guard): void {
  const classCounts = new Float64Array(index.classCount);
  for (let cell = 0; cell < classTotals.length; cell++) add(classCounts, Math.floor(cell / COLUMNS), at(classTotals, cell));
  const share = aim.sizes.map((size) => size / aim.examples);
  const exact = classTotals.map((_, cell) => at(classCounts, Math.floor(cell / COLUMNS)) * at(share, cell % COLUMNS));

  /** What moving one example of a set adds to the sum of deviations; Infinity where it may not move. */
  const costOf = (set: number, from: number, to: number): number => {
    if (at(deal.singles, set * COLUMNS + from) === 0 || !staysWithin(aim, deal, set, from, to)) return Infinity;
    let cost = 0;
    for (let place = at(index.setStarts, set); place < at(index.setStarts, set + 1); place++) {
      const held = at(index.classes, place);
      const give = held * COLUMNS + from;
      const take = held * COLUMNS + to;
      if (at(classTotals, give) === 1 && guard.holds(held, from)) return Infinity;
      cost += (1 - 2 * (at(classTotals, give) - at(exact, give))) / at(exact, give);
      cost += (1 + 2 * (at(classTotals, take) - at(exact, take))) / at(exact, take);
    }
    return cost;
  };
  const shift = (set: number, from: number, to: number): void => {
    moveSingle(deal, set, from, to);
    for (let place = at(index.setStarts, set); place < at(index.setStarts, set + 1); place++) {
      const held = at(index.classes, place);
      add(classTotals, held * COLUMNS + from, -1);
      add(classTotals, held * COLUMNS + to, 1);
    }
  };
  const ranked = (from: number, to: number): readonly Candidate[] => {
    const found: Candidate[] = [];
    for (let set = 0; set < index.setCount; set++) {
      const cost = costOf(set, from, to);
      if (cost < Infinity) found.push({ set, cost });
    }
    return found.sort((a, b) => a.cost - b.cost || a.set - b.set);
  };
  const swapAll = (from: number, to: number): number => {
    const out = ranked(from, to);
    const back = ranked(to, from);
    let swaps = 0;
    for (let place = 0; place < Math.min(out.length, back.length); place++) {
      const [one, other] = [out[place], back[place]];
      if (one === undefined || other === undefined || one.cost + other.cost >= 0) break;
      const cost = costOf(one.set, from, to);
      if (cost === Infinity) continue;
      shift(one.set, from, to);
      if (cost + costOf(other.set, to, from) < -LEAST_GAIN) {
        shift(other.set, to, from);
        swaps++;
      } else {
        shift(one.set, to, from);
      }
    }
    return swaps;
  };

  const passes = Math.min(PASSES_MAX, Math.max(1, Math.floor(PLACES_MAX / (1 + 6 * index.classes.length))));
  for (let pass = 0; pass < passes; pass++) {
    let swaps = 0;
    for (const [from, to] of PAIRS) if (at(share, from) > 0 && at(share, to) > 0) swaps += swapAll(from, to);
    if (swaps === 0) return;
  }
}

interface Candidate {
  readonly set: number;
  readonly cost: number;
}
