import { describe, expect, it } from 'vitest';
import { mergeOptions, resolveConfig } from '../../src/config/config.js';

const labels = { intent: { field: 'intent' } };

function resolve(options: any): Promise<any> {
  return resolveConfig(
    { sources: ['a.csv'], mapping: { text: 'text', labels }, out: 'out', ...options },
    { baseDirectory: '/project' },
  );
}

describe('sources with a mapping of their own', () => {
  it('lay it over the common one, key by key and target by target', async () => {
    const mapping = {
      text: 'text',
      labels: { intent: { field: 'intent' }, mood: { field: 'mood', optional: true } },
      group: 'g',
    };
    const { shapes } = await resolve({
      mapping,
      sources: [
        'a.csv',
        { path: 'b.csv', mapping: { messages: 'chat', labels: { intent: { field: 'label' } } } },
        { rows: [], mapping: { text: 'body' } },
      ],
    });
    expect(shapes.map(({ mapping: one }: any) => one)).toEqual([
      mapping,
      { messages: 'chat', labels: { intent: { field: 'label' }, mood: { field: 'mood', optional: true } }, group: 'g' },
      { ...mapping, text: 'body' },
    ]);
  });

  it('share one shape where they have nothing of their own', async () => {
    const { shapes } = await resolve({ sources: ['a.csv', { path: 'b.csv', split: 'train' }], split: undefined });
    expect(shapes[0]).toBe(shapes[1]);
  });

  it('need no common mapping where each has its own', async () => {
    const own = { text: 't', labels };
    const { mapping, shapes } = await resolve({
      mapping: undefined,
      sources: [
        { path: 'a', mapping: own },
        { rows: [], mapping: own },
      ],
    });
    expect(mapping).toEqual(own);
    expect(shapes).toHaveLength(2);
    await expect(resolve({ mapping: undefined, sources: [{ path: 'a', mapping: own }, 'b'] })).rejects.toThrow(
      'mapping is missing',
    );
    await expect(resolve({ mapping: undefined, sources: [{ path: 'a', mapping: { labels } }] })).rejects.toThrow(
      'sources[0].mapping.text is missing',
    );
  });

  it('keep the targets in the order of the first, and one kind for all', async () => {
    const { shapes } = await resolve({
      mapping: { text: 't', labels: { a: { field: 'a' }, b: { field: 'b', delimiter: ',' } } },
      sources: ['x', { path: 'y', mapping: { labels: { b: { constant: 'none' } } } }],
    });
    expect(shapes.map(({ mapping }: any) => Object.keys(mapping.labels))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(shapes[1].mapping.labels.b).toEqual({ constant: 'none', kind: 'multi' });
  });

  it.each<[object, string]>([
    [
      { sources: ['a', { path: 'b', mapping: { labels: { mood: { field: 'm' } } } }] },
      'sources[1] has the target "mood" and sources[0] has not',
    ],
    [{ sources: ['a', { path: 'b', mapping: { group: 'g' } }] }, 'sources[0] has no mapping.group, others have'],
    [
      {
        sources: ['a', { path: 'b', mapping: { labels: { intent: { field: 'x', kind: 'single' } } } }],
        mapping: { text: 't', labels: { intent: { field: 'y', kind: 'multi' } } },
      },
      'target "intent" is a list in sources[0] and a single class in sources[1]',
    ],
    [{ sources: ['a', { path: 'b', mapping: { text: '' } }] }, 'sources[1].mapping.text must not be empty'],
    [{ sources: ['a', { path: 'b', mapping: { txt: 'x' } }] }, 'sources[1].mapping.txt is unknown; did you mean "text"?'],
    [{ sources: ['a', { rows: [], mapping: { txt: 'x' } }] }, 'sources[1].mapping.txt is unknown; did you mean "text"?'],
    [{ sources: ['a', { path: 'b', mapping: { text: 'x', messages: 'y' } }] }, 'sources[1].mapping has both text and messages'],
    [
      { sources: ['a', { path: 'b', mapping: { labels: { intent: { columns: ['x'], delimiter: ',' } } } }] },
      'sources[1]: mapping.labels."intent" has delimiter beside columns',
    ],
    [{ sources: ['a', { path: 'b', where: 'a = 1' }] }, 'sources[1].where:1:3: there is no = here'],
    [{ where: 'a = 1' }, 'where:1:3: there is no = here; write == to compare\n  a = 1\n    ^'],
    [{ where: ['a == 1', 'b ='] }, 'where[1]:1:3: there is no = here'],
    [{ where: [] }, 'where must hold at least 1'],
    [{ where: 5 }, 'where must be a string like'],
    [{ rename: { a: '' } }, 'rename.a must not be empty'],
    [{ mapping: { conversation: { id: 'a' }, labels } }, 'mapping.conversation has no turn'],
  ])('are refused as %j', async (options, message) => {
    await expect(resolve(options)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) });
  });
});

describe('flags over a config file', () => {
  it('replace the filter, and the input of another kind', () => {
    const file: any = {
      options: { where: 'a', mapping: { conversation: { id: 'i', turn: 't', role: 'r', content: 'c' }, labels } },
      directory: '/',
    };
    const flags: any = { options: { where: ['b'], mapping: { text: 'x', labels: {} } }, directory: '/' };
    expect(mergeOptions(file, flags)).toMatchObject({ where: ['b'], mapping: { text: 'x', labels } });
    expect(mergeOptions(file, flags).mapping).not.toHaveProperty('conversation');
  });
});
