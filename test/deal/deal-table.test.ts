import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDealTable, createInputStore } from '../../src/deal/deal.js';

describe('deal table', () => {
  it('deals a single input by the three cuts of its set: test, validation, train, none', () => {
    const builder = createDealTable({ setCount: 2, writtenAs: Int32Array.of(1, -1), fixedSplit: () => -1 });
    builder.setCut(1, 2, 10, 5);
    builder.setCut(1, 1, 20, 0);
    builder.setCut(1, 0, 30, 0);
    const table = builder.build();
    const splitOf = (high: number, low: number): number => table.decide(high, low, 0, 0).split;
    expect([
      splitOf(0, 0),
      splitOf(10, 5),
      splitOf(10, 6),
      splitOf(20, 0),
      splitOf(20, 1),
      splitOf(30, 0),
      splitOf(30, 1),
    ]).toEqual([2, 2, 1, 1, 0, 0, -1]);
    expect(table.decide(31, 0, 0, 0)).toEqual({ split: -1, code: 'class-above-maximum', set: 1, repeated: -1 });
    expect(table.decide(0, 0, 1, 0)).toEqual({ split: -1, code: 'class-below-minimum', set: -1, repeated: -1 });
  });

  it('asks only the cut of the split an example is given to', () => {
    const builder = createDealTable({ setCount: 1, writtenAs: Int32Array.of(0), fixedSplit: (_, group) => group });
    builder.setCut(0, 0, 5, 0);
    builder.setCut(0, 2, 50, 0);
    const table = builder.build();
    expect(table.decide(3, 0, 0, 0).split).toBe(0);
    expect(table.decide(3, 0, 0, 2).split).toBe(2);
    expect(table.decide(40, 0, 0, 0).code).toBe('class-above-maximum');
  });

  it('counts the copies of an input down: written, over the maximum, set aside', () => {
    const builder = createDealTable({ setCount: 1, writtenAs: Int32Array.of(0, 0), fixedSplit: () => -1 });
    const part = { labelSet: 1, kept: 1, settled: 2, code: 'duplicate', set: 0 } as const;
    builder.addRepeated({
      high: 7,
      low: 7,
      split: 1,
      isContradiction: true,
      parts: [{ ...part, labelSet: 0, kept: 0, settled: 0 }, part],
    });
    const table = builder.build();
    expect([0, 1, 2].map(() => table.decide(7, 7, 1, 0).code ?? 'written')).toEqual([
      'written',
      'class-above-maximum',
      'duplicate',
    ]);
    expect(table.decide(7, 7, 0, 0)).toEqual({ split: -1, code: 'duplicate', set: 0, repeated: 0 });
    expect(table.isContradiction(0)).toBe(true);
  });

  it('finds every input that occurs more than once, and no other', () => {
    const key = fc.tuple(fc.constantFrom(0, 1, 0x10000, 0x10001, 0xffffffff), fc.nat(6));
    fc.assert(
      fc.property(fc.uniqueArray(key, { selector: String, maxLength: 20 }), key, (keys, wanted) => {
        const sorted = [...keys].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const builder = createDealTable({ setCount: 1, writtenAs: Int32Array.of(0), fixedSplit: () => -1 });
        const parts = [{ labelSet: 0, kept: 1, settled: 1, code: 'duplicate', set: 0 }] as const;
        for (const [high, low] of sorted) builder.addRepeated({ high, low, split: 0, isContradiction: false, parts });
        const place = sorted.findIndex(([high, low]) => high === wanted[0] && low === wanted[1]);
        expect(builder.build().decide(wanted[0], wanted[1], 0, 0).repeated).toBe(place);
      }),
      { numRuns: 500 },
    );
  });
});

describe('input store', () => {
  it('tells equal inputs from different ones, whether it keeps them in memory or on disk', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'labelmill-'));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.string()), { maxLength: 60 }),
        fc.constantFrom(0, 8, 1e6),
        (calls, bufferBytes) => {
          const store = createInputStore(directory, 21, bufferBytes);
          const first = new Map<number, string>();
          for (const [repeated, text] of calls) {
            const expected = first.get(repeated) ?? text;
            first.set(repeated, expected);
            expect(store.confirm(repeated, Buffer.from(text))).toBe(Buffer.from(expected).equals(Buffer.from(text)));
          }
          store.close();
        },
      ),
    );
    expect(await readdir(directory)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});
