import { moveSingle, singlesAt, type Deal } from './deal.js';
import type { LabelIndex } from './label-index.js';
import { add, at, COLUMNS, placeAt } from './numbers.js';
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

  /** What moving one example of a set adds to the sum of deviations; Infinity where it may not move. */
  const costOf = (set: number, from: number, to: number): number => {
    if (singlesAt(deal, set * COLUMNS + from) === 0 || !staysWithin(aim, deal, set, from, to)) return Infinity;
    let cost = 0;
    for (let place = placeAt(index.setStarts, set); place < placeAt(index.setStarts, set + 1); place++) {
      const held = placeAt(index.classes, place);
      const give = held * COLUMNS + from;
      const take = held * COLUMNS + to;
      if (at(classTotals, give) === 1 && guard.holds(held, from)) return Infinity;
      const exactGive = at(classCounts, held) * at(share, from);
      const exactTake = at(classCounts, held) * at(share, to);
      cost += (1 - 2 * (at(classTotals, give) - exactGive)) / exactGive;
      cost += (1 + 2 * (at(classTotals, take) - exactTake)) / exactTake;
    }
    return cost;
  };
  const shift = (set: number, from: number, to: number): void => {
    moveSingle(deal, set, from, to);
    for (let place = placeAt(index.setStarts, set); place < placeAt(index.setStarts, set + 1); place++) {
      const held = placeAt(index.classes, place);
      add(classTotals, held * COLUMNS + from, -1);
      add(classTotals, held * COLUMNS + to, 1);
    }
  };
  const ranked = (from: number, to: number): Ranking => {
    const costs = new Float64Array(index.setCount);
    const movable = new Uint32Array(index.setCount);
    let count = 0;
    for (let set = 0; set < index.setCount; set++) {
      costs[set] = costOf(set, from, to);
      if (at(costs, set) < Infinity) movable[count++] = set;
    }
    return { costs, sets: movable.subarray(0, count).sort((a, b) => at(costs, a) - at(costs, b) || a - b) };
  };
  const swapAll = (from: number, to: number): number => {
    const out = ranked(from, to);
    const back = ranked(to, from);
    let swaps = 0;
    for (let place = 0; place < Math.min(out.sets.length, back.sets.length); place++) {
      const [one, other] = [placeAt(out.sets, place), placeAt(back.sets, place)];
      if (at(out.costs, one) + at(back.costs, other) >= 0) break;
      const cost = costOf(one, from, to);
      shift(one, from, to);
      if (cost + costOf(other, to, from) < -LEAST_GAIN) {
        shift(other, to, from);
        swaps++;
      } else {
        shift(one, to, from);
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

/** Label sets that may move from one split to another. */
interface Ranking {
  /** By what that costs, the least first. */
  readonly sets: Uint32Array;
  /** By label set. */
  readonly costs: Float64Array;
}
