/**
 * The screening pass over texts, in AssemblyScript: screen.ts says what it finds. The host fills the table once, writes texts as UTF-16
 * one behind the other where `textAt` says and their lengths into the first column where `resultsAt` says, calls `screen`, and reads the
 * other columns.
 */
import { avalanche, P1, P2, round } from '../../lane/kernel/xxh64';

/** As in flags.ts. */
const SPACE: u32 = 1;
const DIGIT: u32 = 2;
const TOKEN: u32 = 4;
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
const ASCII: u32 = 128;
const ZERO: i16 = 48;
const LETTER_A: i16 = 97;
/** What a small ASCII letter has and a capital has not. Digits have it, too. */
const CASE: i16 = 32;
const STRIPE: usize = 32;
const TABLE_BYTES: usize = 65536 * 4;
const MOST_TEXTS: u32 = 256;
/** Of 32 bits for each text: length, flags, words, start, folded hash high and low, exact hash low. */
const COLUMNS: usize = 7;
const COLUMN_BYTES: usize = MOST_TEXTS * 4;
/** Seed of the hash that tells texts apart which fold alike. */
const EXACT: u64 = 1;

/** Texts at a time at most. */
export function mostTexts(): u32 {
  return MOST_TEXTS;
}

/** The columns, one behind the other. */
export function resultsAt(): usize {
  return (__heap_base + 15) & ~15;
}

/** For each UTF-16 unit its flags and what it is folded to: see character-table.ts. */
export function tableAt(): usize {
  return resultsAt() + COLUMNS * COLUMN_BYTES;
}

/** Where the texts go. The folded form of one after the other lies behind them. */
export function textAt(): usize {
  return tableAt() + TABLE_BYTES;
}

/** Bytes of memory that texts of so many units take. */
export function bytesFor(units: u32): usize {
  return textAt() + (<usize>units + 32) * 4;
}

/**
 * Screens texts. Their bytes are void afterwards.
 * @param units        of all of them together
 * @param startLength  units that texts which start alike have in common
 * @returns the flags of any of them
 */
export function screen(count: u32, units: u32, startLength: u32): u32 {
  let flags: u32 = 0;
  let end = textAt() + ((<usize>units) << 1);
  const folded = (end + STRIPE + 15) & ~15;
  // the last one first, since the hash of a text is taken with zeros behind it
  for (let place = count; place-- > 0;) {
    const results = resultsAt() + ((<usize>place) << 2);
    const length = load<u32>(results);
    flags |= screenText(end, length, folded, startLength, results);
    end -= (<usize>length) << 1;
  }
  return flags;
}

/** @returns its flags */
function screenText(end: usize, units: u32, folded: usize, startLength: u32, results: usize): u32 {
  const table = tableAt();
  const text = end - ((<usize>units) << 1);
  const startEnd = text + ((<usize>startLength) << 1);
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
    if (load<u16>(at) < ASCII) {
      // up to eight ASCII letters, digits and single spaces at a time, of which no table need be asked
      const here = v128.load(at);
      const lower = v128.or(here, i16x8.splat(CASE));
      const isDigit = i16x8.le_u(i16x8.sub(here, i16x8.splat(ZERO)), i16x8.splat(9));
      const isLetter = i16x8.le_u(i16x8.sub(lower, i16x8.splat(LETTER_A)), i16x8.splat(25));
      const spaces = i16x8.bitmask(i16x8.eq(here, i16x8.splat(<i16>GAP)));
      // a space behind what was skipped leaves nothing
      const second = spaces & ((spaces << 1) | u32(foldedBefore == 0));
      const others = (~(i16x8.bitmask(v128.or(isDigit, isLetter)) | spaces) & 255) | second;
      // a branch, so that the next eight are not waited for
      let count: u32 = 8;
      if (others != 0 || end - at < 16) count = min<u32>(ctz(others | 256), (<u32>(end - at)) >> 1);
      if (count > 0) {
        const all: u32 = (1 << count) - 1;
        const digitsHere = i16x8.bitmask(isDigit) & all;
        const gaps = spaces & all;
        if ((digitsHere & 1) != 0 && isSignBetween(beforeThat, before, foldedBefore)) store<u16>(out - 2, load<u16>(at - 2));
        v128.store(out, lower);
        const after = at + ((<usize>count) << 1);
        if (at < startEnd && after >= startEnd) {
          const length = startEnd - at;
          startOut = out + length - (usize((gaps >>> (<u32>((length >> 1) - 1))) & 1) << 1);
        }
        out += after - at;
        at = after;
        flags |= (u32(gaps != all) << TOKEN_BIT) | (u32(digitsHere != 0) << DIGIT_BIT) | u32(gaps != 0);
        digits += popcnt(digitsHere);
        words += popcnt(gaps);
        // the run that comes in ends at the first gap, another begins behind the last; one between two is too short to count
        spare |= CHARACTERS_OF_SECRET - 1 - (run + ctz(gaps | (all + 1)));
        run = select<i32>(run, 0, gaps == 0) + count + clz(gaps) - 32;
        beforeThat = count > 1 ? kindAt(digitsHere, gaps, count - 2) : before;
        before = kindAt(digitsHere, gaps, count - 1);
        foldedBefore = u32(before != SPACE);
        if (count == 8) continue;
        if (at >= end) break;
      }
    }
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
    if ((kind & DIGIT) != 0 && isSignBetween(beforeThat, before, foldedBefore)) store<u16>(out - 2, load<u16>(at - 2));
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
  const exact = hashStripes(text, end, EXACT);
  const hash = hashStripes(folded, out, 0);
  // the last, since it writes over what follows
  const start = units < startLength ? 0 : <u32>hashStripes(folded, startOut, 0);
  store<u32>(results, flags, COLUMN_BYTES);
  store<u32>(results, words, 2 * COLUMN_BYTES);
  store<u32>(results, start, 3 * COLUMN_BYTES);
  store<u32>(results, <u32>(hash >> 32), 4 * COLUMN_BYTES);
  store<u32>(results, <u32>hash, 5 * COLUMN_BYTES);
  store<u32>(results, <u32>exact, 6 * COLUMN_BYTES);
  return flags;
}

/**
 * XXH64 but for the tail, which costs more than all the rest of a short text: the last stripe is filled up with zeros instead. Writes
 * over the 32 bytes behind.
 */
function hashStripes(from: usize, end: usize, seed: u64): u64 {
  v128.store(end, i64x2.splat(0));
  v128.store(end, i64x2.splat(0), 16);
  let a = seed + P1 + P2;
  let b = seed + P2;
  let c = seed;
  let d = seed - P1;
  for (let at = from; at < end; at += STRIPE) {
    a = round(a, load<u64>(at));
    b = round(b, load<u64>(at, 8));
    c = round(c, load<u64>(at, 16));
    d = round(d, load<u64>(at, 24));
  }
  return avalanche(rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18) + <u64>(end - from));
}

/** Whether a sign stands alone behind a digit, by the kinds of the last two units and what the last was folded to. */
function isSignBetween(beforeThat: u32, before: u32, foldedBefore: u32): bool {
  return (beforeThat & DIGIT) != 0 && foldedBefore == 0 && (before & SPACE) == 0;
}

/** The kind of a letter, digit or space among eight units. */
function kindAt(digits: u32, spaces: u32, place: u32): u32 {
  return (spaces >>> place) & 1 ? SPACE : TOKEN | (((digits >>> place) & 1) << DIGIT_BIT);
}
