import type { Origin } from '../core/origin.js';
import type { EqualFact, EqualInputs } from './facts.js';
import { PLACES_KEPT } from './places.js';

/**
 * Which inputs are equal, in 24 bytes per example and no texts: the folded hash (64 bits) brings together what is equal after
 * folding, 32 bits of the input's fingerprint tell copies from look-alikes. Copies are therefore told by 96 bits of two
 * hashes, look-alikes by 64: among a million examples one false pair in 10^7 data sets.
 */
export interface InputIndex {
  /**
   * @param high, low  the folded hash
   * @param exact      low half of the fingerprint
   */
  add(high: number, low: number, exact: number, labelSet: number, origin: Origin): void;
  readonly size: number;
  /** What is equal. Time O(n), about 40 ns an example, and 0.5 µs for one that is equal to another; 4 MiB more meanwhile, and 200 bytes for each of these. */
  find(facts: LabelSetFacts): EqualInputs;
}

/** What must be known of label sets, by number. */
export interface LabelSetFacts {
  /** Equal for label sets that hold the same classes. */
  setOf(labelSet: number): number;
  /** Place of the split the source gives, or -1. */
  givenOf(labelSet: number): number;
}

/** Numbers per example: high, low, exact, label set, row, line. */
const STRIDE = 6;
/** Examples per piece: 1.5 MiB. */
const PIECE = 65536;
/** Examples that are grouped at a time, about. */
const EXAMPLES_PER_ROUND = 2 ** 20;
/** Bits of the table, two of which are needed, by which hashes that occur once are told. */
const SLOTS_PER_EXAMPLE = 16;

export function createInputIndex(): InputIndex {
  const pieces: Uint32Array[] = [];
  /** Sources in the order they were read, and the example each run of one begins at. */
  const runs: { readonly start: number; readonly source: string }[] = [];
  let size = 0;

  const cell = (example: number, place: number): number =>
    pieces[Math.floor(example / PIECE)]?.[(example % PIECE) * STRIDE + place] ?? 0;
  const originOf = (example: number): Origin => ({
    source: runs.findLast(({ start }) => start <= example)?.source ?? '',
    row: cell(example, 4),
    line: cell(example, 5),
    byte: -1,
  });

  return {
    get size() {
      return size;
    },
    add(high, low, exact, labelSet, origin) {
      const at = size % PIECE;
      if (at === 0) pieces.push(new Uint32Array(PIECE * STRIDE));
      const piece = pieces[pieces.length - 1];
      if (piece === undefined) return;
      if (runs[runs.length - 1]?.source !== origin.source) runs.push({ start: size, source: origin.source });
      const start = at * STRIDE;
      piece[start] = high;
      piece[start + 1] = low;
      piece[start + 2] = exact;
      piece[start + 3] = labelSet;
      piece[start + 4] = origin.row;
      piece[start + 5] = origin.line;
      size++;
    },
    find(facts) {
      const tallies = createTallies();
      for (const round of roundsOf(size)) {
        for (const examples of groupsOf(pieces, size, round)) {
          const group = examples.map((example): Member => {
            const labelSet = cell(example, 3);
            return { example, exact: cell(example, 2), set: facts.setOf(labelSet), split: facts.givenOf(labelSet) };
          });
          tallyGroup(group, tallies);
        }
      }
      return describe(tallies, originOf);
    },
  };
}

/** Part of the examples: those with these leading bits of the hash. */
interface Round {
  readonly bits: number;
  readonly value: number;
}

/** As few rounds as keep each small, by the leading bits of the hash. */
function roundsOf(size: number): readonly Round[] {
  const bits = Math.max(0, Math.ceil(Math.log2(size / EXAMPLES_PER_ROUND)));
  return Array.from({ length: 2 ** bits }, (_, value) => ({ bits, value }));
}

/**
 * The examples of one round that share their folded hash with another, by hash, each group ascending. A table of bits, in
 * which two hashes meet where they are the same or by a chance of one in sixteen, spares the others the map.
 */
function groupsOf(pieces: readonly Uint32Array[], size: number, round: Round): Iterable<readonly number[]> {
  const slots = 2 ** Math.ceil(Math.log2(SLOTS_PER_EXAMPLE * Math.min(size + 2, EXAMPLES_PER_ROUND)));
  const once = new Uint32Array(slots / 32);
  const again = new Uint32Array(slots / 32);
  const examplesIn = (place: number): number => Math.min(PIECE, size - place * PIECE);
  pieces.forEach((piece, place) => {
    const end = examplesIn(place) * STRIDE;
    for (let at = 0; at < end; at += STRIDE) {
      if (!isIn(round, piece[at] ?? 0)) continue;
      const low = piece[at + 1] ?? 0;
      const word = (low & (slots - 1)) >>> 5;
      const seen = once[word] ?? 0;
      again[word] = (again[word] ?? 0) | (seen & (1 << low));
      once[word] = seen | (1 << low);
    }
  });
  const groups = new Map<number, number[]>();
  pieces.forEach((piece, place) => {
    const end = examplesIn(place) * STRIDE;
    for (let at = 0, example = place * PIECE; at < end; at += STRIDE, example++) {
      const low = piece[at + 1] ?? 0;
      if (((again[(low & (slots - 1)) >>> 5] ?? 0) & (1 << low)) === 0 || !isIn(round, piece[at] ?? 0)) continue;
      const known = groups.get(low);
      if (known === undefined) groups.set(low, [example]);
      else known.push(example);
    }
  });
  const highOf = (example: number): number => pieces[Math.floor(example / PIECE)]?.[(example % PIECE) * STRIDE] ?? 0;
  return [...groups.values()].filter(isSeveral).flatMap((group) => [...byKey(group, highOf).values()].filter(isSeveral));
}

function isIn({ bits, value }: Round, high: number): boolean {
  // in two steps, since a shift by 32 is none
  return (high >>> (31 - bits)) >>> 1 === value;
}

function isSeveral(group: readonly number[]): boolean {
  return group.length > 1;
}

/** Things by a key, each list in the order of the things. */
function byKey<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => number): ReadonlyMap<number, readonly Thing[]> {
  const lists = new Map<number, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = lists.get(key);
    if (known === undefined) lists.set(key, [thing]);
    else known.push(thing);
  }
  return lists;
}

interface Member {
  readonly example: number;
  readonly exact: number;
  readonly set: number;
  readonly split: number;
}

interface Tally {
  inputs: number;
  examples: number;
  /** The first few inputs in the order of reading: their examples, ascending. */
  shown: (readonly number[])[];
}

type Tallies = Readonly<Record<'exact' | 'folded', Readonly<Record<'duplicates' | 'contradictions' | 'leaks', Tally>>>>;

function createTallies(): Tallies {
  const tally = (): Tally => ({ inputs: 0, examples: 0, shown: [] });
  const kinds = () => ({ duplicates: tally(), contradictions: tally(), leaks: tally() });
  return { exact: kinds(), folded: kinds() };
}

/** Counts one group of inputs that are equal after folding: first the copies in it, then what only folding makes equal. */
function tallyGroup(group: readonly Member[], { exact, folded }: Tallies): void {
  const copies = byKey(group, ({ exact: print }) => print);
  for (const same of copies.values()) {
    const distinct = new Set(same.map(({ set }) => set)).size;
    if (same.length > distinct) tally(exact.duplicates, same, same.length - distinct);
    if (distinct > 1) tally(exact.contradictions, same, same.length);
    if (new Set(same.map(({ split }) => split)).size > 1) tally(exact.leaks, same, same.length);
  }
  if (copies.size === 1) return;
  const sets = new Map<number, Set<number>>();
  for (const { set, exact: print } of group) sets.set(set, (sets.get(set) ?? new Set()).add(print));
  const alike = group.filter(({ set }) => (sets.get(set)?.size ?? 0) > 1);
  if (alike.length > 0) tally(folded.duplicates, alike, alike.length - 1);
  if (differs(group, copies, ({ set }) => set)) tally(folded.contradictions, group, group.length);
  if (differs(group, copies, ({ split }) => split)) tally(folded.leaks, group, group.length);
}

/** Whether two inputs that are not copies differ in something. */
function differs(
  group: readonly Member[],
  copies: ReadonlyMap<number, readonly Member[]>,
  of: (member: Member) => number,
): boolean {
  if (new Set(group.map(of)).size === 1) return false;
  const values = [...copies.values()].map((same) => new Set(same.map(of)));
  return values.some((one, at) => values.slice(at + 1).some((other) => one.size + other.size > 2 || !setsMeet(one, other)));
}

function setsMeet(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  return [...one].some((value) => other.has(value));
}

function tally(into: Tally, members: readonly Member[], examples: number): void {
  into.inputs++;
  into.examples += examples;
  const shown = members.slice(0, PLACES_KEPT).map(({ example }) => example);
  const last = into.shown[PLACES_KEPT / 2 - 1];
  if (last !== undefined && (last[0] ?? 0) < (shown[0] ?? 0)) return;
  into.shown = [...into.shown, shown].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)).slice(0, PLACES_KEPT / 2);
}

function describe(tallies: Tallies, originOf: (example: number) => Origin): EqualInputs {
  const fact = ({ inputs, examples, shown }: Tally): EqualFact => ({
    inputs,
    examples,
    places: shown.flat().slice(0, PLACES_KEPT).map(originOf),
  });
  const kinds = ({ duplicates, contradictions, leaks }: Tallies['exact']): EqualInputs['exact'] => ({
    duplicates: fact(duplicates),
    contradictions: fact(contradictions),
    leaks: fact(leaks),
  });
  return { exact: kinds(tallies.exact), folded: kinds(tallies.folded) };
}
