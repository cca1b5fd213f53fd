import { SPLIT_MEMBERS } from './json-orient.js';

/** How a member of a document is read: an array of elements, an object of them, or a value that is one. */
export interface MemberPlan {
  readonly kind: 'rows' | 'cells' | 'whole';
  /** What its elements are. */
  readonly role: 'row' | 'name' | 'nothing';
}

/** Where a member's value begins. */
export interface MemberPlace {
  readonly byte: number;
  readonly line: number;
}

/** What a document has to be. Made anew for each document, as it may remember the members met so far. */
export interface DocumentShape {
  /** First byte of the document; undefined where an array and an object will do. */
  readonly begins: '[' | '{' | undefined;
  /** Rows carry the name of their member. */
  readonly hasKeys: boolean;
  /** Rows are arrays whose names the document gives. */
  readonly isNamed?: boolean;
  /** How a member is read, by the first byte of its value; a string says why it can't be. */
  member(name: string, byte: number, place: MemberPlace): MemberPlan | string;
}

/** What a JSON file may be. */
export const SHAPES =
  'a JSON file is read as an array of rows, as an object whose members are arrays of rows, or as pandas writes it (orient columns, index, split or table)';

export const ROWS: MemberPlan = { kind: 'rows', role: 'row' };
const CELLS: MemberPlan = { kind: 'cells', role: 'row' };
const ROW: MemberPlan = { kind: 'whole', role: 'row' };
const NAMES: MemberPlan = { kind: 'rows', role: 'name' };
const PASSED_LIST: MemberPlan = { kind: 'rows', role: 'nothing' };
const PASSED_VALUE: MemberPlan = { kind: 'whole', role: 'nothing' };

const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

const TWICE = 'is given twice: join the two, or rename one';

/** An array of rows. */
export function rowsShape(): DocumentShape {
  return { begins: '[', hasKeys: false, member: () => SHAPES };
}

/** An object of arrays, or an array. An object whose only array is `data` may also turn out to be a table. */
export function arraysShape(begins: '{' | undefined): DocumentShape {
  const names = new Set<string>();
  return {
    begins,
    hasKeys: true,
    member(name, byte) {
      const isAfterData = names.size === 1 && names.has('data');
      if (names.has(name)) return TWICE;
      names.add(name);
      if (byte === OPEN_BRACKET) return ROWS;
      if (name === 'schema' && isAfterData && byte === OPEN_BRACE) return PASSED_VALUE;
      return `is not an array: ${SHAPES}`;
    },
  };
}

/** An object of rows, each under the name that pandas' index gives it. */
export function indexShape(): DocumentShape {
  return { begins: '{', hasKeys: true, member: () => ROW };
}

/** `{"schema": {…}, "data": [rows]}`, in either order. */
export function tableShape(): DocumentShape {
  const names = new Set<string>();
  return {
    begins: '{',
    hasKeys: true,
    member(name, byte) {
      if (names.has(name)) return TWICE;
      names.add(name);
      if (name === 'schema') return PASSED_VALUE;
      if (name !== 'data') return 'does not belong to a document of orient table, which has schema and data';
      return byte === OPEN_BRACKET ? ROWS : 'is not an array of rows';
    },
  };
}

/** `{"columns": [names], "index": […], "data": [[…]]}`. */
export function splitShape(): DocumentShape {
  const names = new Set<string>();
  return {
    begins: '{',
    hasKeys: false,
    isNamed: true,
    member(name, byte) {
      if (!SPLIT_MEMBERS.has(name)) return 'does not belong to a document of orient split, which has columns, index and data';
      if (byte !== OPEN_BRACKET) return 'is not an array';
      if (names.has(name)) return TWICE;
      names.add(name);
      if (name === 'columns') return NAMES;
      return name === 'data' ? ROWS : PASSED_LIST;
    },
  };
}

/**
 * An object of objects, or of arrays, one per field.
 * @param onColumn called with each, and told whether its cells have names
 */
export function columnsShape(
  onColumn: (name: string, hasLabels: boolean, place: MemberPlace) => string | undefined,
): DocumentShape {
  return {
    begins: '{',
    hasKeys: false,
    member(name, byte, place) {
      if (byte !== OPEN_BRACKET && byte !== OPEN_BRACE) return 'is neither an object nor an array of the values of one field';
      return onColumn(name, byte === OPEN_BRACE, place) ?? (byte === OPEN_BRACE ? CELLS : ROWS);
    },
  };
}
