import type { ColumnCursor } from './column-cursor.js';
import type { RowTally } from './row-tally.js';
import { leavesOf, type ListNode, type MapNode, type Node, type StructNode } from './schema-nodes.js';

/** Takes the next value of a field from its columns. */
export type FieldTaker = () => unknown;

/** What an element of a list counts for, beside what it holds. */
const ELEMENT_SIZE = 8;

export interface TakerSetup {
  /** Cursor of a column, by its place. */
  readonly cursorOf: (column: number) => ColumnCursor;
  readonly tally: RowTally;
  /** Above this a row is set aside, and its lists need not be kept. */
  readonly rowLimitBytes: number;
}

/**
 * Puts the values of a field together from the levels of its columns (record assembly, Melnik et al. 2010): null lists are null,
 * empty ones are empty, and a map becomes an object.
 */
export function createTaker(node: Node, setup: TakerSetup): FieldTaker {
  const take = bodyTaker(node, setup);
  if (!node.isOptional || node.kind === 'leaf') return take;
  const cursors = leavesOf(node).map((leaf) => setup.cursorOf(leaf.column));
  const first = firstOf(cursors);
  return () => {
    if (first.definition > node.definition) return take();
    for (const cursor of cursors) cursor.take();
    return null;
  };
}

function bodyTaker(node: Node, setup: TakerSetup): FieldTaker {
  switch (node.kind) {
    case 'leaf':
      return setup.cursorOf(node.column).take;
    case 'list':
      return listTaker(node, setup);
    case 'map':
      return mapTaker(node, setup);
    case 'struct':
      return structTaker(node, setup);
  }
}

function structTaker({ members }: StructNode, setup: TakerSetup): FieldTaker {
  const takers = members.map((member) => ({ name: member.name, take: createTaker(member, setup) }));
  return () => {
    const value: Record<string, unknown> = {};
    for (const { name, take } of takers) setMember(value, name, take());
    return value;
  };
}

function listTaker(node: ListNode, setup: TakerSetup): FieldTaker {
  const takeElement = createTaker(node.element, setup);
  const eachElement = repeated(node, setup);
  return () => {
    const elements: unknown[] = [];
    eachElement((isKept) => {
      const element = takeElement();
      if (isKept) elements.push(element);
    });
    return elements;
  };
}

function mapTaker(node: MapNode, setup: TakerSetup): FieldTaker {
  const takeKey = createTaker(node.key, setup);
  const takeValue = createTaker(node.value, setup);
  const eachEntry = repeated(node, setup);
  return () => {
    const entries: Record<string, unknown> = {};
    eachEntry((isKept) => {
      const key = takeKey();
      const value = takeValue();
      if (isKept) setMember(entries, keyText(key), value);
    });
    return entries;
  };
}

/** Calls back for each element of a list that is there. */
function repeated(node: ListNode | MapNode, setup: TakerSetup): (take: (isKept: boolean) => void) => void {
  const { tally, rowLimitBytes } = setup;
  const cursors = leavesOf(node).map((leaf) => setup.cursorOf(leaf.column));
  const first = firstOf(cursors);
  return (take) => {
    if (first.definition <= node.present) {
      for (const cursor of cursors) cursor.take();
      return;
    }
    do {
      tally.bytes += ELEMENT_SIZE;
      take(tally.bytes <= rowLimitBytes);
    } while (first.repetition > node.repetition);
  };
}

function firstOf(cursors: readonly ColumnCursor[]): ColumnCursor {
  const [first] = cursors;
  if (first === undefined) throw new Error('a group without columns');
  return first;
}

/** A key of a map as the name of a member. */
function keyText(key: unknown): string {
  if (typeof key === 'string') return key;
  const isPlain = typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean';
  return isPlain ? String(key) : JSON.stringify(key);
}

/** Sets a member of its own, whatever its name. */
export function setMember(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
