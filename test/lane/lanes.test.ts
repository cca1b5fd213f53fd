import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrepareOptions } from '../../src/index.js';
import { outcomeOf, scanOf } from './support.js';
import { table } from './tables.js';

/** LANE_RUNS=20 makes every property run twenty times as often. */
const TIMES = Number(process.env.LANE_RUNS ?? 1);
const TIMEOUT_MS = 60_000 * Math.max(1, TIMES);
/** A busy machine runs fewer of them. */
const limit = { interruptAfterTimeLimit: 12_000 * TIMES, markInterruptAsFailure: false };
const MAPPING = { text: 'text', labels: { intent: { field: 'label' } } };
const BLOCKS = [16, 17, 61, 64, 1000, 65536, 1048576];

const mappings = fc.constantFrom<PrepareOptions['mapping']>(
  MAPPING,
  MAPPING,
  { text: { field: 'text' }, labels: { intent: { field: 'label', trim: true, missing: ['y'] } } },
  { text: 'text', labels: { intent: { field: 'label', optional: true }, fixed: { constant: 'c' } } },
  {
    text: 'text',
    labels: { intent: { field: 'label' }, number: { field: 'id', map: { 1: 'one' }, unmapped: 'drop', optional: true } },
  },
  { text: 'text', labels: { tags: { field: 'label', delimiter: ',', none: 'other' } } },
);

describe('the byte lane', () => {
  it(
    'gives the entries, rejects and summary of the row lane, whatever blocks it reads',
    async () => {
      await fc.assert(
        fc.asyncProperty(table(40), mappings, fc.constantFrom(...BLOCKS), async ({ bytes }, mapping, blockBytes) => {
          const expected = await scanOf(bytes, { lane: 'rows', mapping, blockBytes });
          expect(await scanOf(bytes, { lane: 'auto', mapping, blockBytes })).toEqual(expected);
        }),
        { numRuns: 150 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'writes the bytes of the row lane, and the same rejects and account',
    async () => {
      const settings = fc.record({
        duplicates: fc.constantFrom('keep', 'keep', 'keep-one'),
        contradictions: fc.constantFrom('keep', 'keep', 'drop', 'majority'),
        balance: fc.constantFrom({}, { min: 2, max: 5 }, { max: 3, scope: 'train' }),
        order: fc.constantFrom('shuffled', 'shuffled', 'source'),
        mapping: mappings,
      });
      await fc.assert(
        fc.asyncProperty(table(60), settings, async ({ bytes }, options) => {
          const given = { ...options, allowSingleClass: true } as Partial<PrepareOptions>;
          const expected = await outcomeOf(bytes, given, { lane: 'rows' });
          const found = await outcomeOf(bytes, given, { lane: 'auto' });
          expect({ ...found, lane: '', why: '' }).toEqual({ ...expected, lane: '', why: '' });
          if (found.lane !== undefined && found.why?.includes('dialect') !== true) expect(found.lane).toBe('bytes');
        }),
        { numRuns: 60 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );
});
