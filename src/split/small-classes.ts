import { numberAt } from '../core/number-at.js';
import type { PerSplit } from '../core/splits.js';
import { add, at, COLUMNS, placeAt } from './numbers.js';
import { moveSingle, singlesAt, type Deal, type Least } from './deal.js';
import { classesOf, holdersOf, type LabelIndex } from './label-index.js';
import { lowerOf, upperOf, type Proportions } from './proportions.js';

const TRAIN = 0;

/** Where a class must have an example: train for all, every split that is not empty for the classes large enough to be covered. */
export interface Guard {
  /** Small classes are covered, even where their shares then deviate by more than one example. */
  readonly isCovering: boolean;
  readonly holds: (held: number, column: number) => boolean;
}

/**
 * Which classes must be in which splits.
 * @param isCovering cover small classes: those with as many examples as there are splits that are not empty
 */
export function guardOf(classCounts: Float64Array, sizes: PerSplit<number>, isCovering: boolean): Guard {
  const splitCount = sizes.filter((size) => size > 0).length;
  return {
    isCovering,
    holds: (held, column) => {
      const isAsked = column === TRAIN || (isCovering && at(classCounts, held) >= splitCount);
      return isAsked && numberAt(sizes, column) > 0 && at(classCounts, held) > 0;
    },
  };
}

/**
 * Fewest examples per label set and split that the guard asks for. A class of a single label set (all classes of
 * single-target data) asks there; for others it is mended after the deal. Time O(places in all sets).
 */
export function leastExamples(index: LabelIndex, guard: Guard): Least {
  const examples = new Uint8Array(index.setCount * COLUMNS);
  for (let held = 0; held < index.classCount; held++) {
    const first = placeAt(index.classStarts, held);
    if (placeAt(index.classStarts, held + 1) - first !== 1) continue;
    const only = placeAt(index.sets, first);
    for (let column = 0; column < COLUMNS; column++) if (guard.holds(held, column)) examples[only * COLUMNS + column] = 1;
  }
  return { examples, isFirm: guard.isCovering };
}

/**
 * Gives every class the guard names its example, by moving one that is seen once from another split and an example of another
 * label set back, so that the totals stay. Neither move may take the last guarded example of a class away. What can't be
 * mended stays as it is. Changes the deal and the class totals in place.
 * Time O(places in all sets + moves × label sets of the class).
 */
export function mendSmallClasses(index: LabelIndex, aim: Proportions, deal: Deal, classTotals: Float64Array, guard: Guard): void {
  const cursors = new Map<string, number>();
  const canLeave = (set: number, column: number): boolean =>
    singlesAt(deal, set * COLUMNS + column) > 0 &&
    classesOf(index, set).every((held) => !guard.holds(held, column) || at(classTotals, held * COLUMNS + column) !== 1);
  const shift = (set: number, from: number, to: number): void => {
    moveSingle(deal, set, from, to);
    for (const held of classesOf(index, set)) {
      add(classTotals, held * COLUMNS + from, -1);
      add(classTotals, held * COLUMNS + to, 1);
    }
  };
  /** A label set that can give an example back, the nearest to its share if there is one. The search never starts over. */
  const findReturn = (from: number, to: number, except: number): number | undefined => {
    for (const isNear of guard.isCovering ? [staysWithin, staysWithinOne, staysAnywhere] : [staysWithin, staysWithinOne]) {
      const key = `${from} ${to} ${isNear.name}`;
      for (let set = cursors.get(key) ?? 0; set < index.setCount; set++) {
        if (set === except || !isNear(aim, deal, set, from, to) || !canLeave(set, from)) continue;
        cursors.set(key, set);
        return set;
      }
      cursors.set(key, index.setCount);
    }
    return undefined;
  };

  for (let column = 0; column < COLUMNS; column++) {
    for (let held = 0; held < index.classCount; held++) {
      if (at(classTotals, held * COLUMNS + column) > 0 || !guard.holds(held, column)) continue;
      const movable = candidates(index, held, column).filter(([set, from]) => canLeave(set, from));
      const near = [staysWithin, staysWithinOne].flatMap((isNear) =>
        movable.filter(([set, from]) => isNear(aim, deal, set, from, column)),
      );
      const move = near[0] ?? (guard.isCovering ? movable[0] : undefined);
      if (move === undefined) continue;
      const [set, from] = move;
      shift(set, from, column);
      const back = findReturn(column, from, set);
      if (back === undefined) shift(set, column, from);
      else shift(back, column, from);
    }
  }
}

function candidates(index: LabelIndex, held: number, column: number): readonly (readonly [set: number, from: number])[] {
  const others = [TRAIN, 1, 2].filter((other) => other !== column);
  return [...holdersOf(index, held)].flatMap((set) => others.map((from) => [set, from] as const));
}

/** Covering may move a label set any way from its shares. */
function staysAnywhere(): boolean {
  return true;
}

/** Whether a label set stays within one example of its exact shares when one example moves. */
function staysWithinOne(aim: Proportions, deal: Deal, set: number, from: number, to: number): boolean {
  const give = set * COLUMNS + from;
  const take = set * COLUMNS + to;
  return at(deal.given, give) >= upperOf(aim, set, from) && at(deal.given, take) <= lowerOf(aim, set, to);
}

/** Whether a label set stays within floor and ceiling of its shares, or comes nearer to them, when one example moves. */
export function staysWithin(aim: Proportions, deal: Deal, set: number, from: number, to: number): boolean {
  const give = set * COLUMNS + from;
  const take = set * COLUMNS + to;
  return at(deal.given, give) > lowerOf(aim, set, from) && at(deal.given, take) < upperOf(aim, set, to);
}
