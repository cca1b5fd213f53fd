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

export interface RunVisitor {
  /**
   * Inputs that occur once, one after the other: the records from `from` to `to`, `entries.stride` numbers each (rank high, rank
   * low, label set). Read, do not keep.
   */
  singles(records: Uint32Array, from: number, to: number): void;
  /** An input that occurs more than once. */
  multiple(unit: Unit): void;
}

/** Goes through the distinct inputs in order of their selection rank. Time O(examples) after the first walk. */
export function walkUnits(entries: Entries, visitor: UnitVisitor): void {
  const { stride } = entries;
  walkRuns(entries, {
    singles(records, from, to) {
      for (let at = from; at < to; at += stride) {
        const group = stride === 4 ? (records[at + 3] ?? 0) : 0;
        visitor.single(records[at] ?? 0, records[at + 1] ?? 0, records[at + 2] ?? 0, group);
      }
    },
    multiple: (unit) => visitor.multiple(unit),
  });
}

/** The same walk, with the inputs that occur once in runs: a loop over numbers takes a third of a call for each. */
export function walkRuns(entries: Entries, visitor: RunVisitor): void {
  for (const records of entries.partitions()) walkPartition(records, entries.stride, visitor);
}

function walkPartition(records: Uint32Array, stride: number, visitor: RunVisitor): void {
  let from = 0;
  let at = 0;
  for (let next = stride; next < records.length; next += stride) {
    if (records[at + 1] !== records[next + 1] || records[at] !== records[next]) {
      at = next;
      continue;
    }
    if (at > from) visitor.singles(records, from, at);
    let end = next;
    while (end < records.length && records[end + 1] === records[at + 1] && records[end] === records[at]) end += stride;
    visitor.multiple(collect(records, at, end, stride));
    from = at = next = end;
  }
  if (from < records.length) visitor.singles(records, from, records.length);
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
