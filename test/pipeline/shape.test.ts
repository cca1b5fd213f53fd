import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountLine, inspect, prepare, unexplained, verify } from '../../src/index.js';
import { failureOf, prepareRows, withFolder } from './support.js';

const mapping = { text: 'text', labels: { intent: { field: 'intent' } } };

/** Rows as MASSIVE has them: several languages in one table. */
function massiveLike(count: number): { id: number; lang: string; text: string; intent: string }[] {
  const langs = ['en-US', 'de-DE', 'fr-FR'];
  const intents = ['alarm_set', 'play_music', 'weather_query'];
  return Array.from({ length: count }, (_, at) => ({
    id: at,
    lang: langs[at % 3] ?? '',
    text: `${langs[at % 3] ?? ''} says ${at}`,
    intent: intents[(at % 7) % 3] ?? '',
  }));
}

function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.join(',')).join('\n') + '\n';
}

describe('rows that are filtered', () => {
  it('give the bytes that the fitting rows alone give, and stand in the account', async () => {
    const rows = massiveLike(300);
    const fitting = rows.filter(({ lang, id }) => lang === 'en-US' && id > 20);
    const filtered = await prepareRows(rows, { where: 'lang == "en-US" and id > 20' });
    const alone = await prepareRows(fitting);
    expect(filtered.bytes).toEqual(alone.bytes);
    expect(filtered.result.account).toEqual({
      rowsRead: 300,
      written: fitting.length,
      rejected: {},
      leftOut: { filtered: 300 - fitting.length },
    });
    expect(unexplained(filtered.result.account)).toBe(0);
    expect(filtered.rejects).toEqual([]);
    expect(filtered.result.manifest.config).toMatchObject({ where: ['lang == "en-US" and id > 20'] });
  });

  it('are the same from CSV, JSONL, JSON and rows that are read once', () =>
    withFolder(async (folder) => {
      const rows = massiveLike(120);
      await writeFile(join(folder, 'a.csv'), csvOf(rows));
      await writeFile(join(folder, 'a.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
      await writeFile(join(folder, 'a.json'), JSON.stringify({ train: rows }));
      const where = 'lang in ["en-US", "de-DE"] and number(id) % 2 == 0 and len(text) > 3';
      function* once(): Iterable<unknown> {
        yield* rows;
      }
      const expected = await prepareRows(rows, { where });
      expect(expected.result.account.leftOut).toMatchObject({ filtered: 80 });
      for (const source of ['a.csv', 'a.jsonl', 'a.json']) {
        expect((await prepareRows([], { where, sources: [join(folder, source)] })).bytes).toEqual(expected.bytes);
      }
      expect((await prepareRows(once(), { where })).bytes).toEqual(expected.bytes);
    }));

  it('go to the rejects only when asked for, and never count as rejects', async () => {
    const prepared = await prepareRows(massiveLike(30), { where: 'lang == "en-US"', leftOut: true, maxRejects: 0 });
    expect(prepared.rejects).toHaveLength(20);
    expect(prepared.rejects[0]).toMatchObject({ stage: 'shape', code: 'filtered', origin: { row: 2 } });
  });

  it('are rejects where the filter compares unlike kinds', async () => {
    const rows = [...massiveLike(30), { id: 'x', lang: 'en-US', text: 'odd', intent: 'alarm_set' }];
    expect(await failureOf(prepareRows(rows, { where: 'id >= 0' }))).toMatchObject({
      code: 'TOO_MANY_REJECTS',
      message: expect.stringContaining('where-error 1'),
    });
    const prepared = await prepareRows(rows, { where: 'id >= 0', maxRejects: 1 });
    expect(prepared.rejects).toMatchObject([{ stage: 'shape', code: 'where-error', origin: { row: 31 } }]);
    expect(prepared.result.account.rejected).toEqual({ 'where-error': 1 });
  });

  it('must not be all rows', async () => {
    expect(await failureOf(prepareRows(massiveLike(30), { where: 'lang == "en"' }))).toMatchObject({
      code: 'NO_ROWS',
      message: expect.stringContaining('"where" leaves out all 30 rows of rows'),
    });
  });

  it('are counted per source', async () => {
    const { result } = await prepareRows([], {
      sources: [
        { rows: massiveLike(30), name: 'a', where: 'lang == "en-US"' },
        { rows: massiveLike(30).map((row) => ({ ...row, text: `b ${row.text}` })), name: 'b', where: 'id < 10' },
      ],
      where: 'id < 20',
    });
    expect(result.manifest.sources.map(({ account }) => account?.leftOut)).toEqual([{ filtered: 23 }, { filtered: 20 }]);
    expect(result.account.leftOut).toEqual({ filtered: 43 });
    expect(result.manifest.config).toMatchObject({
      sources: [{ where: ['id < 20', 'lang == "en-US"'] }, { where: ['id < 20', 'id < 10'] }],
    });
  });

  it('are not looked at by inspect', async () => {
    const inspection = await inspect([{ rows: massiveLike(30) }], { where: ['lang == "en-US"', 'id < 9'] });
    expect(inspection).toMatchObject({ rows: 30, filtered: 27 });
    expect(inspection.fields.find(({ name }) => name === 'lang')?.rows).toBe(3);
  });
});

describe('several sources with a mapping each', () => {
  it('give one set, the same as rows of one shape', () =>
    withFolder(async (folder) => {
      const rows = massiveLike(90);
      const [first, second, third] = [rows.slice(0, 30), rows.slice(30, 60), rows.slice(60)];
      await writeFile(join(folder, 'a.csv'), csvOf(first.map(({ text, intent }) => ({ utterance: text, label: intent }))));
      await writeFile(
        join(folder, 'b.jsonl'),
        second.map(({ text, intent }) => JSON.stringify({ data: { said: text }, intent })).join('\n'),
      );
      const renamed = { alarm: 'alarm_set', music: 'play_music' };
      const short = (intent: string): string => Object.entries(renamed).find(([, to]) => to === intent)?.[0] ?? intent;
      const prepared = await prepareRows([], {
        mapping,
        sources: [
          { path: join(folder, 'a.csv'), mapping: { text: 'utterance', labels: { intent: { field: 'label' } } } },
          { path: join(folder, 'b.jsonl'), mapping: { text: 'data.said' } },
          {
            rows: third.map(({ text, intent }) => [text, short(intent)]),
            rename: { '0': 'text', '1': 'intent' },
            mapping: { labels: { intent: { field: 'intent', map: renamed } } },
          },
        ],
      });
      expect(prepared.bytes).toEqual((await prepareRows(rows)).bytes);
      expect(prepared.result.manifest.sources.map((source) => source.account?.written)).toEqual([30, 30, 30]);
    }));

  it('may be of unlike kinds of input, with labels as lists in all lines', async () => {
    const prepared = await prepareRows([], {
      mapping: { text: 'text', labels: { tags: { field: 'tags', delimiter: ',' } } },
      sources: [
        { rows: [{ text: 'a', tags: 'x, y' }] },
        { rows: [{ text: 'b' }], mapping: { labels: { tags: { constant: 'z' } } } },
        { rows: [{ chat: [['user', 'c']], tags: 'x' }], mapping: { messages: 'chat' } },
      ],
      split: { ratios: '100/0/0' },
    });
    expect(prepared.train.map(({ labels }) => labels['tags']).sort()).toEqual([['x'], ['x', 'y'], ['z']]);
  });

  it('give their split by a field or by themselves, all of them or none', async () => {
    const rows = massiveLike(20);
    const given = {
      rows: rows.map((row) => ({ ...row, part: 'test', text: `t ${row.text}` })),
      mapping: { split: { field: 'part' } },
    };
    const prepared = await prepareRows([], { sources: [{ rows, split: 'train' }, given] });
    expect([prepared.train.length, prepared.validation.length, prepared.test.length]).toEqual([20, 0, 20]);
    expect(await failureOf(prepareRows([], { sources: [{ rows }, given] }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('are found by a glob with one mapping for all its files', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'parts'));
      const rows = massiveLike(40);
      for (const part of [0, 1, 2, 3]) {
        const own = rows.filter((_, at) => at % 4 === part).map(({ text, intent }) => ({ t: text, i: intent }));
        await writeFile(join(folder, 'parts', `${part}.csv`), csvOf(own));
      }
      const own = { text: 't', labels: { intent: { field: 'i' } } };
      const prepared = await prepareRows([], { sources: [{ path: join(folder, 'parts', '*.csv'), mapping: own }] });
      expect(prepared.bytes).toEqual((await prepareRows(rows)).bytes);
    }));
});

/** Conversations as ABCD has them, a row per message. */
function abcdLike(count: number): { convo_id: number; turn_no: number; speaker: string; text: string; flow: string | null }[] {
  const flows = ['product_defect', 'order_issue', 'account_access'];
  return Array.from({ length: count }, (_, at) => at).flatMap((convo) =>
    Array.from({ length: 2 + (convo % 11) }, (_, turn) => ({
      convo_id: 1000 + convo,
      turn_no: turn + 1,
      speaker: turn % 4 === 3 ? 'action' : turn % 2 === 0 ? 'customer' : 'agent',
      text: `convo ${convo} turn ${turn}, "quoted"\u2028 and 👋`,
      flow: turn === convo % 2 ? (flows[convo % 3] ?? '') : null,
    })),
  );
}

const conversation = {
  conversation: {
    id: 'convo_id',
    turn: 'turn_no',
    role: 'speaker',
    content: 'text',
    roles: { agent: 'assistant', customer: 'user', action: null },
  },
  labels: { flow: { field: 'flow' } },
};

/** The rows in another order, the same for the same seed. */
function shuffled<T>(rows: readonly T[], seed: number): T[] {
  return rows
    .map((row, at) => [Math.imul(at + 1, 2654435761 + 2 * seed) >>> 0, row] as const)
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row);
}

describe('rows that are messages of conversations', () => {
  it('become one chat each, with an account that adds up', async () => {
    const rows = abcdLike(60);
    const prepared = await prepareRows(rows, { mapping: conversation });
    const { account, manifest } = prepared.result;
    expect(account).toEqual({ rowsRead: rows.length, written: 60, rejected: {}, leftOut: {}, merged: rows.length - 60 });
    expect(unexplained(account)).toBe(0);
    expect(accountLine(account)).toBe(
      `${rows.length} rows read = 60 written + 0 rejected + 0 left out + ${rows.length - 60} merged into others`,
    );
    expect(manifest.sources[0]?.account).toEqual(account);
    const all = [...prepared.train, ...prepared.validation, ...prepared.test];
    const long = all.find(({ messages }) => messages?.[0]?.content.startsWith('convo 10 '));
    expect(long?.messages?.map(({ role, content }) => [role, content.slice(0, 16)])).toEqual(
      Array.from({ length: 12 }, (_, turn) => turn)
        .filter((turn) => turn % 4 !== 3)
        .map((turn) => [turn % 2 === 0 ? 'user' : 'assistant', `convo 10 turn ${turn},`.slice(0, 16)]),
    );
  });

  it('give the same bytes in any order, over any files, from a table and from JSON, read twice or once', () =>
    withFolder(async (folder) => {
      const rows = abcdLike(40);
      const expected = await prepareRows(rows, { mapping: conversation });
      for (const seed of [1, 2, 3]) {
        const mixed = shuffled(rows, seed);
        expect((await prepareRows(mixed, { mapping: conversation })).bytes).toEqual(expected.bytes);
        const parts = [0, 1, 2].map((part) => ({ rows: mixed.filter((_, at) => at % 3 === part), name: `part ${part}` }));
        const split = await prepareRows([], { mapping: conversation, sources: parts });
        expect(split.bytes).toEqual(expected.bytes);
        expect(unexplained(split.result.account)).toBe(0);
        for (const source of split.result.manifest.sources)
          expect(unexplained(source.account ?? expected.result.account)).toBe(0);
      }
      function* once(): Iterable<unknown> {
        yield* shuffled(rows, 4);
      }
      expect((await prepareRows(once(), { mapping: conversation })).bytes).toEqual(expected.bytes);
      const table = rows.map(({ flow, text, ...row }) => ({ ...row, text: `"${text.replaceAll('"', '""')}"`, flow: flow ?? '' }));
      await writeFile(join(folder, 'a.csv'), csvOf(shuffled(table, 5)));
      expect((await prepareRows([], { mapping: conversation, sources: [join(folder, 'a.csv')] })).bytes).toEqual(expected.bytes);
    }));

  it('can be written, verified, balanced and grouped like any example', () =>
    withFolder(async (folder) => {
      const rows = [...abcdLike(90), ...abcdLike(30).map((row) => ({ ...row, convo_id: row.convo_id + 5000 }))];
      const out = join(folder, 'out');
      const { account } = await prepare({
        sources: [{ rows }],
        mapping: conversation,
        duplicates: 'keep-one',
        balance: { min: 5, max: 25 },
        out,
      });
      expect(unexplained(account)).toBe(0);
      expect(account.leftOut).toMatchObject({ duplicate: 30, 'class-above-maximum': 15 });
      expect(await verify(out)).toMatchObject({ ok: true, findings: [] });
      const manifest: any = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
      expect(manifest.account.merged).toBe(rows.length - 120);
      const grouped = await prepareRows(rows.slice(0, 300), { mapping: { ...conversation, group: 'convo_id' } });
      expect(unexplained(grouped.result.account)).toBe(0);
    }));

  it('are set aside whole where one of them can not be used', async () => {
    const rows = abcdLike(30);
    const bad = rows.map((row, at) => (at === 40 ? { ...row, speaker: 'robot' } : row));
    const size = rows.filter(({ convo_id }) => convo_id === rows[40]?.convo_id).length;
    const { result, rejects } = await prepareRows(bad, { mapping: conversation, maxRejects: 1 });
    expect(rejects).toMatchObject([
      { code: 'message-role', origin: { row: 41 }, message: expect.stringContaining(`all ${size} rows of the conversation`) },
    ]);
    expect(result.account).toEqual({
      rowsRead: rows.length,
      written: 29,
      rejected: { 'message-role': 1 },
      leftOut: {},
      merged: rows.length - 30,
    });
  });

  it('are set aside whole where the filter fails on one, and pass it where it leaves rows out', async () => {
    const rows = abcdLike(20).map((row) => ({ ...row, confidence: row.turn_no === 3 && row.convo_id === 1010 ? 'high' : 0.9 }));
    const { result } = await prepareRows(rows, { mapping: conversation, where: 'confidence > 0.5', maxRejects: 1 });
    expect(result.account).toMatchObject({ written: 19, rejected: { 'where-error': 1 }, merged: rows.length - 20 });
    const agents = await prepareRows(abcdLike(20), {
      mapping: { ...conversation, labels: { flow: { constant: 'x' } } },
      where: 'speaker != "agent"',
      allowSingleClass: true,
    });
    expect(agents.train.every(({ messages }) => messages?.every(({ role }) => role === 'user'))).toBe(true);
    expect(unexplained(agents.result.account)).toBe(0);
  });

  it('are told apart by file where numbering starts anew in each', async () => {
    const rows = abcdLike(20);
    const sources = [
      { rows, name: 'a' },
      { rows: rows.map((row) => ({ ...row, text: `b ${row.text}` })), name: 'b' },
    ];
    expect(await failureOf(prepareRows([], { mapping: conversation, sources }))).toMatchObject({
      code: 'TOO_MANY_REJECTS',
      message: expect.stringMatching(/conversation-turn 20.*add "@file" to the id where each file counts anew/s),
    });
    const own = { ...conversation, conversation: { ...conversation.conversation, id: ['@file', 'convo_id'] } };
    const { result } = await prepareRows([], { mapping: own, sources });
    expect(result.account.written).toBe(40);
  });

  it('do not mix splits', async () => {
    const rows = abcdLike(20);
    const sources = [
      { rows: rows.filter(({ turn_no }) => turn_no === 1), split: 'train' as const, name: 'a' },
      { rows: rows.filter(({ turn_no }) => turn_no > 1), split: 'test' as const, name: 'b' },
    ];
    expect(await failureOf(prepareRows([], { mapping: conversation, sources }))).toMatchObject({
      message: expect.stringContaining('conversation-split 20'),
    });
  });

  it('hold no conversation in memory that a wrong id makes of all rows', async () => {
    const rows = Array.from({ length: 100_010 }, (_, at) => ({
      convo_id: 1,
      turn_no: at,
      speaker: 'customer',
      text: `t ${at}`,
      flow: 'x',
    }));
    const error = await failureOf(prepareRows(rows, { mapping: conversation }));
    expect(error).toMatchObject({
      code: 'TOO_MANY_REJECTS',
      message: expect.stringContaining('conversation "1" has 100010 rows'),
    });
  });

  it('stand beside sources of another shape', async () => {
    const texts = massiveLike(30).map(({ text }) => ({ body: text, flow: 'order_issue' }));
    const { result } = await prepareRows([], {
      mapping: conversation,
      sources: [
        { rows: abcdLike(20), name: 'chats' },
        { rows: texts, name: 'texts', mapping: { text: 'body' } },
      ],
    });
    expect(result.manifest.sources.map(({ account }) => account?.written)).toEqual([20, 30]);
  });
});
