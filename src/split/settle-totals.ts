import type { Deal } from './deal.js';
import { add, at, COLUMNS } from './numbers.js';
import type { Proportions } from './proportions.js';
import { weightOf, type Strata } from '../core/strata.js';

/**
 * Where units of several examples left the totals off, moves one unit, or swaps two of different weight, between splits as
 * long as that brings the totals nearer. Changes the deal in place. Time O(moves × weights² × strata), and nothing where the
 * totals hold already.
 */
export function settleTotals(strata: Strata, aim: Proportions, deal: Deal): void {
  const byWeight = new Map<number, number[]>();
  for (let place = 0; place < strata.length; place++) {
    const weight = weightOf(strata.partsOf(place));
    const places = byWeight.get(weight);
    if (places === undefined) byWeight.set(weight, [place]);
    else places.push(place);
  }
  const weights = [...byWeight.keys()].sort((a, b) => a - b);
  const unitIn = (weight: number, column: number): number | undefined =>
    byWeight.get(weight)?.find((place) => at(deal.units, place * COLUMNS + column) > 0);
  const excessOf = (column: number): number => at(deal.totals, column) - at(aim.sizes, column);
  const move = (place: number, from: number, to: number): void => {
    const parts = strata.partsOf(place);
    const weight = weightOf(parts);
    moveCell(deal.units, place, from, to, 1);
    moveCell(deal.totals, 0, from, to, weight);
    for (const { set, examples } of parts) {
      moveCell(deal.given, set, from, to, examples);
      if (weight > 1 && deal.heavy !== undefined) moveCell(deal.heavy, set, from, to, examples);
    }
  };
  /** The move or swap between two splits that leaves the least; the first where several do. */
  const step = (from: number, to: number): boolean => {
    let least = Math.abs(excessOf(from)) + Math.abs(excessOf(to));
    let best: (() => void) | undefined;
    for (const heavy of weights) {
      const given = unitIn(heavy, from);
      if (given === undefined) continue;
      for (const light of [0, ...weights.filter((weight) => weight < heavy)]) {
        const amount = heavy - light;
        const left = Math.abs(excessOf(from) - amount) + Math.abs(excessOf(to) + amount);
        const returned = light === 0 ? undefined : unitIn(light, to);
        if (left >= least || (light > 0 && returned === undefined)) continue;
        least = left;
        best = () => {
          move(given, from, to);
          if (returned !== undefined) move(returned, to, from);
        };
      }
    }
    best?.();
    return best !== undefined;
  };
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (let from = 0; from < COLUMNS; from++) {
      for (let to = 0; to < COLUMNS; to++) {
        if (excessOf(from) > 0 && excessOf(to) < 0 && step(from, to)) isMoving = true;
      }
    }
  }
}

function moveCell(table: Float64Array, row: number, from: number, to: number, amount: number): void {
  add(table, row * COLUMNS + from, -amount);
  add(table, row * COLUMNS + to, amount);
}
