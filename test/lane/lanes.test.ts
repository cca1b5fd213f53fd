import { gzipSync } from 'node:zlib';
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
    'gives the entries, examples, rejects and summary of the row lane, whatever blocks it reads',
    async () => {
      const given = fc.record({ mapping: mappings, blockBytes: fc.constantFrom(...BLOCKS), isWatched: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(table(40), given, async ({ bytes }, options) => {
          const expected = await scanOf(bytes, { ...options, lane: 'rows' });
          expect(await scanOf(bytes, { ...options, lane: 'auto' })).toEqual(expected);
        }),
        { numRuns: 50 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'gives the same where the table is compressed, and where what is compressed is damaged',
    async () => {
      const damage = fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), mask: fc.constantFrom(0, 0, 1, 128) });
      await fc.assert(
        fc.asyncProperty(table(40), damage, fc.constantFrom(...BLOCKS), async ({ bytes }, { place, mask }, blockBytes) => {
          const stored = Buffer.concat([gzipSync(bytes.subarray(0, 99)), gzipSync(bytes.subarray(99))]);
          const at = Math.floor(place * (stored.length - 1));
          stored[at] = (stored[at] ?? 0) ^ mask;
          const given = { mapping: MAPPING, name: 'data.csv.gz' };
          const expected = await scanOf(stored, { ...given, lane: 'rows', blockBytes });
          const found = await scanOf(stored, { ...given, lane: 'auto', blockBytes });
          expect(found).toEqual(expected);
        }),
        { numRuns: 40 * TIMES, ...limit },
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
        { numRuns: 40 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );
});
