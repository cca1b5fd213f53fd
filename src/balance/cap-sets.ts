import { floatAt, numberAt } from '../core/number-at.js';
import type { NumberLists } from '../core/number-lists.js';
import { textAt } from '../core/text-at.js';
import { countClasses, countTargets, type BalanceInput } from './balance-input.js';
import type { CapAnswer } from './cap-answer.js';
import { capComponents, type Bundle, type CapLimit } from './cap-problem.js';
import { capExactly } from './cap-exactly.js';
import { capGreedily } from './cap-greedily.js';
import { examplesOf, limitOf, maximumOf } from './limits.js';
import type { BalanceOptions } from './options.js';
import { shareProportionally } from './proportional.js';

export interface CapPlan {
  /** Examples that stay, per label set. */
  readonly keep: BalanceInput['counts'];
  /** Classes that keep more than their maximum because a minimum would fall below its own otherwise, ascending. */
  readonly conflicts: readonly CapConflict[];
}

export interface CapConflict {
  readonly class: number;
  readonly kept: number;
  readonly min: number;
  readonly max: number;
  /** `kept` minus `max`. */
  readonly over: number;
}

/**
 * How many examples of each label set stay under the caps: as many as possible, and in proportion where that costs nothing.
 * No class is pushed below the smaller of its minimum and what it has; where that and a cap can't both hold, the minimum does,
 * the caps are exceeded as little as possible in all, and the classes are named. A class does not vanish where as many
 * examples can be kept otherwise.
 * @param plan the label sets that remain after dropRare, in canonical order
 * Time near O(places in all sets); where label sets tie capped classes to one another, up to seconds per tied component of
 * some 1,500 combinations of capped classes. Beyond that the answer is a good one, not proven to be the best.
 */
export function capSets(plan: BalanceInput, options: BalanceOptions): CapPlan {
  const totals = countClasses(plan);
  const targets = countTargets(plan);
  const mins = new Float64Array(totals.length);
  const maxima = new Float64Array(totals.length);
  for (let place = 0; place < plan.classes.length; place++) {
    const target = plan.classes.targetOf(place);
    const targetName = textAt(plan.targets, target);
    const name = plan.classes.nameOf(place);
    mins[place] = limitOf(options.min, targetName, name) ?? 0;
    maxima[place] = examplesOf(maximumOf(options, targetName, name), floatAt(targets, target));
  }
  if (maxima.every((max) => max === Infinity)) return { keep: plan.counts, conflicts: [] };
  const counts = Float64Array.from(plan.counts);
  const lows = mins.map((min, place) => Math.min(min, floatAt(totals, place)));
  const capsFor = (low: Float64Array): Float64Array => maxima.map((max, place) => Math.max(max, floatAt(low, place)));

  const answer = decide(plan.sets, counts, capsFor(lows), lows);
  const held = countClasses({ ...plan, counts: answer.keep });
  const savingLows = lows.map((low, place) => (floatAt(totals, place) > 0 && held[place] === 0 ? 1 : low));
  const isLosing = savingLows.some((low, place) => low !== lows[place]);
  const saving = isLosing ? decide(plan.sets, counts, capsFor(savingLows), savingLows) : answer;
  const { keep } = saving.kept === answer.kept && saving.excess <= answer.excess ? saving : answer;

  const conflicts: CapConflict[] = [];
  countClasses({ ...plan, counts: keep }).forEach((kept, place) => {
    const max = floatAt(maxima, place);
    if (kept > max) conflicts.push({ class: place, kept, min: floatAt(mins, place), max, over: kept - max });
  });
  return { keep, conflicts };
}

/** Decides every component on its own and shares each bundle's examples out to its label sets. */
function decide(
  sets: NumberLists,
  counts: Float64Array,
  caps: Float64Array,
  lows: Float64Array,
): { readonly keep: readonly number[]; readonly kept: number; readonly excess: number } {
  const keep = [...counts];
  let excess = 0;
  for (const component of capComponents(sets, counts, caps, lows)) {
    const [first, ...others] = component.bundles;
    const isAlone = first !== undefined && others.length === 0;
    const answer = isAlone ? capAlone(first, component.limits) : capExactly(component, capGreedily(component));
    excess += answer.excess;
    component.bundles.forEach((bundle, at) => {
      const shares = shareProportionally(
        bundle.sets.map((place) => floatAt(counts, place)),
        numberAt(answer.keep, at),
      );
      bundle.sets.forEach((place, share) => (keep[place] = numberAt(shares, share)));
    });
  }
  return { keep, kept: keep.reduce((sum, amount) => sum + amount, 0), excess };
}

/** One bundle alone keeps as many as its tightest cap allows, or as its largest minimum asks for. */
function capAlone({ size }: Bundle, limits: readonly CapLimit[]): CapAnswer {
  const cap = Math.min(...limits.map((limit) => limit.cap));
  const need = Math.max(...limits.map((limit) => limit.need));
  const kept = Math.min(size, Math.max(cap, need));
  return { keep: [kept], kept, excess: limits.reduce((sum, limit) => sum + Math.max(0, kept - limit.cap), 0) };
}
