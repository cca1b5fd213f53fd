import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { canTake, type JobShape } from '../../src/lane/lane.js';
import type { Mapping } from '../../src/normalize/normalize.js';
import type { Source } from '../../src/read/read.js';
import { outcomeOf } from './support.js';

const FILE: Source = { name: 'a.csv', path: '/a.csv', rereadable: true, content: { kind: 'file', path: '/a.csv' } };
const MAPPING: Mapping = { text: 'text', labels: { intent: { field: 'label' }, tags: { columns: { x: 'is_x', y: 'is_y' } } } };
const ROLES = { system: 'system', user: 'user', assistant: 'assistant', tool: 'tool' };
const SHAPE: JobShape = {
  mapping: MAPPING,
  isReshaped: false,
  hasOwnLimits: false,
  hasUserSchema: false,
  comparesTexts: false,
  reportsLeftOut: false,
  order: 'shuffled',
};

function why(change: Partial<JobShape>, sources: readonly Source[] = [FILE]): unknown {
  const taken = canTake(sources, { ...SHAPE, ...change });
  return 'why' in taken ? taken.why : taken;
}

describe('canTake', () => {
  it('names the text and each field that labels and splits are read from', () => {
    expect(why({})).toEqual({ text: 'text', keys: ['label', 'is_x', 'is_y'] });
    expect(why({ mapping: { ...MAPPING, split: { field: 'split' } } })).toMatchObject({
      keys: ['label', 'is_x', 'is_y', 'split'],
    });
  });

  it('names the parts of messages and their roles', () => {
    const messages = { field: 'chat', content: 'body', roles: { agent: 'assistant', note: null } };
    expect(why({ mapping: { messages, labels: { intent: { field: 'label' } } } })).toMatchObject({
      text: 'chat',
      keys: ['label'],
      messages: { role: 'role', content: 'body', roles: new Map(Object.entries({ ...ROLES, agent: 'assistant', note: null })) },
    });
  });

  it('says why it leaves a job to the row lane', () => {
    expect(why({ mapping: { ...MAPPING, text: { field: 'text', trim: true } } })).toMatch('text');
    expect(why({ mapping: { ...MAPPING, text: { fields: ['a', 'b'] } } })).toMatch('text');
    expect(why({ mapping: { ...MAPPING, group: 'user' } })).toMatch('grouped');
    expect(why({ mapping: { ...MAPPING, text: 'label' } })).toMatch('from the text');
    expect(why({ mapping: { ...MAPPING, labels: { file: { field: '@file' } } } })).toMatch('@file');
    expect(why({ hasUserSchema: true })).toMatch('schema');
    expect(why({ reportsLeftOut: true })).toMatch('left out');
    expect(why({ mapping: undefined })).toMatch('different ways');
    expect(why({ isReshaped: true })).toMatch('filtered');
    expect(why({ hasOwnLimits: true })).toMatch('limits');
    expect(why({ mapping: { conversation: { id: 'id', turn: 'n', role: 'r', content: 'c' }, labels: {} } })).toMatch(
      'conversations',
    );
    expect(why({}, [FILE, { ...FILE, partition: new Map([['a', 'b']]) }])).toMatch('folders');
    expect(why({}, [{ ...FILE, encoding: 'windows-1252' }])).toMatch('encoding');
    expect(why({}, [{ ...FILE, invalidUtf8: 'reject' }])).toMatch('UTF-8');
    expect(why({}, [{ ...FILE, format: 'parquet' }])).toMatchObject({ text: 'text' });
    expect(why({}, [{ ...FILE, csv: { comment: '#' } }])).toMatch('dialect');
    expect(why({}, [{ ...FILE, csv: { delimiter: ';', quote: "'", header: ['a', 'b'] } }])).toMatchObject({ text: 'text' });
    expect(why({}, [{ name: 'rows', rereadable: true, content: { kind: 'rows', rows: [] } }])).toMatch('rows is not');
  });
});

describe('the lane of a run', () => {
  const rows = Array.from({ length: 30 }, (_, at) => `text ${at},${at % 2 === 0 ? 'x' : 'y'}\n`);
  const csv = Buffer.from(`text,label\n${rows.join('')}`);
  const options = { mapping: { text: 'text', labels: { intent: { field: 'label' } } } };

  it('is by bytes where it can be, by rows where the config asks for it, and is in the manifest', async () => {
    expect((await outcomeOf(csv, options, { lane: 'auto' })).lane).toBe('bytes');
    expect((await outcomeOf(csv, options, { lane: 'rows' })).lane).toBe('rows');
    expect((await outcomeOf(gzipSync(csv), options, { lane: 'auto', name: 'data.csv.gz' })).lane).toBe('bytes');
  });

  it('is by bytes for JSON lines and for an array of rows, and by rows for any other JSON', async () => {
    const records = rows.map((_, at) => ({ text: `t ${at}`, label: at % 2 === 0 ? 'x' : 'y' }));
    const lines = records.map((record) => JSON.stringify(record));
    const documents: readonly (readonly [string, string, string])[] = [
      ['data.jsonl', lines.join('\n'), 'bytes'],
      ['data.json', `\ufeff [${lines.join(', ')}]\n`, 'bytes'],
      ['data.json', JSON.stringify({ rows: records }), 'rows'],
      ['data.jsonl', `\x1e${lines.join('\n\x1e')}\n`, 'rows'],
      ['data.json', JSON.stringify({ columns: ['text', 'label'], data: records.map(Object.values) }), 'rows'],
    ];
    for (const [name, content, lane] of documents) {
      const found = await outcomeOf(Buffer.from(content), options, { lane: 'auto', name });
      expect({ name, lane: found.lane, failure: found.failure }).toEqual({ name, lane, failure: undefined });
    }
  });

  it('is by rows, with the reason, where the content is more than a plain table', async () => {
    const odd: readonly (readonly [string, Buffer, string])[] = [
      ['data.csv', Buffer.from(`\ufeff${csv.toString()}`, 'utf16le'), 'not UTF-8'],
      [
        'data.csv',
        Buffer.from(
          csv
            .toString()
            .replaceAll(',', ', ')
            .replaceAll(/ ([xy])$/gm, ' "$1"'),
        ),
        'dialect',
      ],
    ];
    for (const [name, content, reason] of odd) {
      const found = await outcomeOf(content, options, { lane: 'auto', name });
      expect({ lane: found.lane, why: found.why }).toEqual({ lane: 'rows', why: expect.stringContaining(reason) });
      expect(found.failure).toBeUndefined();
    }
  });

  it('is by rows where rows are filtered, or their fields renamed or selected', async () => {
    for (const shape of [
      { where: 'label == "x" or label == "y"' },
      { rename: { label: 'label' } },
      { select: ['text', 'label'] },
    ]) {
      const found = await outcomeOf(csv, { ...options, ...shape }, { lane: 'auto' });
      expect({ lane: found.lane, failure: found.failure }).toEqual({ lane: 'rows', failure: undefined });
    }
  });

  it('fails as the row lane does where bytes are not UTF-8', async () => {
    for (const at of [20, 200_000]) {
      const text = Buffer.concat([csv, Buffer.from('another text,x\n'.repeat(20_000))]);
      text[at] = 0xe9;
      const byRows = await outcomeOf(text, options, { lane: 'rows' });
      expect(byRows.failure).toMatch('not UTF-8');
      expect(await outcomeOf(text, options, { lane: 'auto' })).toEqual(byRows);
    }
  });

  it('gives the same files where a file called CSV holds JSON lines', async () => {
    const jsonl = Buffer.from(
      rows.map((_, at) => JSON.stringify({ text: `t ${at}`, label: at % 2 === 0 ? 'x' : 'y' })).join('\n'),
    );
    const byRows = await outcomeOf(jsonl, options, { lane: 'rows' });
    expect({ ...(await outcomeOf(jsonl, options, { lane: 'auto' })), lane: 'rows', why: byRows.why }).toEqual(byRows);
  });
});
