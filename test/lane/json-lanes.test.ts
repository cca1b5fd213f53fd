import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrepareOptions } from '../../src/index.js';
import { jsonDocument } from './documents.js';
import { outcomeOf, scanOf } from './support.js';

/** LANE_RUNS=20 makes every property run twenty times as often. */
const TIMES = Number(process.env.LANE_RUNS ?? 1);
const TIMEOUT_MS = 60_000 * Math.max(1, TIMES);
/** A busy machine runs fewer of them. */
const limit = { interruptAfterTimeLimit: 12_000 * TIMES, markInterruptAsFailure: false };
const BLOCKS = [16, 17, 61, 64, 1000, 65536, 1048576];

const mappings = fc.constantFrom<PrepareOptions['mapping']>(
  { text: 'text', labels: { intent: { field: 'label' } } },
  { text: 'text', labels: { tags: { field: 'label', kind: 'multi', none: 'other' } } },
  { text: { field: 'text' }, labels: { intent: { field: 'label', trim: true, missing: ['y'] }, fixed: { constant: 'c' } } },
  { text: 'text', labels: { kind: { field: 'label.kind', optional: true }, number: { field: 'id', optional: true } } },
  { text: 'text', labels: { kinds: { object: 'label', optional: true }, intent: { field: 'label', optional: true } } },
  { messages: 'chat', labels: { intent: { field: 'label' } } },
  {
    messages: { field: 'chat', roles: { agent: 'assistant', note: null } },
    labels: { intent: { field: 'label', optional: true } },
  },
);

describe('the byte lane on JSON', () => {
  it(
    'gives the entries, examples, rejects and summary of the row lane, whatever blocks it reads',
    async () => {
      const given = fc.record({ mapping: mappings, blockBytes: fc.constantFrom(...BLOCKS), isWatched: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(jsonDocument(40), given, async ({ bytes, name }, options) => {
          const expected = await scanOf(bytes, { ...options, lane: 'rows', name });
          expect(await scanOf(bytes, { ...options, lane: 'auto', name })).toEqual(expected);
        }),
        { numRuns: 100 * TIMES, ...limit },
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
        fc.asyncProperty(jsonDocument(60), settings, async ({ bytes, name }, options) => {
          const given = { ...options, allowSingleClass: true } as Partial<PrepareOptions>;
          const expected = await outcomeOf(bytes, given, { lane: 'rows', name });
          const found = await outcomeOf(bytes, given, { lane: 'auto', name });
          expect({ ...found, lane: '', why: '' }).toEqual({ ...expected, lane: '', why: '' });
          if (found.lane !== undefined) expect(found.lane).toBe('bytes');
        }),
        { numRuns: 30 * TIMES, ...limit },
      );
    },
    TIMEOUT_MS,
  );

  it('tells the places of inputs that occur more than once, in arrays over many lines as well', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({ text: `text ${at % 40}`, label: at % 7 === 0 ? 'x' : 'y' }));
    const mapping = { text: 'text', labels: { intent: { field: 'label' } } };
    const options = { mapping, duplicates: 'keep-one', contradictions: 'drop' } as const;
    const documents: readonly (readonly [string, string])[] = [
      ['data.json', JSON.stringify(rows, null, 2)],
      ['data.json', JSON.stringify(rows, null, '\r\n')],
      ['data.jsonl', rows.map((row) => `${JSON.stringify(row)}\n\n`).join('')],
    ];
    for (const [name, content] of documents) {
      const byRows = await outcomeOf(Buffer.from(content), options, { lane: 'rows', name });
      expect(byRows.rejects.split('\n').length).toBeGreaterThan(10);
      const byBytes = await outcomeOf(Buffer.from(content), options, { lane: 'auto', name });
      expect(byBytes).toEqual({ ...byRows, lane: 'bytes', why: undefined });
    }
  });
});
