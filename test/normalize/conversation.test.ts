import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Example } from '../../src/core/example.js';
import { isReject, type Reject } from '../../src/core/reject.js';
import type { RecordRow } from '../../src/core/row.js';
import { compileMapping, type LabelMapping, type Mapping, type Turn } from '../../src/normalize/normalize.js';

const conversation = { id: 'id', turn: 'turn', role: 'who', content: 'said', roles: { agent: 'assistant', note: null } };

function mappingOf(label: Partial<LabelMapping> = {}, more: Partial<Mapping> = {}): Mapping {
  return { conversation, labels: { flow: { field: 'flow', ...label } }, ...more };
}

function row(value: object, place = 1): RecordRow {
  return { kind: 'record', value, origin: { source: 's', row: place, line: place, byte: 0 }, raw: () => `raw ${place}` };
}

/** The rows joined, as one conversation, by a mapping. */
function join(rows: readonly object[], mapping: Mapping = mappingOf()): Example | Reject {
  const { conversations } = compileMapping(mapping);
  if (conversations === undefined) throw new Error('no conversations');
  const turns: Turn[] = [];
  for (const [at, value] of rows.entries()) {
    const turn = conversations.read(row(value, at + 1), undefined);
    if (isReject(turn)) return turn;
    turns.push(turn);
  }
  return conversations.join(turns);
}

function reasonOf(rows: readonly object[], mapping?: Mapping): string {
  const joined = join(rows, mapping);
  if (!isReject(joined)) throw new Error(`unexpected example ${JSON.stringify(joined)}`);
  return `${joined.code}: ${joined.message}`;
}

function said(turn: unknown, more: object = {}): object {
  return { id: 7, turn, who: 'user', said: `said ${String(turn)}`, flow: 'order', ...more };
}

function contents(joined: Example | Reject): readonly string[] {
  if (isReject(joined) || joined.input.kind !== 'messages') throw new Error(JSON.stringify(joined));
  return joined.input.messages.map(({ content }) => content);
}

describe('a conversation', () => {
  it('is one example with its messages by turn, roles renamed or left out, and the origin of its first row', () => {
    const joined = join([
      said(2, { who: 'agent', said: 'hello' }),
      said(1, { said: 'hi' }),
      said(3, { who: 'note', said: 'lookup' }),
    ]);
    expect(joined).toMatchObject({
      input: {
        kind: 'messages',
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'hello' },
        ],
      },
      labels: ['order'],
      origin: { row: 2 },
    });
  });

  it.each<[string, readonly unknown[], readonly unknown[]]>([
    ['numbers', [10, 9, 2, 1], [1, 2, 9, 10]],
    ['numerals of a table', ['10', '9', '2', '1'], ['1', '2', '9', '10']],
    ['fractions and minus', ['0.5', -1, '1e1', 0], [-1, 0, '0.5', '1e1']],
    ['integers beyond 2^53', ['1700000000000000002', '1700000000000000001'], ['1700000000000000001', '1700000000000000002']],
    ['bigints', [9007199254740993n, 9007199254740992n], [9007199254740992n, 9007199254740993n]],
    ['times', ['2024-01-02T00:00', '2023-12-31T00:00'], ['2023-12-31T00:00', '2024-01-02T00:00']],
    ['text as soon as one is no numeral', ['10', '9', 'a'], ['10', '9', 'a']],
    ['text by code point', ['\u{1F600}', '\uFF5E'], ['\uFF5E', '\u{1F600}']],
  ])('orders its rows by %s', (_, given, expected) => {
    expect(contents(join(given.map((turn) => said(turn))))).toEqual(expected.map((turn) => `said ${String(turn)}`));
  });

  it('is the same whatever the order of its rows', () => {
    const rows = [1, 2, 3, 4, 5].map((turn) => said(turn, turn === 4 ? {} : { flow: null }));
    const expected = join(rows);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 5 }), (shuffled) => {
        const joined = join(shuffled);
        expect(contents(joined)).toEqual(contents(expected));
        expect(joined).toMatchObject({ labels: ['order'] });
      }),
    );
  });

  it('takes its labels from the rows that have them', () => {
    expect(join([said(1, { flow: null }), said(2), said(3, { flow: '' })])).toMatchObject({ labels: ['order'] });
    const list = mappingOf({ kind: 'multi', delimiter: ',', none: 'other' });
    expect(join([said(1, { flow: 'b,a' }), said(2, { flow: 'a, b' }), said(3, { flow: '' })], list)).toMatchObject({
      labels: [['a', 'b']],
    });
    expect(join([said(1, { flow: '' }), said(2, { flow: null })], list)).toMatchObject({ labels: [['other']] });
    const json = mappingOf({ kind: 'multi', none: 'other' });
    expect(join([said(1, { flow: [] }), said(2, { flow: null })], json)).toMatchObject({ labels: [['other']] });
    expect(reasonOf([said(1, { flow: [] }), said(2, { flow: ['a'] })], json)).toContain('conversation-label');
    expect(join([said(1, { flow: 'NA' }), said(2)], mappingOf({ missing: ['NA'] }))).toMatchObject({ labels: ['order'] });
    const columns: Mapping = { conversation, labels: { flow: { columns: ['a', 'b'] } } };
    expect(join([said(1, { a: 1, b: 0 }), said(2)], columns)).toMatchObject({ labels: [['a']] });
    expect(join([said(1)], { conversation, labels: { flow: { constant: 'c' } } })).toMatchObject({ labels: ['c'] });
    const optional: Mapping = { conversation, labels: { flow: { field: 'flow' }, mood: { field: 'mood', optional: true } } };
    expect(join([said(1)], optional)).toMatchObject({ labels: ['order', undefined] });
  });

  it('takes its group and its split from its rows', () => {
    const mapping = mappingOf({}, { group: 'customer', split: { field: 'part' } });
    expect(join([said(2, { part: 'dev' }), said(1, { customer: 5, part: 'dev' })], mapping)).toMatchObject({
      group: '5',
      split: 'validation',
    });
    expect(reasonOf([said(1, { part: 'dev' }), said(2, { customer: 5, part: 'dev' })], mapping)).toContain(
      'group-missing: conversation "7": its first row has no group',
    );
    expect(reasonOf([said(1, { customer: 5, part: 'dev' }), said(2, { part: 'test' })], mapping)).toBe(
      'conversation-split: conversation "7": its rows name different splits: validation and test (s:2)',
    );
  });

  it.each<[string, readonly object[], string]>([
    [
      'two rows of one turn',
      [said(1), said('1')],
      'conversation-turn: conversation "7": the turn "1" is there twice, in s:1 and s:2; number the rows',
    ],
    ['1 and 01', [said('01'), said('1')], 'conversation-turn'],
    [
      'no turn',
      [said(1), said(null)],
      'conversation-turn: conversation "7": no turn in field "turn", which holds null; all 2 rows',
    ],
    ['a blank turn', [said(' ')], 'conversation-turn'],
    ['NaN', [said(Number.NaN)], 'conversation-turn'],
    [
      'other labels',
      [said(1), said(2, { flow: 'refund' })],
      'conversation-label: conversation "7": target "flow": its rows carry "order" (s:1) and "refund" (s:2)',
    ],
    [
      'no label at all',
      [said(1, { flow: null })],
      'label-missing: conversation "7": target "flow": none of its rows has a label',
    ],
    [
      'an unknown role',
      [said(1), said(2, { who: 'bot' })],
      'message-role: conversation "7": field "who" has the role "bot"; the roles are',
    ],
    ['no role', [said(1, { who: null })], 'message-role: conversation "7": no role in field "who", which holds null'],
    [
      'content that is no text',
      [said(1, { said: 5 })],
      'messages-type: conversation "7": no content in field "said", which holds the number 5',
    ],
    [
      'no content in any message',
      [said(1, { said: '' }), said(2, { who: 'note' })],
      'messages-empty: conversation "7": no message has content',
    ],
    ['a label that is no class', [said(1, { flow: 0.5 })], 'label-type: conversation "7"'],
    ['no id', [said(1, { id: null })], 'conversation-id: no conversation in field "id", which holds null'],
    ['no id field', [{ turn: 1 }], 'conversation-id: no conversation in field "id", which the row does not have'],
  ])('is set aside whole for %s', (_, rows, reason) => {
    expect(reasonOf(rows)).toContain(reason);
  });

  it('is brought down by a row that another stage rejects', () => {
    const { conversations } = compileMapping(mappingOf());
    const reject: Reject = { stage: 'shape', code: 'where-error', message: 'odd', origin: row({}).origin, raw: 'raw' };
    const turn = conversations?.blame(row(said(2)), reject) ?? reject;
    const good = conversations?.read(row(said(1)), undefined) ?? reject;
    if (isReject(turn) || isReject(good)) throw new Error('not a turn');
    expect(conversations?.join([good, turn])).toMatchObject({
      code: 'where-error',
      message: expect.stringContaining('all 2 rows'),
    });
    expect(conversations?.blame(row({}), reject)).toBe(reject);
  });

  it('is named by several fields where one does not do', () => {
    const mapping: Mapping = { ...mappingOf(), conversation: { ...conversation, id: ['@source', 'id'] } };
    const { conversations, fields } = compileMapping(mapping);
    expect(conversations?.read(row(said(1)), undefined)).toMatchObject({ id: '["s","7"]' });
    expect(fields).toEqual(['id', 'turn', 'who', 'said', 'flow']);
  });

  it('may be a single row', () => {
    expect(compileMapping(mappingOf()).normalize(row(said(1)))).toMatchObject({ labels: ['order'] });
  });

  it.each<[object, string]>([
    [{ text: 'a', conversation }, 'mapping has both text and conversation'],
    [{ messages: 'a', conversation }, 'mapping has both messages and conversation'],
    [{ conversation: { ...conversation, id: [] } }, 'mapping.conversation.id is empty'],
    [{ conversation: { ...conversation, turn: '' } }, 'mapping.conversation.turn is empty'],
    [{ conversation: { ...conversation, roles: { a: 'bot' } } }, 'mapping.conversation.roles."a" is "bot"'],
  ])('is refused as %j', (part, message) => {
    expect(() => compileMapping({ labels: { flow: { field: 'flow' } }, ...part })).toThrow(message);
  });
});
