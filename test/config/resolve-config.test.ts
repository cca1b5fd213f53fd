import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConfig, type PrepareOptions } from '../../src/config/config.js';
import { EVERY_OPTION } from './options.fixture.js';

const LEAST = {
  sources: ['a.csv'],
  mapping: { text: 'text', labels: { topic: { field: 'label' } } },
  out: 'out',
} satisfies PrepareOptions;
const HERE = { baseDirectory: '/project' };

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelmill-resolve-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Options that types would refuse, too. */
function resolve(options: any): Promise<any> {
  return resolveConfig({ ...LEAST, ...options }, HERE);
}

describe('a config', () => {
  it('has every default', async () => {
    expect(await resolveConfig(LEAST, HERE)).toEqual({
      baseDirectory: '/project',
      sources: ['a.csv'],
      mapping: LEAST.mapping,
      shapes: [{ mapping: LEAST.mapping, where: [], rename: {}, select: undefined }],
      out: '/project/out',
      schema: undefined,
      duplicates: 'keep',
      contradictions: 'keep',
      nearDuplicates: 'keep',
      nearDuplicateThreshold: 0.8,
      balance: { min: {}, max: {}, maxShare: {}, rare: { policy: 'drop-label' }, scope: 'all' },
      split: { ratios: [0.8, 0.1, 0.1], counts: [undefined, undefined, undefined], smallClasses: 'proportional' },
      seed: 42,
      order: 'shuffled',
      maxRejects: { count: 0 },
      invalidUtf8: 'error',
      allowSingleClass: false,
      rejects: undefined,
      leftOut: false,
      sha256: false,
      lane: 'auto',
      threads: undefined,
      limits: { rowBytes: 16777216, columns: 20000, depth: 256, labelsPerRow: 1000, classBytes: 1024, classes: 1000000 },
      checks: {},
      memoryBudget: 268435456,
    });
  });

  it('keeps what was given', async () => {
    expect(await resolve({ ...EVERY_OPTION, baseDirectory: 'data', contradictions: 'drop' })).toMatchObject({
      baseDirectory: '/project/data',
      sources: EVERY_OPTION.sources,
      mapping: EVERY_OPTION.mapping,
      out: '/project/data/out',
      rejects: '/project/data/rejects.jsonl',
      schema: { type: 'object' },
      split: { ratios: [0.7, 0.2, 0.1], counts: [80, 10, 10], smallClasses: 'cover' },
      seed: 7,
      order: 'source',
      maxRejects: { share: 0.01 },
      lane: 'rows',
      threads: 2,
      memoryBudget: 1024,
    });
  });

  it('keeps counts and shares apart, each at the level it was given', async () => {
    expect((await resolve({ balance: EVERY_OPTION.balance })).balance).toEqual({
      min: {
        all: 10,
        perTarget: new Map([
          ['plain', 5],
          ['split', 6],
        ]),
        perClass: new Map([['split', new Map([['a', 7]])]]),
      },
      max: { all: 600, perClass: new Map([['split', new Map([['a', 100]])]]) },
      maxShare: {
        perTarget: new Map([
          ['plain', 0.2],
          ['split', 0.333],
        ]),
      },
      rare: { policy: 'map', class: 'other' },
      scope: 'train',
    });
    expect((await resolve({ balance: { min: 3, max: '20%' } })).balance).toMatchObject({
      min: { all: 3 },
      max: {},
      maxShare: { all: 0.2 },
    });
  });

  it('is frozen all the way down, and what was given is not', async () => {
    const options = structuredClone({ ...LEAST, schema: { type: 'object' }, balance: { min: 1 } });
    const config = await resolveConfig(options, HERE);
    for (const part of [
      config,
      config.mapping,
      config.mapping.labels,
      config.sources,
      config.split.ratios,
      config.balance.min,
      config.schema,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect([options, options.mapping, options.mapping.labels, options.schema].some(Object.isFrozen)).toBe(false);
    expect(options).toEqual({ ...LEAST, schema: { type: 'object' }, balance: { min: 1 } });
  });

  it('does not change when the options change afterwards', async () => {
    const options = structuredClone(LEAST);
    const config = await resolveConfig(options, HERE);
    options.mapping.labels.topic.field = 'other';
    expect(config.mapping.labels.topic).toEqual({ field: 'label' });
  });

  it('takes undefined for not given', async () => {
    expect(await resolve({ seed: undefined, balance: { min: undefined }, schema: undefined })).toEqual(
      await resolveConfig(LEAST, HERE),
    );
  });

  it('starts relative paths at the current folder where no other is given', async () => {
    expect((await resolveConfig(LEAST)).out).toBe(join(process.cwd(), 'out'));
  });
});

describe('rows in memory', () => {
  it('are taken as they are, untouched and unfrozen', async () => {
    const rows = [{ text: 'a', label: 'b' }];
    let read = false;
    const lazy = (function* () {
      read = true;
      yield {};
    })();
    const { sources } = await resolve({ sources: ['a.csv', { rows, name: 'mine', split: 'test' }, { rows: lazy }] });
    expect(sources.slice(0, 2)).toEqual(['a.csv', { rows, name: 'mine', split: 'test' }]);
    expect(sources[2].rows).toBe(lazy);
    expect(sources[1].rows).toBe(rows);
    expect([Object.isFrozen(rows), Object.isFrozen(lazy), read]).toEqual([false, false, false]);
  });

  it('may be an async iterable', async () => {
    const rows = (async function* () {
      yield {};
    })();
    expect((await resolve({ sources: [{ rows }] })).sources[0].rows).toBe(rows);
  });

  it.each([
    [{ rows: 'abc' }, 'sources[0].rows must be a list or another iterable of rows'],
    [{ rows: 5 }, 'sources[0].rows must be a list or another iterable of rows'],
    [
      { rows: [], nam: 'x' },
      'sources[0].nam is unknown; did you mean "name"? known beside rows: name, split, mapping, where, rename, select',
    ],
    [{ rows: [], format: 'csv' }, 'sources[0].format is unknown; known beside rows: name, split, mapping, where, rename, select'],
    [{ rows: [], name: '' }, 'sources[0].name must be a string that is not empty'],
    [{ rows: [], split: 'dev' }, 'sources[0].split must be one of train, validation, test'],
  ])('are refused when they are %j', async (source, message) => {
    await expect(resolve({ sources: [source] })).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
  });
});

describe('options that can not run', () => {
  it('are told all that is missing at once', async () => {
    await expect(resolveConfig({})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      exitCode: 2,
      message: [
        'sources is missing; name files, folders, globs or - for standard input',
        'mapping is missing; say which field holds the text and which the labels',
        'out is missing; name the folder the splits are written to',
      ].join('\n'),
    });
  });

  it.each([
    [{ mapping: { labels: { t: { field: 'a' } } } }, 'mapping.text is missing'],
    [{ mapping: { text: 'a' } }, 'mapping.labels is missing'],
    [{ mapping: { text: 'a', messages: 'b', labels: { t: { field: 'a' } } } }, 'mapping has both text and messages'],
    [{ mapping: { text: 'a', labels: {} } }, 'mapping.labels must hold at least 1, but holds 0'],
    [{ mapping: { text: 'a', labels: { t: { field: 'a', kind: 'single', delimiter: ',' } } } }, 'single'],
    [{ seed: -1 }, 'seed must be at least 0, but is -1'],
    [{ seed: 2 ** 53 }, 'seed must be at most 9007199254740991'],
    [{ seed: NaN }, 'seed must be a whole number, but is NaN'],
    [{ seed: 7n }, 'seed must be a whole number, but is a bigint'],
    [{ out: () => 'out' }, 'out must be a string, but is a function'],
    [{ sead: 1 }, 'sead is unknown; did you mean "seed"?'],
    [{ sources: 'a.csv' }, 'sources must be a list, but is "a.csv"'],
    [{ maxRejects: -1 }, 'maxRejects must be at least 0'],
  ])('are refused: %o', async (options, message) => {
    await expect(resolve(options)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [{ min: 10, max: 5 }],
    [{ min: 10, max: { targets: { t: 5 } } }],
    [{ min: { targets: { t: 10 } }, max: 5 }],
    [{ min: 10, max: { targets: { t: { classes: { a: 5 } } } } }],
    [{ min: { targets: { t: { classes: { a: 10 } } } }, max: { all: 100, targets: { t: { all: 5 } } } }],
    [{ min: -1 }],
    [{ min: 1.5 }],
    [{ min: '5%' }],
    [{ max: 0 }],
    [{ max: '100%' }],
    [{ max: { all: '0%' } }],
  ])('are refused for their limits: %j', async (balance) => {
    await expect(resolve({ balance })).rejects.toMatchObject({ code: 'BALANCE_INVALID', exitCode: 2 });
  });

  it('are accepted where a closer limit makes up for a wider one', async () => {
    const balance = { min: { all: 10, targets: { t: 2 } }, max: { targets: { t: 5 } } };
    await expect(resolve({ balance })).resolves.toMatchObject({ seed: 42 });
  });

  it.each([[{ ratios: '80/10/20' }], [{ ratios: [0.5, -0.5, 1] }], [{ counts: { test: 1.5 } }], [{ ratios: {} }]])(
    'are refused for their sizes: %j',
    async (split) => {
      await expect(resolve({ split })).rejects.toMatchObject({ code: 'RATIOS_INVALID', exitCode: 2 });
    },
  );

  it('are refused when they hold themselves', async () => {
    const schema: any = {};
    schema.self = schema;
    await expect(resolve({ schema })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('hold themselves'),
    });
  });
});

describe("the user's own schema", () => {
  it.each(['line.json', 'line.schema', 'line.yaml'])('is read from %s', async (name) => {
    await writeFile(join(folder, name), '{"type": "object"}');
    expect((await resolve({ schema: join(folder, name) })).schema).toEqual({ type: 'object' });
  });

  it('starts at the base folder', async () => {
    await writeFile(join(folder, 'base.json'), '{"type": "object"}');
    const config = await resolveConfig({ ...LEAST, schema: 'base.json' }, { baseDirectory: folder });
    expect(config.schema).toEqual({ type: 'object' });
  });

  it.each([
    ['broken.json', '{"type": }', 'broken.json:1:10'],
    ['list.json', '[]', 'holds no JSON Schema'],
    ['empty.yaml', '', 'holds no JSON Schema'],
  ])('is refused with its place: %s', async (name, text, told) => {
    await writeFile(join(folder, name), text);
    await expect(resolve({ schema: join(folder, name) })).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      exitCode: 2,
      message: expect.stringContaining(told),
    });
  });

  it('is refused when it is not there', async () => {
    await expect(resolve({ schema: 'nowhere.json' })).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      message: expect.stringContaining('ENOENT'),
    });
  });
});
