import { createDealTable, type DealTable } from '../deal/deal.js';
import { walkRuns, type Chooser, type ChosenPart, type Entries, type LabelSetFacts, type Unit } from '../measure/measure.js';

/** How inputs get their split: in rank order by the plan's numbers, or from outside. */
export type Splitter =
  | {
      readonly kind: 'dealt';
      /** Inputs that go to each split, three cells per stratum. */
      readonly units: Float64Array;
      readonly ofSingle: (set: number) => number;
      readonly ofMultiple: (parts: readonly ChosenPart[]) => number;
    }
  | { readonly kind: 'fixed'; readonly splitOf: (labelSet: number, group: number) => number };

export interface DealTableInput {
  readonly entries: Entries;
  readonly chooser: Chooser;
  readonly splitter: Splitter;
  readonly facts: LabelSetFacts;
  readonly labelSetCount: number;
  /** Set of labels as read → set that is written, or -1. */
  readonly becomes: Int32Array;
  readonly setCount: number;
  /** Examples of each set that stay in train, where the cap comes after the split. */
  readonly keepInTrain: ArrayLike<number> | undefined;
}

const TRAIN = 0;

/** The third walk: writes every decision down as cuts, and as entries for the inputs that occur more than once. */
export function buildDealTable(input: DealTableInput): DealTable {
  const { chooser, splitter, facts, becomes, keepInTrain } = input;
  const writtenAs = Int32Array.from({ length: input.labelSetCount }, (_, labelSet) => becomes[facts.setOf(labelSet)] ?? -1);
  const fixedSplit = splitter.kind === 'fixed' ? splitter.splitOf : () => -1;
  const builder = createDealTable({ setCount: input.setCount, writtenAs, fixedSplit });
  const splitOfNext = splitter.kind === 'dealt' ? createDealer(splitter.units) : () => -1;
  const leftInTrain = keepInTrain === undefined ? undefined : Float64Array.from(keepInTrain);

  const keepUnderCap = (split: number, set: number, examples: number): number => {
    if (leftInTrain === undefined || split !== TRAIN) return examples;
    const kept = Math.min(examples, leftInTrain[set] ?? 0);
    leftInTrain[set] = (leftInTrain[set] ?? 0) - kept;
    return kept;
  };
  const splitOfMultiple = (unit: Unit, parts: readonly ChosenPart[]): number => {
    const staying = parts.find((part) => part.kept > 0);
    if (staying === undefined) return -1;
    if (splitter.kind === 'fixed') return splitter.splitOf(staying.labelSet, unit.groups[0] ?? 0);
    return splitOfNext(splitter.ofMultiple(parts));
  };

  const { stride } = input.entries;
  walkRuns(input.entries, {
    singles(records, from, to) {
      for (let at = from; at < to; at += stride) {
        const labelSet = records[at + 2] ?? 0;
        const set = chooser.single(labelSet);
        if (set < 0) continue;
        const split =
          splitter.kind === 'fixed'
            ? splitter.splitOf(labelSet, stride === 4 ? (records[at + 3] ?? 0) : 0)
            : splitOfNext(splitter.ofSingle(set));
        if (keepUnderCap(split, set, 1) === 1) builder.setCut(set, split, records[at] ?? 0, records[at + 1] ?? 0);
      }
    },
    multiple(unit) {
      const chosen = chooser.multiple(unit);
      const split = splitOfMultiple(unit, chosen);
      builder.addRepeated({
        high: unit.high,
        low: unit.low,
        split: Math.max(split, 0),
        isContradiction: new Set(unit.labelSets.map((labelSet) => facts.setOf(labelSet))).size > 1,
        parts: chosen.map((part) => ({ ...part, kept: part.kept === 0 ? 0 : keepUnderCap(split, part.set, part.kept) })),
      });
    },
  });
  return builder.build();
}

/** Deals the inputs of each stratum in rank order: the first to test, the next to validation, the next to train. */
function createDealer(units: Float64Array): (stratum: number) => number {
  /** Inputs of each stratum that are still to be dealt to train, validation and test. */
  const left = units.slice();
  return (stratum) => {
    for (let split = 2; split >= 0; split--) {
      const count = left[stratum * 3 + split] ?? 0;
      if (count === 0) continue;
      left[stratum * 3 + split] = count - 1;
      return split;
    }
    throw new RangeError(`stratum ${stratum} has more inputs than the plan deals`);
  };
}
