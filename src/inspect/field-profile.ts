import { printable } from '../core/printable.js';

export type ValueType = 'string' | 'number' | 'boolean' | 'null' | 'list' | 'object';

/** What a field of a source holds. */
export interface FieldProfile {
  readonly name: string;
  /** Rows that have the field, with whatever value. */
  readonly rows: number;
  /** Rows in which it is null or an empty string. */
  readonly empty: number;
  /** Values of each type, the most frequent type first. */
  readonly types: readonly { readonly type: ValueType; readonly count: number }[];
  /** Distinct values (of lists: distinct elements); undefined where there are more than the limit. */
  readonly distinct: number | undefined;
  /** The most frequent values, where the distinct ones could be counted. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** The first few values, cut for display. */
  readonly examples: readonly string[];
  /** Mean length of the strings, in UTF-16 units. */
  readonly meanLength: number;
  /** Lists whose elements look like messages: pairs, or objects with a role or content. */
  readonly chats: number;
}

/** Distinct values counted per field before it counts as "many": enough for 1,000 classes, small enough for 20,000 columns. */
export const DISTINCT_LIMIT = 1000;
const EXAMPLES = 3;
const TOP = 10;

export interface FieldProfiler {
  add(value: unknown): void;
  profile(): FieldProfile;
}

/** Profiles one field. Memory: at most 1,000 values, and none once there are more. */
export function createFieldProfiler(name: string): FieldProfiler {
  const types = new Map<ValueType, number>();
  const examples: string[] = [];
  let values: Map<string, number> | undefined = new Map();
  let rows = 0;
  let empty = 0;
  let strings = 0;
  let characters = 0;
  let chats = 0;

  const countValue = (value: string): void => {
    if (values === undefined) return;
    values.set(value, (values.get(value) ?? 0) + 1);
    if (values.size > DISTINCT_LIMIT) values = undefined;
  };
  return {
    add(value) {
      rows++;
      const type = typeOf(value);
      types.set(type, (types.get(type) ?? 0) + 1);
      if (value === null || value === undefined || value === '') {
        empty++;
        return;
      }
      if (examples.length < EXAMPLES) examples.push(printable(typeof value === 'string' ? value : asText(value), 60));
      if (typeof value === 'string') {
        strings++;
        characters += value.length;
      }
      if (Array.isArray(value)) {
        if (value.length > 0 && value.every(looksLikeMessage)) chats++;
        else for (const element of value) countValue(asText(element));
      } else countValue(asText(value));
    },
    profile: () => ({
      name,
      rows,
      empty,
      types: [...types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count),
      distinct: values?.size,
      top: [...(values ?? [])]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count)
        .slice(0, TOP),
      examples,
      meanLength: strings === 0 ? 0 : characters / strings,
      chats,
    }),
  };
}

function typeOf(value: unknown): ValueType {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value === 'string' ? 'string' : 'boolean';
  return typeof value === 'object' ? 'object' : 'number';
}

function asText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
}

function looksLikeMessage(element: unknown): boolean {
  if (Array.isArray(element)) return element.length === 2 && typeof element[0] === 'string' && typeof element[1] === 'string';
  return typeof element === 'object' && element !== null && ('role' in element || 'content' in element);
}
