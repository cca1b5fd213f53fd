import { reserve } from './areas';
import { ABOVE_MAXIMUM, BELOW_MINIMUM, decide, decidedSet, REPEATED, STRANGE } from './deal';
import { addLine } from './lines';
import { rank } from './rank';
import { FULL, NEEDS_MORE, REPEATED_ROW, UNUSUAL } from './scan';
import { xxh64 } from './xxh64';

/** Entries the host must take at least every so often. */
const MOST_ENTRIES: u32 = 16384;

let entries: usize = 0;
let textSeed: u64 = 0;
let selectKey: u64 = 0;
let orderKey: u64 = 0;

export let entryCount: u32 = 0;
export let below: u32 = 0;
export let above: u32 = 0;

let isWatched: bool = false;

/** The example of REPEATED_ROW: its text (or messages as canonical JSON), labels and fingerprint. */
export let repeatedText: usize = 0;
export let repeatedSize: u32 = 0;
export let repeatedLabels: u32 = 0;
export let repeatedPrint: u64 = 0;

export function prepareTake(seed: u64, select: u64, order: u64): void {
  textSeed = seed;
  selectKey = select;
  orderKey = order;
  entries = reserve(MOST_ENTRIES * 12);
}

/** Entries: rank high, rank low, label set. */
export function entriesAt(): usize {
  return entries;
}

/** From now on pass 1 makes no entries but stops at each example, as pass 2 does at one that occurs more than once. */
export function watchExamples(): void {
  isWatched = true;
}

export function takeEntries(): void {
  entryCount = 0;
}

export function clearCounts(): void {
  below = 0;
  above = 0;
}

/**
 * Takes an example: an entry of it in pass 1, a line in pass 2.
 * @param text what is hashed: the text as UTF-8, or messages as canonical JSON
 * @returns NEEDS_MORE where it is done; FULL and REPEATED_ROW where it is done as well; UNUSUAL where it is not
 */
export function take(text: usize, size: u32, labelSet: u32, isMessages: bool, isDeal: bool): u32 {
  const fingerprint = xxh64(text, size, textSeed + <u64>isMessages);
  if (isWatched) return handOver(text, size, labelSet, fingerprint);
  const selected = rank(fingerprint, selectKey);
  if (!isDeal) {
    const entry = entries + entryCount * 12;
    store<u32>(entry, <u32>(selected >> 32));
    store<u32>(entry, <u32>selected, 4);
    store<u32>(entry, labelSet, 8);
    return ++entryCount === MOST_ENTRIES ? FULL : NEEDS_MORE;
  }
  const verdict = decide(selected, labelSet);
  if (verdict < 3) {
    const order = rank(fingerprint, orderKey);
    return addLine(verdict, decidedSet, order, text, size, isMessages) ? FULL : NEEDS_MORE;
  }
  if (verdict === REPEATED) return handOver(text, size, labelSet, fingerprint);
  if (verdict === STRANGE) return UNUSUAL;
  if (verdict === BELOW_MINIMUM) below++;
  if (verdict === ABOVE_MAXIMUM) above++;
  return NEEDS_MORE;
}

/** Leaves an example to the host. */
function handOver(text: usize, size: u32, labelSet: u32, fingerprint: u64): u32 {
  repeatedText = text;
  repeatedSize = size;
  repeatedLabels = labelSet;
  repeatedPrint = fingerprint;
  return REPEATED_ROW;
}
