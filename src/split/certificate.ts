import { createUint32List } from '../core/growable.js';
import { SPLITS, type PerSplit, type SplitName } from '../core/splits.js';
import { add, at, COLUMNS, placeAt, rowSum } from './numbers.js';
import { classesOf, sumOverClasses, type LabelIndex } from './label-index.js';

/** Entries a list of the certificate holds at most; counts are complete. */
export const LISTED_MAX = 1000;
/** Pairs of classes up to which LPD is computed. */
const PAIRS_MAX = 1e6;
const SLACK = 1e-6;

/** What a split promises and how near it came, for the report. */
export interface SplitCertificate {
  readonly sizes: PerSplit<SplitSize>;
  /** Labels distribution, label pairs distribution and examples distribution (Sechidis 2011, Szymański 2017): 0 is perfect. */
  readonly ld: number;
  /** Undefined where there are more than a million pairs. */
  readonly lpd: number | undefined;
  readonly ed: number;
  /** The class farthest from its exact share in a split, in examples. */
  readonly worst: ClassDeviation | undefined;
  /** Classes without an example in a split that is not empty, smallest first; at most 1,000 of `missingCount`. */
  readonly missing: readonly MissingClass[];
  readonly missingCount: number;
  /** Classes that have examples but none in train; at most 1,000 of `withoutTrainCount`. */
  readonly withoutTrain: readonly number[];
  readonly withoutTrainCount: number;
  /** Label sets more than one example from their exact share, farthest first; at most 1,000 of `deviationCount`. */
  readonly deviations: readonly SetDeviation[];
  readonly deviationCount: number;
}

export interface SplitSize {
  readonly asked: number;
  readonly given: number;
}

export interface ClassDeviation {
  readonly class: number;
  readonly split: SplitName;
  readonly exact: number;
  readonly given: number;
}

export interface MissingClass {
  readonly class: number;
  readonly split: SplitName;
  readonly examples: number;
  /** Examples from which proportion alone gives the class one in this split: ceil(1 / share). */
  readonly enough: number;
}

export interface SetDeviation {
  readonly set: number;
  readonly split: SplitName;
  readonly exact: number;
  readonly given: number;
  /** Copies that must stay together, groups that must stay together, a small class that is covered, or the totals. */
  readonly reason: 'copies' | 'groups' | 'small-class' | 'totals';
}

/** What a certificate is drawn up from. */
export interface Outcome {
  readonly index: LabelIndex;
  readonly asked: PerSplit<number>;
  readonly shares: Float64Array;
  /** Examples, three cells per label set. */
  readonly given: Float64Array;
  readonly reasonOf: (set: number) => SetDeviation['reason'];
}

/** Time O(places in all sets + pairs of classes in all sets). */
export function certify({ index, asked, shares, given, reasonOf }: Outcome): SplitCertificate {
  const totals = new Float64Array(COLUMNS);
  for (let cell = 0; cell < given.length; cell++) add(totals, cell % COLUMNS, at(given, cell));
  const sizeOf = (column: 0 | 1 | 2): SplitSize => ({ asked: asked[column], given: at(totals, column) });
  const sizes: PerSplit<SplitSize> = [sizeOf(0), sizeOf(1), sizeOf(2)];
  const classTotals = sumOverClasses(index, given, COLUMNS);
  const pairTotals = pairsOf(index, given);
  return {
    sizes,
    ld: distributionError(classTotals, totals),
    lpd: pairTotals === undefined ? undefined : distributionError(pairTotals, totals),
    ed: sizes.reduce((sum, size) => sum + Math.abs(size.asked - size.given), 0) / COLUMNS,
    ...judgeClasses(classTotals, totals, shares),
    ...judgeSets(given, shares, reasonOf),
  };
}

/**
 * Mean over labels, of the mean over splits, of the difference between the odds of the label in the split and in all data.
 * Empty splits, labels without examples and labels that all examples carry take no part; where a label fills a split, the
 * odds are taken against one example.
 */
function distributionError(table: Float64Array, totals: Float64Array): number {
  const examples = totals.reduce((sum, total) => sum + total, 0);
  let sum = 0;
  let labels = 0;
  for (let start = 0; start < table.length; start += COLUMNS) {
    const count = rowSum(table, start / COLUMNS);
    if (count === 0 || count === examples) continue;
    let difference = 0;
    let splits = 0;
    for (let column = 0; column < COLUMNS; column++) {
      const size = at(totals, column);
      const held = at(table, start + column);
      if (size === 0) continue;
      splits++;
      difference += Math.abs(held / Math.max(1, size - held) - count / (examples - count));
    }
    sum += difference / splits;
    labels++;
  }
  return labels === 0 ? 0 : sum / labels;
}

/** Examples per pair of classes and split; undefined where there are too many pairs. */
function pairsOf(index: LabelIndex, given: Float64Array): Float64Array | undefined {
  const numbers = new Map<number, number>();
  const sums = createUint32List();
  let visited = 0;
  for (let set = 0; set < index.setCount; set++) {
    const held = classesOf(index, set);
    visited += (held.length * (held.length - 1)) / 2;
    if (visited > 4 * PAIRS_MAX || numbers.size > PAIRS_MAX) return undefined;
    for (let one = 0; one < held.length; one++) {
      for (let other = one + 1; other < held.length; other++) {
        const key = placeAt(held, one) * index.classCount + placeAt(held, other);
        const number = numbers.get(key) ?? numbers.size;
        if (number === numbers.size) {
          numbers.set(key, number);
          for (let column = 0; column < COLUMNS; column++) sums.push(0);
        }
        for (let column = 0; column < COLUMNS; column++) {
          const cell = number * COLUMNS + column;
          sums.set(cell, sums.at(cell) + at(given, set * COLUMNS + column));
        }
      }
    }
  }
  return Float64Array.from(sums.view());
}

function judgeClasses(classTotals: Float64Array, totals: Float64Array, shares: Float64Array) {
  const missing: number[] = [];
  const withoutTrain: number[] = [];
  const countOf = (held: number): number => rowSum(classTotals, held);
  const deviationOf = (cell: number): ClassDeviation => ({
    class: Math.floor(cell / COLUMNS),
    split: splitAt(cell),
    exact: countOf(Math.floor(cell / COLUMNS)) * at(shares, cell % COLUMNS),
    given: at(classTotals, cell),
  });
  let worst = -1;
  let farthest = -1;
  for (let cell = 0; cell < classTotals.length; cell++) {
    const examples = countOf(Math.floor(cell / COLUMNS));
    const column = cell % COLUMNS;
    if (examples === 0) continue;
    const distance = Math.abs(at(classTotals, cell) - examples * at(shares, column));
    if (distance > farthest + SLACK) [worst, farthest] = [cell, distance];
    if (at(classTotals, cell) > 0) continue;
    if (column === 0) withoutTrain.push(Math.floor(cell / COLUMNS));
    if (at(totals, column) > 0) missing.push(cell);
  }
  missing.sort((a, b) => countOf(Math.floor(a / COLUMNS)) - countOf(Math.floor(b / COLUMNS)) || a - b);
  return {
    worst: worst < 0 ? undefined : deviationOf(worst),
    missing: missing.slice(0, LISTED_MAX).map((cell): MissingClass => {
      const { class: held, split } = deviationOf(cell);
      return { class: held, split, examples: countOf(held), enough: Math.ceil(1 / at(shares, cell % COLUMNS) - SLACK) };
    }),
    missingCount: missing.length,
    withoutTrain: withoutTrain.slice(0, LISTED_MAX),
    withoutTrainCount: withoutTrain.length,
  };
}

function judgeSets(given: Float64Array, shares: Float64Array, reasonOf: (set: number) => SetDeviation['reason']) {
  const found: { readonly cell: number; readonly exact: number; readonly distance: number }[] = [];
  for (let cell = 0; cell < given.length; cell++) {
    const exact = rowSum(given, Math.floor(cell / COLUMNS)) * at(shares, cell % COLUMNS);
    const distance = Math.abs(at(given, cell) - exact);
    if (distance > 1 + SLACK) found.push({ cell, exact, distance });
  }
  found.sort((a, b) => b.distance - a.distance || a.cell - b.cell);
  const deviations = found.slice(0, LISTED_MAX).map(({ cell, exact }): SetDeviation => {
    const set = Math.floor(cell / COLUMNS);
    return { set, split: splitAt(cell), exact, given: at(given, cell), reason: reasonOf(set) };
  });
  return { deviations, deviationCount: found.length };
}

/** The split that a cell of a table is about. */
function splitAt(cell: number): SplitName {
  const column = cell % COLUMNS;
  return SPLITS[column === 0 ? 0 : column === 1 ? 1 : 2];
}
