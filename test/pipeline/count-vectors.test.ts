import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capSets, dropRare } from '../../src/balance/balance.js';
import { classTable } from '../../src/core/class-table.js';
import { numberLists } from '../../src/core/number-lists.js';
import { splitSizes } from '../../src/split/split.js';
import { arraysOf } from '../core/plain.js';
import { planSplit } from '../split/plans.js';

const vector = fc.record({
  counts: fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 40 }),
  min: fc.nat(30),
  room: fc.nat(300),
  ratios: fc.constantFrom([0.8, 0.1, 0.1], [0.7, 0.15, 0.15], [0.6, 0.2, 0.2], [0.9, 0.1, 0], [0.34, 0.33, 0.33]),
  seed: fc.nat(1000),
});

describe('balance and split over 10,000 random count vectors', () => {
  it('hold minimum and maximum, exact totals, and every class within one example of its share', () => {
    let split = 0;
    fc.assert(
      fc.property(vector, ({ counts, min, room, ratios: [train = 0, validation = 0, test = 0], seed }) => {
        const max = Math.max(1, min + room);
        const classes = classTable(counts.map((_, at) => ({ target: 0, name: `class ${String(at).padStart(3, '0')}` })));
        const sets = numberLists(counts.map((_, at) => [at]));
        const balance = {
          min: { all: min },
          max: { all: max },
          maxShare: {},
          rare: { policy: 'drop-label' },
          scope: 'all',
        } as const;
        const rare = dropRare({ targets: ['intent'], classes, sets, counts }, balance);
        const capped = capSets({ targets: ['intent'], classes: rare.classes, sets: rare.sets, counts: rare.counts }, balance);
        const keep = [...capped.keep];
        expect(capped.conflicts).toEqual([]);
        const expected = counts.filter((count) => count >= min).map((count) => Math.min(count, max));
        expect(keep).toEqual(expected);

        const ratios = [train, validation, test] as const;
        const examples = keep.reduce((sum, count) => sum + count, 0);
        const options = { ratios, counts: [undefined, undefined, undefined], smallClasses: 'proportional' } as const;
        const sizes = splitSizes(examples, options);
        expect(sizes[0] + sizes[1] + sizes[2]).toBe(examples);
        const strata = keep.map((units, set) => ({ units, parts: [{ set, examples: 1 }] }));
        const plan = planSplit(
          { sets: arraysOf(rare.sets), classCount: rare.classes.length, strata, sizes },
          { smallClasses: 'proportional', ratios, seed },
        );
        const totals = [0, 0, 0];
        plan.units.forEach((units, set) => {
          expect(units[0] + units[1] + units[2]).toBe(keep[set]);
          units.forEach((count, place) => {
            totals[place]! += count;
            expect(count).toBeGreaterThanOrEqual(0);
            expect(Math.abs(count - keep[set]! * ratios[place]!)).toBeLessThanOrEqual(1 + 1e-9);
          });
        });
        expect(totals).toEqual([...sizes]);
        split++;
      }),
      { numRuns: 10_000 },
    );
    expect(split).toBe(10_000);
  });
});
