import type { Row } from '../core/row.js';
import { createFieldProfiler, type FieldProfile, type FieldProfiler } from './field-profile.js';

export interface RowsProfiler {
  add(row: Row): void;
  /** Fields in the order they were first met. */
  fields(): readonly FieldProfile[];
}

/** Paths are followed this deep; what lies deeper counts as an object. */
const DEPTH = 3;
/** Fields profiled; a table with more is not one of labelled texts. */
const FIELD_LIMIT = 1000;

/** Profiles the fields of rows: by name, by path (`a.b`), by position, and `@key`. */
export function createRowsProfiler(): RowsProfiler {
  const profilers = new Map<string, FieldProfiler>();
  const add = (name: string, value: unknown): void => {
    let profiler = profilers.get(name);
    if (profiler === undefined) {
      if (profilers.size >= FIELD_LIMIT) return;
      profiler = createFieldProfiler(name);
      profilers.set(name, profiler);
    }
    profiler.add(value);
  };
  const addValue = (path: string, value: unknown, depth: number): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < DEPTH) {
      for (const [key, member] of Object.entries(value)) addValue(path === '' ? key : `${path}.${key}`, member, depth + 1);
    } else add(path, value);
  };
  return {
    add(row) {
      if (row.key !== undefined) add('@key', row.key);
      for (const [name, value] of row.partition ?? []) add(name, value);
      if (row.kind === 'cells') row.cells.forEach((cell, at) => add(row.header?.[at] ?? String(at), cell));
      else if (Array.isArray(row.value)) row.value.forEach((value, at) => add(String(at), value));
      else addValue('', row.value, 0);
    },
    fields: () => [...profilers.values()].map((profiler) => profiler.profile()),
  };
}
