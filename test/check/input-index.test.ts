import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EqualKind } from '../../src/check/facts.js';
import { createInputIndex } from '../../src/check/input-index.js';

interface Given {
  /** Folded input, and which of its spellings it is. */
  readonly folded: number;
  readonly spelling: number;
  readonly set: number;
  readonly split: number;
}

const given = fc.record({ folded: fc.nat(5), spelling: fc.nat(2), set: fc.nat(2), split: fc.nat(2) });

/** The same by comparing each with each. */
function naive(rows: readonly Given[]): Record<'exact' | 'folded', Record<EqualKind, number>> {
  const counts = {
    exact: { duplicates: 0, contradictions: 0, leaks: 0 },
    folded: { duplicates: 0, contradictions: 0, leaks: 0 },
  };
  const pairs = (members: readonly Given[], test: (one: Given, other: Given) => boolean): number =>
    members.some((one, at) => members.slice(at + 1).some((other) => test(one, other))) ? 1 : 0;
  for (const folded of new Set(rows.map((row) => row.folded))) {
    const group = rows.filter((row) => row.folded === folded);
    const differ = (one: Given, other: Given): boolean => one.spelling !== other.spelling;
    counts.folded.duplicates += pairs(group, (one, other) => differ(one, other) && one.set === other.set);
    counts.folded.contradictions += pairs(group, (one, other) => differ(one, other) && one.set !== other.set);
    counts.folded.leaks += pairs(group, (one, other) => differ(one, other) && one.split !== other.split);
    for (const spelling of new Set(group.map((row) => row.spelling))) {
      const copies = group.filter((row) => row.spelling === spelling);
      counts.exact.duplicates += pairs(copies, (one, other) => one.set === other.set);
      counts.exact.contradictions += pairs(copies, (one, other) => one.set !== other.set);
      counts.exact.leaks += pairs(copies, (one, other) => one.split !== other.split);
    }
  }
  return counts;
}

it('finds the equal inputs that comparing each with each finds', () => {
  fc.assert(
    fc.property(fc.array(given, { maxLength: 30 }), (rows) => {
      const index = createInputIndex();
      rows.forEach(({ folded, spelling, set, split }, at) => {
        const high = Math.imul(folded + 1, 0x9e3779b1) >>> 0;
        index.add(high, folded * 7, spelling, set * 3 + split, { source: 's', row: at + 1, line: at + 1, byte: 0 });
      });
      const found = index.find({ setOf: (labelSet) => Math.floor(labelSet / 3), givenOf: (labelSet) => labelSet % 3 });
      const inputs = (kinds: (typeof found)['exact']) => ({
        duplicates: kinds.duplicates.inputs,
        contradictions: kinds.contradictions.inputs,
        leaks: kinds.leaks.inputs,
      });
      expect({ exact: inputs(found.exact), folded: inputs(found.folded) }).toEqual(naive(rows));
    }),
    { numRuns: 500 },
  );
});

it('tells sources and rows of more examples than a piece holds', () => {
  const index = createInputIndex();
  const add = (at: number, key: number): void =>
    index.add(key, key, key, 0, { source: at < 100_000 ? 'a' : 'b', row: at + 1, line: 0, byte: -1 });
  for (let at = 0; at < 140_000; at++) add(at, at === 139_999 ? 70_000 : at);
  expect(index.find({ setOf: () => 0, givenOf: () => -1 }).exact.duplicates).toEqual({
    inputs: 1,
    examples: 1,
    places: [
      { source: 'a', row: 70_001, line: 0, byte: -1 },
      { source: 'b', row: 140_000, line: 0, byte: -1 },
    ],
  });
});
