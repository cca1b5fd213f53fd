import { createClassNumbers, type ClassTable } from './class-table.js';
import { LabelmillError } from './errors.js';
import { createUint32List } from './growable.js';
import { compareLists, createNumberLists, listAt, type NumberLists } from './number-lists.js';
import { createSlots, finish, mix } from './slots.js';
import { SPLITS, type SplitName } from './splits.js';

/**
 * The label sets met so far, each with a number. What crosses from a lane to the plan is this table once, and one number
 * per example. An example whose source gives its split has a label set of its own per given split.
 */
export interface LabelSets {
  /** Number of the label set; the same for equal labels, in whatever order a list has them. */
  intern(labels: readonly (string | readonly string[] | undefined)[], given?: SplitName): number;
  /**
   * Number of the label set that holds the classes of all of these, where they differ in targets with lists only.
   * @param takesList whether a target takes a list, by target
   * @returns undefined where they disagree in a target that takes a single class
   */
  union(labelSets: readonly number[], takesList: readonly boolean[]): number | undefined;
  /** Label sets so far. */
  readonly size: number;
  /** Targets that were given a list at least once, by target. */
  readonly sawList: readonly boolean[];
  /** The label sets in an order that does not depend on the order of rows, with the classes they are made of. */
  freeze(): FrozenLabelSets;
}

export interface FrozenLabelSets {
  /** All classes, by target and then by code point. */
  readonly classes: ClassTable;
  /** Places in `classes` that each distinct set of labels holds, ascending; the sets in canonical order. */
  readonly sets: NumberLists;
  /** Number that `intern` gave → place in `sets`. */
  readonly setOf: Uint32Array;
  /** Number that `intern` gave → place of the given split in SPLITS, or -1. */
  readonly givenOf: Int8Array;
}

/**
 * An empty table for a number of targets. Interning costs 0.1 to 0.3 µs; a label set takes some 20 bytes and 4 for each of its
 * classes, a class 24 and its name. All of it lies outside the heap of JavaScript.
 * @param classLimit classes of all targets together; `intern` throws LabelmillError LIMIT_EXCEEDED for one more
 */
export function createLabelSets(targetCount: number, classLimit = Infinity): LabelSets {
  const classes = createClassNumbers();
  const members = createNumberLists();
  /** Place of the given split in SPLITS plus one, by label set. */
  const givens = createUint32List();
  const slots = createSlots((labelSet) => hashOf(members.at(labelSet), givens.at(labelSet)));
  const sawList = Array.from({ length: targetCount }, () => false);

  const classNumber = (target: number, name: string): number => {
    if (target >= targetCount) throw new RangeError(`no target ${target}`);
    const known = classes.find(target, name);
    if (known >= 0) return known;
    if (classes.length >= classLimit) throw tooManyClasses(classLimit);
    return classes.add(target, name);
  };

  let sought: readonly number[] = [];
  let soughtGiven = 0;
  const isSought = (labelSet: number): boolean => givens.at(labelSet) === soughtGiven && members.equals(labelSet, sought);
  const setNumber = (held: readonly number[], given: number): number => {
    sought = held.length > 1 ? [...new Set(held)].sort((a, b) => a - b) : held;
    soughtGiven = given;
    const hash = hashOf(sought, given);
    const known = slots.find(hash, isSought);
    if (known >= 0) return known;
    members.push(sought);
    givens.push(given);
    slots.add(hash);
    return members.length - 1;
  };

  return {
    sawList,
    get size() {
      return members.length;
    },
    intern(labels, given) {
      const held: number[] = [];
      for (let target = 0; target < labels.length; target++) {
        const label = labels[target];
        if (typeof label === 'string') held.push(classNumber(target, label));
        else if (label !== undefined) {
          sawList[target] = true;
          for (const name of label) held.push(classNumber(target, name));
        }
      }
      return setNumber(held, given === undefined ? 0 : SPLITS.indexOf(given) + 1);
    },
    union(labelSets, takesList) {
      const held = labelSets.flatMap((labelSet) => [...members.at(labelSet)]);
      const byTarget = new Map<number, Set<number>>();
      for (const number of held) {
        const target = classes.targetOf(number);
        byTarget.set(target, (byTarget.get(target) ?? new Set()).add(number));
      }
      for (const [target, names] of byTarget) if (names.size > 1 && takesList[target] !== true) return undefined;
      return setNumber(held, givens.at(labelSets[0] ?? 0));
    },
    freeze() {
      const sorted = classes.sorted();
      return {
        classes: sorted.classes,
        ...inOrder(withPlaces(members.view(), sorted.placeOf)),
        givenOf: Int8Array.from(givens.view(), (given) => given - 1),
      };
    },
  };
}

function hashOf(held: ArrayLike<number>, given: number): number {
  let hash = given;
  for (let at = 0; at < held.length; at++) hash = mix(hash, held[at] ?? 0);
  return finish(hash);
}

/** The lists with places for numbers, ascending. */
function withPlaces({ length, starts, values }: NumberLists, placeOf: Uint32Array): NumberLists {
  const placed = { length, starts, values: values.map((number) => placeOf[number] ?? 0) };
  for (let list = 0; list < length; list++) {
    if ((starts[list + 1] ?? 0) - (starts[list] ?? 0) > 1) listAt(placed, list).sort();
  }
  return placed;
}

/** The distinct ones of many lists in canonical order, and where each of the lists is among them. */
function inOrder(lists: NumberLists): Pick<FrozenLabelSets, 'sets' | 'setOf'> {
  const order = Uint32Array.from({ length: lists.length }, (_, list) => list).sort((a, b) => compareLists(lists, a, b));
  const sets = createNumberLists();
  const setOf = new Uint32Array(lists.length);
  order.forEach((list, at) => {
    if (at === 0 || compareLists(lists, order[at - 1] ?? 0, list) !== 0) sets.push(listAt(lists, list));
    setOf[list] = sets.length - 1;
  });
  return { sets: sets.view(), setOf };
}

function tooManyClasses(limit: number): LabelmillError {
  const message = `there are more than ${limit} classes, which is the limit (limits.classes); is a field of texts or ids mapped as a label?`;
  return new LabelmillError('LIMIT_EXCEEDED', message, { limit });
}
