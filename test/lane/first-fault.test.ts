import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PrepareOptions } from '../../src/index.js';
import { outcomeOf, scanOf } from './support.js';

const MAPPING = { text: 'text', labels: { label: { field: 'label' } } };
const LANES = ['auto', 'rows'] as const;
const NO_HEADER: PrepareOptions['sources'] = [{ path: 'data.csv', csv: { header: false } }];

/** Sources whose first row lacks the mapped field, and that are damaged further down. */
const DAMAGED: readonly (readonly [string, Buffer])[] = [
  ['a quote that is never closed', Buffer.from('id,text,label\n1,"a",x\n2,"b,y\n3,c,x\n')],
  ['bytes that are no UTF-8', Buffer.from('id,text,label\n1,a,x\n2,\xff,y\n', 'latin1')],
];

describe('a source with two faults', () => {
  it.each(DAMAGED.flatMap(([what, bytes]) => LANES.map((lane) => [what, lane, bytes] as const)))(
    'is refused for the one that comes first: %s behind a missing field, lane %s',
    async (_what, lane, bytes) => {
      const { failure } = await outcomeOf(bytes, { mapping: MAPPING, sources: NO_HEADER }, { lane });
      expect(failure).toMatch(/^FIELD_MISSING: /);
    },
  );

  it.each(LANES)('is refused for the missing field also where it is compressed, lane %s', async (lane) => {
    const [, table = Buffer.alloc(0)] = DAMAGED[0] ?? [];
    const { failure } = await outcomeOf(gzipSync(table), { mapping: MAPPING, sources: NO_HEADER }, { lane });
    expect(failure).toMatch(/^FIELD_MISSING: /);
  });

  it.each(LANES)('names the same fault whatever blocks it is read in, lane %s', async (lane) => {
    const [, table = Buffer.alloc(0)] = DAMAGED[0] ?? [];
    for (const blockBytes of [16, 17, 64, 1000]) {
      const found = await scanOf(table, { lane, mapping: MAPPING, blockBytes, source: { csv: { header: false } } });
      expect(found).toMatchObject({ failure: expect.stringMatching(/^FIELD_MISSING: /) });
    }
  });
});

describe('the rows before damage', () => {
  it.each(LANES)('are judged before it is told: their rejects are there, lane %s', async (lane) => {
    const table = Buffer.from('text,label\na,x\n,y\nc,x,more\n"d,y\n');
    const { failure, rejects } = await outcomeOf(table, { mapping: MAPPING }, { lane });
    expect(failure).toMatch(/^SOURCE_MALFORMED: data\.csv:5: /);
    expect(rejects.split('\n').map((line) => /"code":"([^"]+)"/.exec(line)?.[1])).toEqual([
      'text-empty',
      'csv-columns',
      undefined,
    ]);
  });

  const documents = [
    '[{"text":"a","label":"x"},{"text":"","label":"y"},{"text":',
    '[{"text":"a","label":"x"},{"text":"","label":"y"},{"text":a}]',
  ];
  it.each(documents.flatMap((text) => LANES.map((lane) => [text, lane] as const)))(
    'are judged in a document, too: %s, lane %s',
    async (text, lane) => {
      const { failure, rejects } = await outcomeOf(Buffer.from(text), { mapping: MAPPING }, { lane, name: 'data.json' });
      expect(failure).toMatch(/^SOURCE_MALFORMED: data\.json:1: /);
      expect(rejects).toContain('"code":"text-empty"');
    },
  );
});
