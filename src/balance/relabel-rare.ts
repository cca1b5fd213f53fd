import { byCodePoint } from '../core/code-point-order.js';
import type { ClassName } from '../core/class-table.js';
import { addTo, floatAt, numberAt, wordAt } from '../core/number-at.js';
import { listAt, type NumberLists } from '../core/number-lists.js';
import { textAt } from '../core/text-at.js';
import { countClasses, type BalanceInput } from './balance-input.js';
import type { RareClass } from './rare-class.js';
import { limitOf } from './limits.js';
import type { BalanceOptions } from './options.js';

export interface Relabelled {
  /** What the input sets that changed hold now; undefined for those whose examples are left out. */
  readonly changed: ReadonlyMap<number, readonly number[] | undefined>;
  readonly rare: readonly RareClass[];
  /** New classes by number: the class, and the place in the input's list that it goes before. */
  readonly added: ReadonlyMap<number, { readonly name: ClassName; readonly place: number }>;
}

/**
 * The rounds of dropRare, over class numbers: places in the input's list, and beyond its end one number per target for a
 * class to map to that is new. Each round visits only the sets that hold a class which is rare in it.
 */
export function relabelRare(input: BalanceInput, options: BalanceOptions): Relabelled {
  const classCount = input.classes.length;
  const collector = collectorOf(input, options);
  const numbers = classCount + input.targets.length;
  const counts = new Float64Array(numbers);
  counts.set(countClasses(input));
  const minimum = new Float64Array(numbers);
  for (let number = 0; number < numbers; number++) {
    const name = collector.nameOf(number);
    minimum[number] = limitOf(options.min, textAt(input.targets, name.target), name.name) ?? 0;
  }

  const changed = new Map<number, readonly number[] | undefined>();
  const holders = holdersOf(input.sets, numbers);
  const isGone = new Uint8Array(numbers);
  const seenIn = new Int32Array(input.sets.length).fill(-1);
  const rare: RareClass[] = [];
  const isBelow = (number: number): boolean => floatAt(counts, number) < floatAt(minimum, number);
  let pending = new Set<number>();
  for (let number = 0; number < classCount; number++) {
    if (isBelow(number) && holders.ofInput(number).length > 0) pending.add(number);
  }

  const leaveOut = (place: number, held: ArrayLike<number> & Iterable<number>): void => {
    changed.set(place, undefined);
    for (const number of held) {
      addTo(counts, number, -numberAt(input.counts, place));
      if (isGone[number] === 0 && isBelow(number)) pending.add(number);
    }
  };
  const gain = (place: number, number: number): void => {
    addTo(counts, number, numberAt(input.counts, place));
    holders.add(number, place);
    if (isBelow(number)) pending.add(number);
  };

  for (let round = 0; pending.size > 0; round++) {
    const below = [...pending].filter(isBelow);
    const ordinary = below.filter((number) => !collector.has(number));
    const current = ordinary.length > 0 ? ordinary : below;
    pending = new Set(ordinary.length > 0 ? below.filter((number) => collector.has(number)) : []);
    for (const number of current) {
      isGone[number] = 1;
      rare.push({ class: number, count: floatAt(counts, number), min: floatAt(minimum, number) });
    }
    for (const number of current) {
      for (const place of holders.of(number)) {
        const held = changed.has(place) ? changed.get(place) : listAt(input.sets, place);
        if (held === undefined || seenIn[place] === round) continue;
        seenIn[place] = round;
        const kept = options.rare.policy === 'drop-example' ? undefined : relabel(held, isGone, collector);
        if (kept === undefined) {
          leaveOut(place, held);
        } else {
          for (const added of kept) if (!held.includes(added)) gain(place, added);
          changed.set(place, kept);
        }
      }
    }
  }
  return { changed, rare, added: collector.added(holders.hasAdded) };
}

/** The set without its rare labels, or with the class they are mapped to; undefined where a target is left without a label. */
function relabel(held: readonly number[] | Uint32Array, isGone: Uint8Array, collector: Collector): readonly number[] | undefined {
  const kept = new Set<number>();
  const targets = new Set<number>();
  for (const number of held) {
    const becomes = isGone[number] === 0 ? number : collector.of(number);
    if (becomes !== undefined && isGone[becomes] === 0) {
      kept.add(becomes);
      targets.add(collector.targetOf(number));
    }
  }
  const isWhole = held.every((number) => targets.has(collector.targetOf(number)));
  return isWhole ? [...kept] : undefined;
}

/** The class of each target that rare ones are mapped to, where the policy is `map`. */
interface Collector {
  has(number: number): boolean;
  /** Number of the class a rare class is mapped to, or undefined where its label is dropped. */
  of(number: number): number | undefined;
  targetOf(number: number): number;
  nameOf(number: number): ClassName;
  added(isUsed: (number: number) => boolean): Relabelled['added'];
}

function collectorOf(input: BalanceInput, options: BalanceOptions): Collector {
  const classCount = input.classes.length;
  const policy = options.rare;
  const wanted = policy.policy === 'map' ? policy.class : '';
  const numberOf = input.targets.map((_, target) => classCount + target);
  if (policy.policy === 'map') {
    for (let place = 0; place < classCount; place++) {
      if (input.classes.nameOf(place) === wanted) numberOf[input.classes.targetOf(place)] = place;
    }
  }
  const targetOf = (number: number): number => (number < classCount ? input.classes.targetOf(number) : number - classCount);
  const nameOf = (number: number): ClassName => ({
    target: targetOf(number),
    name: number < classCount ? input.classes.nameOf(number) : wanted,
  });
  const of = (number: number): number | undefined => (policy.policy === 'map' ? numberOf[targetOf(number)] : undefined);
  const insertBefore = (wantedName: ClassName): number => {
    for (let place = 0; place < classCount; place++) {
      const one = nameOf(place);
      if ((one.target - wantedName.target || byCodePoint(one.name, wantedName.name)) > 0) return place;
    }
    return classCount;
  };
  return {
    has: (number) => of(number) === number,
    of,
    targetOf,
    nameOf,
    added: (isUsed) =>
      new Map(
        numberOf
          .filter((number) => number >= classCount && isUsed(number))
          .map((number) => [number, { name: nameOf(number), place: insertBefore(nameOf(number)) }]),
      ),
  };
}

/** Which sets hold a class: those of the input by offsets, and those that gained it later. */
function holdersOf(sets: NumberLists, numbers: number) {
  const starts = new Uint32Array(numbers + 1);
  for (const number of sets.values) starts[number + 1] = wordAt(starts, number + 1) + 1;
  for (let number = 0; number < numbers; number++) starts[number + 1] = wordAt(starts, number + 1) + wordAt(starts, number);
  const places = new Uint32Array(sets.values.length);
  const filled = starts.slice();
  for (let place = 0; place < sets.length; place++) {
    for (let from = wordAt(sets.starts, place); from < wordAt(sets.starts, place + 1); from++) {
      const number = wordAt(sets.values, from);
      const at = wordAt(filled, number);
      places[at] = place;
      filled[number] = at + 1;
    }
  }
  const later = new Map<number, number[]>();
  const ofInput = (number: number): Uint32Array => places.subarray(starts[number], starts[number + 1]);
  return {
    ofInput,
    of: (number: number): Iterable<number> => {
      const gained = later.get(number);
      return gained === undefined ? ofInput(number) : [...ofInput(number), ...gained];
    },
    add: (number: number, place: number): void => {
      const gained = later.get(number);
      if (gained === undefined) later.set(number, [place]);
      else gained.push(place);
    },
    hasAdded: (number: number): boolean => later.has(number),
  };
}
