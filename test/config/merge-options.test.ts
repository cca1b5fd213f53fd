import { describe, expect, it } from 'vitest';
import { mergeOptions } from '../../src/config/config.js';
import type { PrepareOptions } from '../../src/config/config.js';

const FILE: Partial<PrepareOptions> = {
  sources: ['data.csv'],
  mapping: { text: 'body', labels: { topic: { field: 'topic', map: { a: 'b' } }, tone: { field: 'tone' } }, group: 'customer' },
  out: 'out',
  rejects: 'rejects.jsonl',
  schema: 'line.schema.json',
  seed: 7,
  balance: { min: 5, max: 100 },
  split: { ratios: '70/15/15', counts: { validation: 20, test: 30 } },
};

function merge(file: Partial<PrepareOptions>, flags: Partial<PrepareOptions>): Partial<PrepareOptions> {
  return mergeOptions({ options: file, directory: '/project/conf' }, { options: flags, directory: '/elsewhere' });
}

describe('flags over a config file', () => {
  it('win where both say something', () => {
    expect(merge(FILE, { seed: 1, duplicates: 'fail' })).toMatchObject({
      seed: 1,
      duplicates: 'fail',
      balance: { min: 5, max: 100 },
    });
  });

  it('count as not given where they are undefined', () => {
    const flags: any = {
      seed: undefined,
      mapping: { text: undefined, labels: { topic: undefined } },
      balance: { min: undefined },
    };
    expect(merge(FILE, flags)).toEqual(merge(FILE, {}));
  });

  it('resolve the paths of each side from its own folder', () => {
    expect(merge(FILE, {})).toMatchObject({
      baseDirectory: '/project/conf',
      sources: ['data.csv'],
      out: '/project/conf/out',
      rejects: '/project/conf/rejects.jsonl',
      schema: '/project/conf/line.schema.json',
    });
    expect(merge(FILE, { sources: ['other.csv'], out: 'there' })).toMatchObject({
      baseDirectory: '/elsewhere',
      sources: ['other.csv'],
      out: '/elsewhere/there',
      rejects: '/project/conf/rejects.jsonl',
    });
  });

  it('keep absolute paths and a schema that is given whole', () => {
    expect(merge(FILE, { out: '/abs', schema: { type: 'object' } })).toMatchObject({ out: '/abs', schema: { type: 'object' } });
  });

  it('start from the base folder a file names', () => {
    expect(merge({ ...FILE, baseDirectory: '..' }, {})).toMatchObject({ baseDirectory: '/project', out: '/project/out' });
  });

  it('replace the mapping of a target as a whole and keep the other targets, new ones last', () => {
    const { mapping } = merge(FILE, { mapping: { labels: { topic: { field: 'class' }, extra: { constant: 'x' } } } });
    expect(mapping).toEqual({
      text: 'body',
      group: 'customer',
      labels: { topic: { field: 'class' }, tone: { field: 'tone' }, extra: { constant: 'x' } },
    });
    expect(Object.keys(mapping?.labels ?? {})).toEqual(['topic', 'tone', 'extra']);
  });

  it('replace a text by messages and messages by a text', () => {
    expect(merge(FILE, { mapping: { messages: 'chat', labels: {} } }).mapping).not.toHaveProperty('text');
    const chat = { mapping: { messages: 'chat', labels: {} } };
    expect(merge(chat, { mapping: { text: 'body', labels: {} } }).mapping).toEqual({ text: 'body', labels: {} });
  });

  it('change single limits and single sizes', () => {
    const merged = merge(FILE, { balance: { max: '20%' }, split: { counts: { test: 5 } } });
    expect(merged.balance).toEqual({ min: 5, max: '20%' });
    expect(merged.split).toEqual({ ratios: '70/15/15', counts: { validation: 20, test: 5 } });
  });

  it('are all there is where the file is empty', () => {
    const flags: Partial<PrepareOptions> = {
      balance: { min: 1 },
      split: { counts: { test: 1 } },
      mapping: { text: 'a', labels: {} },
    };
    expect(merge({}, flags)).toEqual({ ...flags, baseDirectory: '/project/conf' });
  });

  it('may name a target __proto__', () => {
    const labels = JSON.parse('{"__proto__": {"field": "a"}}');
    const { mapping } = merge({ mapping: { text: 't', labels } }, { mapping: { labels: { b: { field: 'b' } } } });
    expect(Object.keys(mapping?.labels ?? {})).toEqual(['__proto__', 'b']);
  });

  it('change neither side', () => {
    const before = structuredClone(FILE);
    merge(FILE, { mapping: { messages: 'chat', labels: { topic: { constant: 'x' } } }, split: { counts: { test: 1 } } });
    expect(FILE).toEqual(before);
  });
});
