import { createRandom } from '../core/random.js';
import { LabelmillError } from '../core/errors.js';
import type { PerSplit } from '../core/splits.js';
import { certify, type SplitCertificate, type SetDeviation } from './certificate.js';
import { singlesAt, type Deal } from './deal.js';
import { dealStrata } from './deal-strata.js';
import { refuseSmallClasses } from './refuse-small-classes.js';
import { improveClasses } from './improve-classes.js';
import { indexLabels, sumOverClasses, type LabelIndex } from './label-index.js';
import { add, at, COLUMNS, placeAt } from './numbers.js';
import type { SplitOptions } from './options.js';
import { proportionsOf } from './proportions.js';
import { settleTotals } from './settle-totals.js';
import { guardOf, leastExamples, mendSmallClasses } from './small-classes.js';
import type { NumberLists } from '../core/number-lists.js';
import { weightOf, type Strata } from '../core/strata.js';

export interface SplitInput {
  /** Label sets: ascending places of classes; the sets in canonical order. */
  readonly sets: NumberLists;
  readonly classCount: number;
  readonly strata: Strata;
  /** Examples each split should have, summing to the examples of all strata. */
  readonly sizes: PerSplit<number>;
  /** How a class is called in messages; its place where it is not given. */
  readonly nameOf?: (held: number) => string;
}

export interface SplitPlanOptions {
  readonly smallClasses: SplitOptions['smallClasses'];
  readonly ratios: PerSplit<number>;
  readonly seed: number;
}

export interface SplitPlan {
  /** Units, three cells per stratum: to train, validation and test, summing to its units. */
  readonly units: Float64Array;
  readonly certificate: SplitCertificate;
}

/**
 * How many units of each stratum go to each split. In this order of importance: the totals hold exactly wherever units allow
 * it; every label set is at floor or ceiling of its exact share in every split (one example beyond where the totals force it,
 * more only where copies of one input do); every class is in train before it is elsewhere; class totals over several label
 * sets are near proportion. Which label sets round up is drawn by the seed, each with the probability of its fraction.
 * @throws LabelmillError SMALL_CLASSES where `fail` is asked for and a class is missing from a split
 * @throws LabelmillError INTERNAL where the sizes don't sum to the examples
 * Time near O(strata + places in all sets); a million strata take a few seconds. Method: controlled rounding, see roundTable.
 */
export function planSplit(input: SplitInput, options: SplitPlanOptions): SplitPlan {
  const { sets, strata, sizes } = input;
  const aim = proportionsOf(strata, sets.length, sizes, options.ratios);
  const asked = sizes.reduce((sum, size) => sum + size, 0);
  if (asked !== aim.examples) {
    throw new LabelmillError('INTERNAL', `split: sizes sum to ${asked}, but the strata hold ${aim.examples} examples`);
  }
  const index = indexLabels(sets, input.classCount);
  const guard = guardOf(sumOverClasses(index, aim.counts, 1), sizes, options.smallClasses === 'cover');
  const deal = dealStrata(strata, aim, leastExamples(index, guard), createRandom(options.seed, 'split'));
  if (sizes.some((size, column) => size !== at(deal.totals, column))) settleTotals(strata, aim, deal);

  const classTotals = sumOverClasses(index, deal.given, COLUMNS);
  mendSmallClasses(index, aim, deal, classTotals, guard);
  if (hasSpanningClasses(index)) improveClasses(index, aim, deal, classTotals, guard);

  const certificate = certify({
    index,
    asked: sizes,
    shares: aim.shares,
    given: deal.given,
    reasonOf: reasonsOf(strata, options),
  });
  if (options.smallClasses === 'fail') refuseSmallClasses(certificate, input.nameOf);
  return { units: unitsOf(strata, deal), certificate };
}

/** Whether a class is in more than one label set; else label sets at floor and ceiling are the best there is. */
function hasSpanningClasses(index: LabelIndex): boolean {
  for (let held = 0; held < index.classCount; held++) {
    if (placeAt(index.classStarts, held + 1) - placeAt(index.classStarts, held) > 1) return true;
  }
  return false;
}

function reasonsOf(strata: Strata, options: SplitPlanOptions): (set: number) => SetDeviation['reason'] {
  const heavy = new Set<number>();
  for (let place = 0; place < strata.length; place++) {
    const parts = strata.partsOf(place);
    if (weightOf(parts) > 1) for (const part of parts) heavy.add(part.set);
  }
  return (set) => (heavy.has(set) ? 'copies' : options.smallClasses === 'cover' ? 'small-class' : 'totals');
}

/** The deal per stratum, with single examples where the repairs have put them. Takes the deal over: nothing looks at it any more. */
function unitsOf(strata: Strata, deal: Deal): Float64Array {
  const { units, given } = deal;
  for (let place = 0; place < strata.length; place++) {
    const [first, ...others] = strata.partsOf(place);
    if (first === undefined || others.length > 0 || first.examples > 1) continue;
    const start = first.set * COLUMNS;
    const all = strata.unitsOf(place);
    const train = Math.min(all, singlesAt(deal, start));
    const validation = Math.min(all - train, singlesAt(deal, start + 1));
    add(given, start, -train);
    add(given, start + 1, -validation);
    const cell = place * COLUMNS;
    units[cell] = train;
    units[cell + 1] = validation;
    units[cell + 2] = all - train - validation;
  }
  return units;
}
