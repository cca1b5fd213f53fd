import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEntries, walkUnits, type Entries } from '../../src/measure/measure.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'labelmill-'));
});
afterEach(() => rm(directory, { recursive: true }));

type Record3 = readonly [high: number, low: number, labelSet: number];

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
/** Few different keys, so that equal ones meet, and some that differ in the low half only. */
const record = fc.tuple(fc.oneof(uint32, fc.constantFrom(0, 5, 0xffffffff)), fc.oneof(uint32, fc.constantFrom(0, 1)), fc.nat(5));

function fill(entries: Entries, records: readonly Record3[]): void {
  for (const [high, low, labelSet] of records) entries.add(high, low, labelSet);
}

function walked(entries: Entries): Record3[] {
  const found: Record3[] = [];
  for (const records of entries.partitions()) {
    for (let at = 0; at < records.length; at += entries.stride) {
      found.push([records[at] ?? 0, records[at + 1] ?? 0, records[at + 2] ?? 0]);
    }
  }
  return found;
}

const byKey = (a: Record3, b: Record3): number => a[0] - b[0] || a[1] - b[1];
const byAll = (a: Record3, b: Record3): number => byKey(a, b) || a[2] - b[2];

describe('entries', () => {
  it('come back in rank order, all of them, from memory and from disk, walk after walk', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 3000 }), fc.boolean(), (records, onDisk) => {
        const entries = createEntries({ hasGroups: false, memoryBudget: onDisk ? 20_000 : 1e9, directory });
        fill(entries, records);
        for (let walk = 0; walk < 2; walk++) {
          const found = walked(entries);
          for (let at = 1; at < found.length; at++)
            expect(byKey(found[at - 1] ?? [0, 0, 0], found[at] ?? [0, 0, 0])).toBeLessThanOrEqual(0);
          expect(found.sort(byAll)).toEqual([...records].sort(byAll));
        }
        entries.free();
      }),
      { numRuns: 60 },
    );
  });

  it('are the same, added one by one or many at once', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 3000 }), fc.boolean(), (records, onDisk) => {
        const entries = createEntries({ hasGroups: false, memoryBudget: onDisk ? 20_000 : 1e9, directory });
        const half = Math.floor(records.length / 2);
        entries.addMany(Uint32Array.from(records.slice(0, half).flat()));
        fill(entries, records.slice(half, half + 5));
        entries.addMany(Uint32Array.from(records.slice(half + 5).flat()));
        expect(entries.size).toBe(records.length);
        expect(walked(entries).sort(byAll)).toEqual([...records].sort(byAll));
        entries.free();
      }),
      { numRuns: 40 },
    );
  });

  it('leave nothing on disk once they are freed', async () => {
    const entries = createEntries({ hasGroups: true, memoryBudget: 0, directory });
    for (let at = 0; at < 5000; at++) entries.add(Math.imul(at, 0x9e3779b1) >>> 0, at, 1, at % 7);
    expect(await readdir(directory)).toEqual(['.entries']);
    expect(entries.size).toBe(5000);
    entries.free();
    expect(await readdir(directory)).toEqual([]);
  });

  it('are walked as inputs: once each, with the examples of every label set and the groups', () => {
    const entries = createEntries({ hasGroups: true, memoryBudget: 1e9, directory });
    entries.add(9, 1, 4, 0);
    entries.add(3, 3, 2, 7);
    entries.add(9, 1, 2, 5);
    entries.add(9, 1, 4, 5);
    const seen: unknown[] = [];
    walkUnits(entries, {
      single: (...found) => seen.push(found),
      multiple: (unit) => seen.push(unit),
    });
    expect(seen).toEqual([[3, 3, 2, 7], { high: 9, low: 1, labelSets: [2, 4], counts: [1, 2], groups: [0, 5] }]);
  });
});
