import type { Entries } from './entries.js';

/**
 * One input with all its examples: how many carry each label set. The arrays are used again for the next unit: read, do not
 * keep.
 */
export interface Unit {
  readonly high: number;
  readonly low: number;
  /** Distinct label set numbers, ascending. */
  readonly labelSets: readonly number[];
  /** Examples that carry each of them. */
  readonly counts: readonly number[];
  /** Distinct groups its examples belong to; empty without groups. */
  readonly groups: readonly number[];
}

export interface UnitVisitor {
  /** An input that occurs once: nearly all. */
  single(high: number, low: number, labelSet: number, group: number): void;
  /** An input that occurs more than once. */
  multiple(unit: Unit): void;
}

/** Goes through the distinct inputs in order of their selection rank. Time O(examples) after the first walk. */
export function walkUnits(entries: Entries, visitor: UnitVisitor): void {
  const { stride } = entries;
  for (const records of entries.partitions()) {
    for (let at = 0; at < records.length;) {
      const high = records[at] ?? 0;
      const low = records[at + 1] ?? 0;
      let end = at + stride;
      while (end < records.length && records[end + 1] === low && records[end] === high) end += stride;
      if (end === at + stride) visitor.single(high, low, records[at + 2] ?? 0, stride === 4 ? (records[at + 3] ?? 0) : 0);
      else visitor.multiple(collect(records, at, end, stride));
      at = end;
    }
  }
}

function collect(records: Uint32Array, from: number, to: number, stride: number): Unit {
  const counts = new Map<number, number>();
  const groups = new Set<number>();
  for (let at = from; at < to; at += stride) {
    const labelSet = records[at + 2] ?? 0;
    counts.set(labelSet, (counts.get(labelSet) ?? 0) + 1);
    if (stride === 4) groups.add(records[at + 3] ?? 0);
  }
  const labelSets = [...counts.keys()].sort((a, b) => a - b);
  return {
    high: records[from] ?? 0,
    low: records[from + 1] ?? 0,
    labelSets,
    counts: labelSets.map((labelSet) => counts.get(labelSet) ?? 0),
    groups: [...groups],
  };
}
