import { unitOrder } from './code-point-order.js';
import { createUint32List } from './growable.js';
import { createSlots, finish, mix } from './slots.js';

/** A class: one possible answer of one target. `target` is the target's place in mapping order. */
export interface ClassName {
  readonly target: number;
  readonly name: string;
}

/** Classes in an order, each at its place. */
export interface ClassTable {
  readonly length: number;
  targetOf(place: number): number;
  /** Makes the string anew: about 0.1 µs. */
  nameOf(place: number): string;
}

/** Classes by the number they were met with. */
export interface ClassNumbers extends ClassTable {
  /** Number of a class that is known, or -1. */
  find(target: number, name: string): number;
  /** Gives a class that is not known the next number. */
  add(target: number, name: string): number;
  /** The classes by target and then by code point; and the place of each number. Numbers that come later have none. */
  sorted(): { readonly classes: ClassTable; readonly placeOf: Uint32Array };
}

/** A table of classes that are named one by one. */
export function classTable(classes: readonly ClassName[]): ClassTable {
  return {
    length: classes.length,
    targetOf: (place) => classes[place]?.target ?? -1,
    nameOf: (place) => classes[place]?.name ?? '',
  };
}

/**
 * An empty table. The names lie in one buffer, two bytes a UTF-16 unit: a class takes these and 24 bytes at most, where strings
 * in a map take a hundred. Finding one takes as long as a look at its name.
 */
export function createClassNumbers(): ClassNumbers {
  let units = new Uint16Array(1024);
  const ends = createUint32List();
  const targets = createUint32List();
  const slots = createSlots((number) => hashOf(number));

  const startOf = (number: number): number => (number === 0 ? 0 : ends.at(number - 1));
  const hashOf = (number: number): number => {
    let hash = targets.at(number);
    for (let at = startOf(number); at < ends.at(number); at++) hash = mix(hash, units[at] ?? 0);
    return finish(hash);
  };
  const hashName = (target: number, name: string): number => {
    let hash = target;
    for (let at = 0; at < name.length; at++) hash = mix(hash, name.charCodeAt(at));
    return finish(hash);
  };
  // what is sought; kept here so that a look-up makes no closure
  let soughtTarget = 0;
  let soughtName = '';
  const isSought = (number: number): boolean => {
    const start = startOf(number);
    if (ends.at(number) - start !== soughtName.length || targets.at(number) !== soughtTarget) return false;
    for (let at = 0; at < soughtName.length; at++) if (units[start + at] !== soughtName.charCodeAt(at)) return false;
    return true;
  };
  return {
    get length() {
      return ends.length;
    },
    targetOf: targets.at,
    nameOf: (number) => textAt(units, startOf(number), ends.at(number)),
    find(target, name) {
      soughtTarget = target;
      soughtName = name;
      return slots.find(hashName(target, name), isSought);
    },
    add(target, name) {
      const number = ends.length;
      const start = startOf(number);
      const end = start + name.length;
      if (end > units.length) {
        const larger = new Uint16Array(Math.ceil(end * 1.5));
        larger.set(units);
        units = larger;
      }
      for (let at = 0; at < name.length; at++) units[start + at] = name.charCodeAt(at);
      ends.push(end);
      targets.push(target);
      slots.add(hashName(target, name));
      return number;
    },
    sorted: () => sortClasses({ units, ends: ends.view(), targets: targets.view() }),
  };
}

interface ClassColumns {
  readonly units: Uint16Array;
  /** Where each name ends. */
  readonly ends: Uint32Array;
  readonly targets: Uint32Array;
}

/** Holds on to the columns and to nothing else of the table they are from. */
function sortClasses({ units, ends, targets }: ClassColumns): ReturnType<ClassNumbers['sorted']> {
  const startOf = (number: number): number => (number === 0 ? 0 : (ends[number - 1] ?? 0));
  const endOf = (number: number): number => ends[number] ?? 0;
  const compare = (a: number, b: number): number => {
    const target = (targets[a] ?? 0) - (targets[b] ?? 0);
    if (target !== 0) return target;
    let atA = startOf(a);
    let atB = startOf(b);
    const [endA, endB] = [endOf(a), endOf(b)];
    for (; atA < endA && atB < endB; atA++, atB++) {
      if (units[atA] !== units[atB]) return unitOrder(units[atA] ?? 0) - unitOrder(units[atB] ?? 0);
    }
    return endA - atA - (endB - atB);
  };
  const order = Uint32Array.from({ length: ends.length }, (_, number) => number).sort(compare);
  const placeOf = new Uint32Array(order.length);
  order.forEach((number, place) => (placeOf[number] = place));
  const numberOf = (place: number): number => order[place] ?? 0;
  const classes: ClassTable = {
    length: order.length,
    targetOf: (place) => targets[numberOf(place)] ?? 0,
    nameOf: (place) => textAt(units, startOf(numberOf(place)), endOf(numberOf(place))),
  };
  return { classes, placeOf };
}

function textAt(units: Uint16Array, start: number, end: number): string {
  return Buffer.from(units.buffer, 2 * start, 2 * (end - start)).toString('utf16le');
}
