import { createUint32List } from '../core/growable.js';
import type { RejectCode } from '../core/reject.js';

/** What becomes of one example. */
export interface Verdict {
  /** Place in SPLITS, or -1 where the example is left out. */
  readonly split: number;
  /** Why it is left out. */
  readonly code: RejectCode | undefined;
  /** Place of the set of labels it is written with, or -1. */
  readonly set: number;
  /** Number of its input among those that occur more than once, or -1. */
  readonly repeated: number;
}

/** All that pass 2 needs to deal an example: three cuts per set of labels, and the inputs that occur more than once. */
export interface DealTable {
  /** @param group number of the example's group, 0 without groups. Costs about 20 ns, 100 where inputs repeat. */
  decide(high: number, low: number, labelSet: number, group: number): Verdict;
  /** Whether the number a verdict gave in `repeated` stands for an input with different labels. */
  isContradiction(repeated: number): boolean;
  readonly repeatedInputs: number;
  /** The same as numbers, for a lane that decides by itself about inputs that occur once. */
  readonly numbers: DealNumbers;
}

/** What `decide` goes by. The arrays must not be changed. */
export interface DealNumbers {
  readonly writtenAs: Int32Array;
  /** Place of the split by label set, or -1; for jobs without groups. */
  readonly fixedSplits: Int32Array;
  /** Rank (high, low) of the last example by set and split: six numbers a set. */
  readonly cuts: Uint32Array;
  /** 1 where there is a cut, by set and split. */
  readonly hasCut: Uint8Array;
  /** Ranks of the inputs that occur more than once, ascending. */
  readonly repeatedHighs: Uint32Array;
  readonly repeatedLows: Uint32Array;
  /** Place of the first of them whose rank begins with each 16 bits, and their number at the end. */
  readonly repeatedStarts: Uint32Array;
}

export interface DealTableBuilder {
  /** The last selection rank of single inputs with this set of labels that goes to this split. */
  setCut(set: number, split: number, high: number, low: number): void;
  /** An input that occurs more than once, with one entry per label set; in ascending order of rank. */
  addRepeated(input: RepeatedInput): void;
  build(): DealTable;
}

export interface RepeatedInput {
  readonly high: number;
  readonly low: number;
  readonly split: number;
  readonly isContradiction: boolean;
  readonly parts: readonly RepeatedPart[];
}

export interface RepeatedPart {
  readonly labelSet: number;
  /** Examples written. */
  readonly kept: number;
  /** Examples that stay after duplicates and contradictions are settled; those beyond `kept` are over a maximum. */
  readonly settled: number;
  /** Why those beyond `settled` go. */
  readonly code: RejectCode;
  /** Set they are written with, or -1 where all their classes are rare. */
  readonly set: number;
}

export interface DealTableOptions {
  /** Sets of labels that are written. */
  readonly setCount: number;
  /** Label set number → set it is written with, or -1 where its class is below the minimum. */
  readonly writtenAs: Int32Array;
  /** Split an example goes to whatever its rank (given by the source, or by its group), or -1. */
  readonly fixedSplit: (labelSet: number, group: number) => number;
}

/** Memory: 24 bytes per set, 32 bytes per label set of an input that occurs more than once. */
export function createDealTable(options: DealTableOptions): DealTableBuilder {
  const { setCount, writtenAs, fixedSplit } = options;
  const cuts = new Uint32Array(setCount * 6);
  const hasCut = new Uint8Array(setCount * 3);
  const inputs = { high: createUint32List(), low: createUint32List(), split: createUint32List(), firstPart: createUint32List() };
  const parts = {
    labelSet: createUint32List(),
    kept: createUint32List(),
    settled: createUint32List(),
    code: createUint32List(),
    set: createUint32List(),
  };
  const codes: RejectCode[] = [];
  const contradictions: boolean[] = [];

  const isWithin = (set: number, split: number, high: number, low: number): boolean => {
    const at = set * 3 + split;
    if (hasCut[at] === 0) return false;
    const cutHigh = cuts[at * 2] ?? 0;
    return high !== cutHigh ? high < cutHigh : low <= (cuts[at * 2 + 1] ?? 0);
  };

  const decideSingle = (high: number, low: number, labelSet: number, group: number): Verdict => {
    const set = writtenAs[labelSet] ?? -1;
    if (set < 0) return { split: -1, code: 'class-below-minimum', set, repeated: -1 };
    const fixed = fixedSplit(labelSet, group);
    for (let split = 2; split >= 0; split--) {
      if ((fixed < 0 || fixed === split) && isWithin(set, split, high, low)) return { split, code: undefined, set, repeated: -1 };
    }
    return { split: -1, code: 'class-above-maximum', set, repeated: -1 };
  };

  return {
    setCut(set, split, high, low) {
      const at = set * 3 + split;
      hasCut[at] = 1;
      cuts[at * 2] = high;
      cuts[at * 2 + 1] = low;
    },
    addRepeated(input) {
      inputs.high.push(input.high);
      inputs.low.push(input.low);
      inputs.split.push(input.split);
      inputs.firstPart.push(parts.labelSet.length);
      if (input.isContradiction) contradictions[inputs.high.length - 1] = true;
      for (const part of input.parts) {
        parts.labelSet.push(part.labelSet);
        parts.kept.push(part.kept);
        parts.settled.push(part.settled);
        parts.code.push(codeNumber(codes, part.code));
        parts.set.push(part.set + 1);
      }
    },
    build() {
      const [highs, lows] = [inputs.high.view(), inputs.low.view()];
      const starts = prefixStarts(highs);
      const find = createFinder(highs, lows, starts);
      const seen = new Uint32Array(parts.labelSet.length);
      inputs.firstPart.push(parts.labelSet.length);
      return {
        repeatedInputs: inputs.high.length,
        numbers: {
          writtenAs,
          fixedSplits: writtenAs.map((_, labelSet) => fixedSplit(labelSet, 0)),
          cuts,
          hasCut,
          repeatedHighs: highs,
          repeatedLows: lows,
          repeatedStarts: starts,
        },
        isContradiction: (repeated) => contradictions[repeated] === true,
        decide(high, low, labelSet, group) {
          const repeated = find(high, low);
          if (repeated < 0) return decideSingle(high, low, labelSet, group);
          let part = inputs.firstPart.at(repeated);
          while (part < inputs.firstPart.at(repeated + 1) && parts.labelSet.at(part) !== labelSet) part++;
          const copy = (seen[part] = (seen[part] ?? 0) + 1);
          const set = parts.set.at(part) - 1;
          if (copy > parts.settled.at(part)) return { split: -1, code: codes[parts.code.at(part)] ?? 'duplicate', set, repeated };
          if (set < 0) return { split: -1, code: 'class-below-minimum', set, repeated };
          if (copy > parts.kept.at(part)) return { split: -1, code: 'class-above-maximum', set, repeated };
          return { split: inputs.split.at(repeated), code: undefined, set, repeated };
        },
      };
    },
  };
}

function codeNumber(codes: RejectCode[], code: RejectCode): number {
  const known = codes.indexOf(code);
  return known >= 0 ? known : codes.push(code) - 1;
}

/** Binary search over sorted 64-bit keys, narrowed by their first 16 bits. Returns -1 where the key is not there. */
function createFinder(high: Uint32Array, low: Uint32Array, starts: Uint32Array): (keyHigh: number, keyLow: number) => number {
  return (keyHigh, keyLow) => {
    let from = starts[keyHigh >>> 16] ?? 0;
    let to = starts[(keyHigh >>> 16) + 1] ?? 0;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const half = high[middle] ?? 0;
      if (half < keyHigh || (half === keyHigh && (low[middle] ?? 0) < keyLow)) from = middle + 1;
      else to = middle;
    }
    return high[from] === keyHigh && low[from] === keyLow ? from : -1;
  };
}

function prefixStarts(high: Uint32Array): Uint32Array {
  const starts = new Uint32Array(65537);
  for (const half of high) starts[(half >>> 16) + 1] = (starts[(half >>> 16) + 1] ?? 0) + 1;
  for (let prefix = 1; prefix < starts.length; prefix++) starts[prefix] = (starts[prefix] ?? 0) + (starts[prefix - 1] ?? 0);
  return starts;
}
