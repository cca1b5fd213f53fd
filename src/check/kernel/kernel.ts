/**
 * The screening pass over a text, in AssemblyScript: screen.ts says what it finds. The host fills the table once, writes a text
 * as UTF-16 where `textAt` says, calls `screen`, and reads eight numbers of 32 bits where `resultsAt` says.
 */
import { xxh64 } from '../../lane/kernel/xxh64';

/** As in flags.ts. */
const SPACE: u32 = 1;
const DIGIT: u32 = 2;
const DIGIT_BIT: u32 = 1;
const TOKEN_BIT: u32 = 2;
const MANY_DIGITS: u32 = 4096;
const LONG_TOKEN: u32 = 8192;
const BLANK: u32 = 16384;
const ANY: u32 = 32768;

/** Digits of the shortest phone number looked for, and characters of the shortest secret. */
const DIGITS_OF_PHONE: u32 = 7;
const CHARACTERS_OF_SECRET: i32 = 20;
/** What a run of skipped characters is folded to. */
const GAP: u32 = 32;
const TABLE_BYTES: usize = 65536 * 4;
const RESULT_BYTES: usize = 32;
/** Seed of the hash that tells texts apart which fold alike. */
const EXACT: u64 = 1;

/** Eight numbers: flags, words, start, folded hash high and low, exact hash high and low, and one that is not used. */
export function resultsAt(): usize {
  return (__heap_base + 15) & ~15;
}

/** For each UTF-16 unit its flags and what it is folded to: see character-table.ts. */
export function tableAt(): usize {
  return resultsAt() + RESULT_BYTES;
}

/** Where a text goes. Its folded form, of the same size at most, lies behind it. */
export function textAt(): usize {
  return tableAt() + TABLE_BYTES;
}

/** Bytes of memory that a text takes. */
export function bytesFor(units: u32): usize {
  return textAt() + (<usize>units + 16) * 4;
}

/** @param startLength units that texts which start alike have in common */
export function screen(units: u32, startLength: u32): void {
  const table = tableAt();
  const text = textAt();
  const end = text + ((<usize>units) << 1);
  const startEnd = text + ((<usize>startLength) << 1);
  const folded = (end + 15) & ~15;
  let flags: u32 = ANY;
  let words: u32 = 0;
  let digits: u32 = 0;
  let run: i32 = 0;
  let spare: i32 = 0;
  let out = folded;
  let startOut = folded;
  let before: u32 = 0;
  let beforeThat: u32 = 0;
  let foldedBefore: u32 = 0;
  for (let at = text; at < end;) {
    const cell = load<u32>(table + ((<usize>load<u16>(at)) << 2));
    const kind = cell >>> 16;
    const fold = cell & 0xffff;
    flags |= kind;
    words += kind & SPACE & ~before;
    digits += (kind >>> DIGIT_BIT) & 1;
    // without branches, which no processor foresees: the run goes on or is 0, and a long one turns `spare` negative
    const isToken: i32 = (kind >>> TOKEN_BIT) & 1;
    run = (run + isToken) & -isToken;
    spare |= CHARACTERS_OF_SECRET - 1 - run;
    // the first skipped unit behind content leaves a gap, the others nothing
    const isGap = u32(fold == 0) & u32(foldedBefore != 0);
    // between two digits, a sign that stands alone is kept
    if ((kind & beforeThat & DIGIT) != 0 && foldedBefore == 0 && (before & SPACE) == 0) store<u16>(out - 2, load<u16>(at - 2));
    store<u16>(out, fold | (isGap * GAP));
    out += usize(u32(fold != 0) | isGap) << 1;
    beforeThat = before;
    before = kind;
    foldedBefore = fold;
    at += 2;
    if (at == startEnd) startOut = out - (usize(fold == 0 && out > folded) << 1);
  }
  if (foldedBefore == 0 && out > folded) out -= 2;
  // each white space that follows something ends a word; what is left is one more
  if (units > 0) {
    words += u32((before & SPACE) == 0);
    words -= (load<u32>(table + ((<usize>load<u16>(text)) << 2)) >>> 16) & SPACE;
  }
  if (digits >= DIGITS_OF_PHONE) flags |= MANY_DIGITS;
  if (spare < 0) flags |= LONG_TOKEN;
  if (out == folded) flags |= BLANK;
  const hash = xxh64(folded, <u32>(out - folded), 0);
  const exact = xxh64(text, units << 1, EXACT);
  const results = resultsAt();
  store<u32>(results, flags);
  store<u32>(results, words, 4);
  store<u32>(results, units < startLength ? 0 : <u32>xxh64(folded, <u32>(startOut - folded), 0), 8);
  store<u64>(results, rotl<u64>(hash, 32), 12);
  store<u64>(results, rotl<u64>(exact, 32), 20);
}
