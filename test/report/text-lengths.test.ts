import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLengthGatherer } from '../../src/report/report.js';

describe('lengths of texts', () => {
  it('are counted once each, in a bin that holds them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2), fc.oneof(fc.nat(50), fc.nat(100_000))), { minLength: 1 }),
        async (lengths) => {
          const gatherer = await createLengthGatherer();
          for (const [split, length] of lengths) gatherer.add(split, length);
          const sizes = [0, 1, 2].map((split) => lengths.filter(([place]) => place === split).length);
          const result = gatherer.finish([sizes[0]!, sizes[1]!, sizes[2]!])!;
          expect(result.isComplete).toBe(true);
          result.bins.forEach((bin, at) => {
            expect(bin.to).toBeGreaterThan(bin.from);
            if (at > 0) expect(bin.from).toBe(result.bins[at - 1]!.to);
            (['train', 'validation', 'test'] as const).forEach((name, split) => {
              const within = lengths.filter(([place, length]) => place === split && length >= bin.from && length < bin.to);
              expect(bin[name]).toBe(within.length);
            });
          });
          expect(result.bins.length).toBeLessThan(60);
        },
      ),
    );
  });

  it('are told by split: shortest, median, 95 of 100, longest', async () => {
    const gatherer = await createLengthGatherer();
    for (let length = 100; length >= 1; length--) gatherer.add(0, length);
    gatherer.add(2, 7);
    const result = gatherer.finish([200, 0, 1]);
    expect(result?.isComplete).toBe(false);
    expect(result?.splits).toEqual([
      { split: 'train', measured: 100, examples: 200, min: 1, median: 50, p95: 95, max: 100 },
      { split: 'test', measured: 1, examples: 1, min: 7, median: 7, p95: 7, max: 7 },
    ]);
  });

  it('are absent where nothing was measured', async () => {
    expect((await createLengthGatherer()).finish([0, 0, 0])).toBeUndefined();
  });
});
