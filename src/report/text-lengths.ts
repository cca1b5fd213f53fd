import type { LengthBin, SplitLengths, TextLengths } from '../core/report.js';
import { SPLITS, type PerSplit } from '../core/splits.js';

/** Bins a histogram has about, beside the last one, which takes the longest hundredth of the texts. */
const BINS = 24;

/** Gathers the lengths of texts for a histogram. */
export interface LengthGatherer {
  /** @param split place in SPLITS */
  add(split: number, characters: number): void;
  /** @param examples examples in each split, measured or not; undefined where nothing was measured */
  finish(examples: PerSplit<number>): TextLengths | undefined;
}

/** Memory 8 bytes per length. The steps of the bins are those of d3-array, loaded on the first call. */
export async function createLengthGatherer(): Promise<LengthGatherer> {
  const { tickStep } = await import('d3-array');
  const lengths: PerSplit<number[]> = [[], [], []];
  return {
    add: (split, characters) => lengths[split]?.push(characters),
    finish(examples) {
      const sorted = lengths.map((list) => Float64Array.from(list).sort());
      const all = Float64Array.from(sorted.flatMap((list) => [...list])).sort();
      if (all.length === 0) return undefined;
      const long = quantile(all, 0.99);
      const step = Math.max(1, tickStep(0, Math.max(1, long), BINS));
      return {
        isComplete: sorted.every((list, split) => list.length === examples[split]),
        splits: sorted.flatMap((list, split) => describeSplit(list, split, examples[split] ?? 0)),
        bins: fillBins(sorted, { first: Math.floor((all[0] ?? 0) / step), last: Math.floor(long / step), step }),
      };
    },
  };
}

function describeSplit(sorted: Float64Array, place: number, examples: number): readonly SplitLengths[] {
  const split = SPLITS[place];
  if (split === undefined || sorted.length === 0) return [];
  const at = (share: number): number => quantile(sorted, share);
  return [{ split, measured: sorted.length, examples, min: at(0), median: at(0.5), p95: at(0.95), max: at(1) }];
}

interface Grid {
  /** Numbers of the first and the last bin, a bin's number being its start divided by `step`. */
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

function fillBins(sorted: readonly Float64Array[], { first, last, step }: Grid): readonly LengthBin[] {
  const longest = Math.max(...sorted.map((list) => list.at(-1) ?? 0));
  const counts = sorted.map((list) => {
    const filled = new Float64Array(last - first + 1);
    for (const length of list) {
      const bin = Math.min(last, Math.floor(length / step)) - first;
      filled[bin] = (filled[bin] ?? 0) + 1;
    }
    return filled;
  });
  return Array.from({ length: last - first + 1 }, (_, bin) => ({
    from: (first + bin) * step,
    to: bin === last - first ? Math.max(longest + 1, (last + 1) * step) : (first + bin + 1) * step,
    train: counts[0]?.[bin] ?? 0,
    validation: counts[1]?.[bin] ?? 0,
    test: counts[2]?.[bin] ?? 0,
  }));
}

/** The smallest length that a share of the texts does not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
