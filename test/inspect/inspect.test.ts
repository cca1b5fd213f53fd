import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/index.js';

async function guessOf(rows: readonly unknown[]): Promise<unknown> {
  return (await inspect([{ rows }])).guess;
}

const numbered = <T>(count: number, row: (at: number) => T): readonly T[] => Array.from({ length: count }, (_, at) => row(at));

describe('inspect', () => {
  it('profiles fields by name, path and position, with types, filled rows and values', async () => {
    const { fields, rows } = await inspect([{ rows: [{ a: { b: 'x' }, n: 1 }, { a: { b: 'x' }, n: null }, { a: { b: '' } }] }]);
    expect(rows).toBe(3);
    expect(
      fields.map(({ name, rows: found, empty, types, distinct, top }) => ({ name, found, empty, types, distinct, top })),
    ).toEqual([
      { name: 'a.b', found: 3, empty: 1, types: [{ type: 'string', count: 3 }], distinct: 1, top: [{ value: 'x', count: 2 }] },
      {
        name: 'n',
        found: 2,
        empty: 1,
        types: [
          { type: 'number', count: 1 },
          { type: 'null', count: 1 },
        ],
        distinct: 1,
        top: [{ value: '1', count: 1 }],
      },
    ]);
  });

  it('guesses the long varied field as the text and the readable one of few values as the label', async () => {
    const rows = numbered(40, (at) => ({
      id: `${at}`,
      label: at % 4,
      text: `a sentence of its own ${at}`,
      label_text: `class_${at % 4}`,
    }));
    expect(await guessOf(rows)).toEqual({ text: 'text', labels: { label: { field: 'label_text' } } });
  });

  it('guesses lists of words as labels beside a single one, and leaves spans of numbers and rare details alone', async () => {
    const rows = numbered(40, (at) => ({
      body: `some words about number ${at}`,
      sentiment: at % 2 === 0 ? 'good' : 'bad',
      topics: ['price', 'delivery'].slice(at % 2),
      span: [at, at + 1],
      ...(at < 5 ? { slots: { date: `day ${at}` } } : {}),
    }));
    expect(await guessOf(rows)).toEqual({
      text: 'body',
      labels: { sentiment: { field: 'sentiment' }, topics: { field: 'topics', kind: 'multi' } },
    });
  });

  it('guesses chats and given splits', async () => {
    const rows = numbered(20, (at) => ({
      dialogue: [{ role: 'user', content: `hello ${at}` }],
      topic: `t${at % 3}`,
      split: at < 15 ? 'train' : 'test',
    }));
    expect(await guessOf(rows)).toEqual({
      messages: 'dialogue',
      labels: { topic: { field: 'topic' } },
      split: { field: 'split' },
    });
  });

  it('guesses nothing where no field looks like a label', async () => {
    expect(await guessOf(numbered(30, (at) => ({ text: `only texts ${at}` })))).toBeUndefined();
  });

  it('stops counting distinct values beyond the limit and says so', async () => {
    const { fields } = await inspect([{ rows: numbered(1500, (at) => ({ id: `row ${at}` })) }]);
    expect(fields[0]).toMatchObject({ name: 'id', distinct: undefined, top: [] });
  });
});
