import { reserve } from './areas';

/** What `decide` gives beside a split (0 train, 1 validation, 2 test). */
export const BELOW_MINIMUM: u32 = 3;
export const ABOVE_MAXIMUM: u32 = 4;
/** The kernel can't tell: the input occurs more than once. */
export const REPEATED: u32 = 5;
/** The kernel can't tell: a label set that the plan does not know. */
export const STRANGE: u32 = 6;

let labelSets: u32 = 0;
let repeats: u32 = 0;
let writtenAs: usize = 0;
let fixedSplits: usize = 0;
let cuts: usize = 0;
let hasCut: usize = 0;
let highs: usize = 0;
let lows: usize = 0;
let starts: usize = 0;

/** Takes memory for a deal table (deal/deal-table.ts); the host fills it. */
export function reserveDeal(labelSetCount: u32, setCount: u32, repeatedCount: u32): void {
  labelSets = labelSetCount;
  repeats = repeatedCount;
  writtenAs = reserve(labelSetCount * 4);
  fixedSplits = reserve(labelSetCount * 4);
  cuts = reserve(setCount * 24);
  hasCut = reserve(setCount * 3);
  highs = reserve(repeatedCount * 4);
  lows = reserve(repeatedCount * 4);
  starts = reserve(65537 * 4);
}

export function writtenAsAt(): usize {
  return writtenAs;
}

export function fixedSplitsAt(): usize {
  return fixedSplits;
}

export function cutsAt(): usize {
  return cuts;
}

export function hasCutAt(): usize {
  return hasCut;
}

export function repeatedHighsAt(): usize {
  return highs;
}

export function repeatedLowsAt(): usize {
  return lows;
}

export function repeatedStartsAt(): usize {
  return starts;
}

/** Set of labels that `decide` came to, for splits and ABOVE_MAXIMUM. */
export let decidedSet: u32 = 0;

/** What becomes of an example, by its selection rank and label set. */
export function decide(rank: u64, labelSet: u32): u32 {
  if (labelSet >= labelSets) return STRANGE;
  const high = <u32>(rank >> 32);
  const low = <u32>rank;
  if (repeats !== 0 && isRepeated(high, low)) return REPEATED;
  const set = load<i32>(writtenAs + (labelSet << 2));
  if (set < 0) return BELOW_MINIMUM;
  decidedSet = set;
  const fixed = load<i32>(fixedSplits + (labelSet << 2));
  for (let split: i32 = 2; split >= 0; split--) {
    if ((fixed < 0 || fixed === split) && isWithin(<u32>set * 3 + split, rank)) return split;
  }
  return ABOVE_MAXIMUM;
}

function isWithin(place: u32, rank: u64): bool {
  if (load<u8>(hasCut + place) === 0) return false;
  const cut = cuts + (place << 3);
  return rank <= ((<u64>load<u32>(cut)) << 32) + load<u32>(cut, 4);
}

/** Binary search among the ranks that begin with the same 16 bits. */
function isRepeated(high: u32, low: u32): bool {
  const bucket = starts + ((high >> 16) << 2);
  let from = load<u32>(bucket);
  let to = load<u32>(bucket, 4);
  while (from < to) {
    const middle = (from + to) >> 1;
    const found = load<u32>(highs + (middle << 2));
    if (found < high || (found === high && load<u32>(lows + (middle << 2)) < low)) from = middle + 1;
    else to = middle;
  }
  return from < repeats && load<u32>(highs + (from << 2)) === high && load<u32>(lows + (from << 2)) === low;
}
