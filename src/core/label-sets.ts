import { byCodePoint } from './code-point-order.js';
import { LabelmillError } from './errors.js';
import { SPLITS, type SplitName } from './splits.js';

/** A class: one possible answer of one target. `target` is the target's place in mapping order. */
export interface ClassName {
  readonly target: number;
  readonly name: string;
}

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
  readonly classes: readonly ClassName[];
  /** Places in `classes` that each distinct set of labels holds, ascending; the sets in canonical order. */
  readonly sets: readonly (readonly number[])[];
  /** Number that `intern` gave → place in `sets`. */
  readonly setOf: Uint32Array;
  /** Number that `intern` gave → place of the given split in SPLITS, or -1. */
  readonly givenOf: Int8Array;
}

/**
 * An empty table for a number of targets. Interning costs 0.1 to 0.3 µs; a label set takes about 100 bytes.
 * @param classLimit classes of all targets together; `intern` throws LabelmillError LIMIT_EXCEEDED for one more
 */
export function createLabelSets(targetCount: number, classLimit = Infinity): LabelSets {
  const classNumbers = Array.from({ length: targetCount }, () => new Map<string, number>());
  const classes: ClassName[] = [];
  const numbers = new Map<string | number, number>();
  const members: (readonly number[])[] = [];
  const givens: number[] = [];
  const sawList = Array.from({ length: targetCount }, () => false);

  const classNumber = (target: number, name: string): number => {
    const known = classNumbers[target];
    if (known === undefined) throw new RangeError(`no target ${target}`);
    let number = known.get(name);
    if (number === undefined) {
      if (classes.length >= classLimit) throw tooManyClasses(classLimit);
      number = classes.length;
      classes.push({ target, name });
      known.set(name, number);
    }
    return number;
  };

  const setNumber = (held: readonly number[], splitPlace: number): number => {
    const unique = held.length > 1 ? [...new Set(held)].sort((a, b) => a - b) : held;
    const only = unique.length === 1 ? unique[0] : undefined;
    const key = only === undefined ? `${splitPlace}:${unique.join()}` : only * 4 + splitPlace + 1;
    let number = numbers.get(key);
    if (number === undefined) {
      number = members.length;
      members.push(unique);
      givens.push(splitPlace);
      numbers.set(key, number);
    }
    return number;
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
      return setNumber(held, given === undefined ? -1 : SPLITS.indexOf(given));
    },
    union(labelSets, takesList) {
      const held = labelSets.flatMap((labelSet) => members[labelSet] ?? []);
      const byTarget = new Map<number, Set<number>>();
      for (const number of held) {
        const target = classes[number]?.target ?? 0;
        byTarget.set(target, (byTarget.get(target) ?? new Set()).add(number));
      }
      for (const [target, names] of byTarget) if (names.size > 1 && takesList[target] !== true) return undefined;
      return setNumber(held, givens[labelSets[0] ?? 0] ?? -1);
    },
    freeze() {
      const order = classes.map((_, number) => number).sort((a, b) => compareClasses(classes[a], classes[b]));
      const placeOf = new Uint32Array(classes.length);
      order.forEach((number, place) => (placeOf[number] = place));
      const placed = members.map((held) => held.map((number) => placeOf[number] ?? 0).sort((a, b) => a - b));
      const byLabels = placed.map((_, number) => number).sort((a, b) => comparePlaces(placed[a], placed[b]));
      const sets: (readonly number[])[] = [];
      const setOf = new Uint32Array(members.length);
      for (const number of byLabels) {
        const held = placed[number] ?? [];
        if (sets.length === 0 || comparePlaces(sets.at(-1), held) !== 0) sets.push(held);
        setOf[number] = sets.length - 1;
      }
      return {
        classes: order.map((number) => classes[number]).filter((name) => name !== undefined),
        sets,
        setOf,
        givenOf: Int8Array.from(givens),
      };
    },
  };
}

function tooManyClasses(limit: number): LabelmillError {
  const message = `there are more than ${limit} classes, which is the limit (limits.classes); is a field of texts or ids mapped as a label?`;
  return new LabelmillError('LIMIT_EXCEEDED', message, { limit });
}

function compareClasses(a: ClassName | undefined, b: ClassName | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return a.target - b.target || byCodePoint(a.name, b.name);
}

function comparePlaces(a: readonly number[] = [], b: readonly number[] = []): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
