import { parquetSchema, type FileMetaData, type SchemaElement, type SchemaTree } from 'hyparquet';
import { SCHEMA_DEPTH_LIMIT } from './limits.js';

/**
 * What a column, or a part of one, is to the reader of rows. Levels are those of Dremel (Melnik et al. 2010), as Parquet
 * writes them: `definition` of a node is the level at which its parent is there and the node may not be.
 */
export type Node = LeafNode | ListNode | MapNode | StructNode;

interface NodeBase {
  readonly name: string;
  /** May be null: it is where a definition level is not above `definition`. */
  readonly isOptional: boolean;
  readonly definition: number;
}

export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  /** Place of the column chunk in each row group. */
  readonly column: number;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** Of a list: levels of the list itself. It has an element where the definition level is above `present`. */
interface RepeatedBase extends NodeBase {
  readonly present: number;
  readonly repetition: number;
}

export interface ListNode extends RepeatedBase {
  readonly kind: 'list';
  readonly element: Node;
}

export interface MapNode extends RepeatedBase {
  readonly kind: 'map';
  readonly key: Node;
  readonly value: Node;
}

export interface StructNode extends NodeBase {
  readonly kind: 'struct';
  readonly members: readonly Node[];
}

/** Columns of a file: one node per field of a row. */
export interface Schema {
  readonly fields: readonly Node[];
  /** Leaves of all fields, which is the number of column chunks of each row group. */
  readonly columnCount: number;
}

/**
 * The nodes of a schema. Lists are told by the rules of the format for standard and older writers (LogicalTypes.md, "Lists",
 * backward compatibility).
 * @throws Error where the schema is damaged
 */
export function readSchema(metadata: FileMetaData): Schema {
  const root = parquetSchema(metadata);
  if (root.count !== metadata.schema.length) throw new Error('the schema has more elements than its tree');
  const levels: Levels = { definition: 0, repetition: 0, depth: 0 };
  const counter = { columns: 0 };
  const fields = membersOf(root, levels, counter);
  return { fields, columnCount: counter.columns };
}

/** The leaves of a node, in the order of their column chunks. */
export function leavesOf(node: Node): readonly LeafNode[] {
  switch (node.kind) {
    case 'leaf':
      return [node];
    case 'list':
      return leavesOf(node.element);
    case 'map':
      return [...leavesOf(node.key), ...leavesOf(node.value)];
    case 'struct':
      return node.members.flatMap(leavesOf);
  }
}

interface Levels {
  readonly definition: number;
  readonly repetition: number;
  readonly depth: number;
}

/** Column chunks are numbered as the leaves come. */
interface Counter {
  columns: number;
}

function membersOf(tree: SchemaTree, levels: Levels, counter: Counter): readonly Node[] {
  const names = new Set<string>();
  return tree.children.map((child) => {
    const { name } = child.element;
    if (names.has(name)) throw new Error(`two columns are named ${JSON.stringify(name)}`);
    names.add(name);
    return nodeOf(child, { ...levels, depth: levels.depth + 1 }, counter);
  });
}

function nodeOf(tree: SchemaTree, levels: Levels, counter: Counter): Node {
  const { definition, repetition, depth } = levels;
  if (depth > SCHEMA_DEPTH_LIMIT) throw new Error(`the schema is nested deeper than ${SCHEMA_DEPTH_LIMIT} levels`);
  const { name, repetition_type: kind } = tree.element;
  if (kind === 'REQUIRED') return bodyOf(tree, { isOptional: false, definition, inner: levels }, counter);
  const inner = { ...levels, definition: definition + 1 };
  if (kind === 'OPTIONAL') return bodyOf(tree, { isOptional: true, definition, inner }, counter);
  if (kind !== 'REPEATED') throw new Error(`column ${JSON.stringify(name)} has no repetition type`);
  const element = elementOf(tree, levels, counter);
  return { kind: 'list', name, isOptional: false, definition, present: definition, repetition, element };
}

/** The element of a repeated field that is its own element. */
function elementOf(tree: SchemaTree, levels: Levels, counter: Counter): Node {
  const inner = { ...levels, definition: levels.definition + 1, repetition: levels.repetition + 1 };
  return bodyOf(tree, { isOptional: false, definition: inner.definition, inner }, counter);
}

interface Place {
  readonly isOptional: boolean;
  readonly definition: number;
  /** Levels of what is in the node. */
  readonly inner: Levels;
}

/** The node of a field once its own repetition is dealt with. */
function bodyOf(tree: SchemaTree, place: Place, counter: Counter): Node {
  const { element, children, path } = tree;
  const { name } = element;
  const { isOptional, definition, inner } = place;
  const base = { name, isOptional, definition };
  const [repeated, ...others] = children;
  if (repeated === undefined) {
    if (element.type === undefined) throw new Error(`column ${JSON.stringify(name)} has no type`);
    const { definition: maxDefinition, repetition: maxRepetition } = inner;
    return { kind: 'leaf', ...base, column: counter.columns++, path, element, maxDefinition, maxRepetition };
  }
  const lists = { present: inner.definition, repetition: inner.repetition };
  if (others.length === 0 && repeated.element.repetition_type === 'REPEATED') {
    const below = {
      definition: inner.definition + 1,
      repetition: inner.repetition + 1,
      depth: inner.depth + 2,
    };
    if (isAnnotated(element, 'LIST')) {
      const [only] = repeated.children;
      const isElement = only === undefined || repeated.children.length > 1 || isOldElement(repeated, only, name);
      const member = isElement
        ? elementOf(repeated, { ...inner, depth: inner.depth + 1 }, counter)
        : nodeOf(only, below, counter);
      return { kind: 'list', ...base, ...lists, element: member };
    }
    const [key, value] = repeated.children;
    const isMap = isAnnotated(element, 'MAP') || element.converted_type === 'MAP_KEY_VALUE';
    if (isMap && key !== undefined && value !== undefined && repeated.children.length === 2) {
      return { kind: 'map', ...base, ...lists, key: nodeOf(key, below, counter), value: nodeOf(value, below, counter) };
    }
  }
  return { kind: 'struct', ...base, members: membersOf(tree, inner, counter) };
}

function isAnnotated({ converted_type: converted, logical_type: logical }: SchemaElement, kind: 'LIST' | 'MAP'): boolean {
  return converted === kind || logical?.type === kind;
}

/** Whether the repeated group with one member is the element itself, as writers before the standard meant it. */
function isOldElement(repeated: SchemaTree, only: SchemaTree, listName: string): boolean {
  const { name } = repeated.element;
  return only.element.repetition_type === 'REPEATED' || name === 'array' || name === `${listName}_tuple`;
}
