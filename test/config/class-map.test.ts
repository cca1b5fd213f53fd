import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfigFile, mergeOptions, resolveConfig } from '../../src/config/config.js';
import { readClassMap } from '../../src/config/read-class-map.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelmill-map-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(name: string, content: string): Promise<unknown> {
  await writeFile(join(folder, name), content);
  return readClassMap(name, folder);
}

describe('a map of classes from a file', () => {
  const expected = { old: 'new', 'a, b': 'c', gone: null };

  it.each<[string, string]>([
    ['map.json', '{"old": "new", "a, b": "c", "gone": null}'],
    ['map.yaml', 'old: new\n"a, b": c\ngone: null\n'],
    ['map.csv', 'class,new\nold,new\n"a, b",c\ngone,\n'],
    ['headless.csv', 'old,new\n"a, b",c\ngone,'],
    ['dos.csv', '\ufeffClass,New\r\nold,new\r\n\r\n"a, b",c\r\ngone, \r\n'],
    ['map.tsv', 'old\tnew\na, b\tc\ngone\t\n'],
  ])('is the same from %s', async (name, content) => {
    expect(await read(name, content)).toEqual(expected);
  });

  it('may hold classes called like members of Object', async () => {
    const map = await read('odd.csv', '__proto__,constructor\ntoString,x\n');
    expect(Object.entries(map as object)).toEqual([
      ['__proto__', 'constructor'],
      ['toString', 'x'],
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['three.csv', 'a,b\nc,d,e\n', /three\.csv:2: a row of a class map is class and new class, but this one has 3 cells/],
    ['one.csv', 'a,b\n\nc\n', /one\.csv:3: .*has 1 cells/],
    ['twice.csv', 'a,b\n"x\ny",z\na,c\n', /twice\.csv:4: the class "a" is in line 1 already/],
    ['blank.csv', 'a,b\n ,c\n', /blank\.csv:2: the class is blank/],
    ['empty.csv', 'class,new\n', /empty\.csv: the class map is empty/],
    ['quote.csv', 'a,"b\n', /quote\.csv: this is not a table of two columns/],
    ['empty.json', '{}', /empty\.json:1:1: the class map is empty/],
    ['list.json', '["a"]', /list\.json:1:1: a class map is an object/],
    ['number.yaml', 'a: b\nc: 5\n', /number\.yaml:2:4: the new name of "c" must be a string/],
    ['blank.json', '{"a": " "}', /blank\.json:1:7: the new name of "a"/],
    ['twice.json', '{"a": "b",\n "a": "c"}', /twice\.json:2:2: this key is there twice/],
    ['map.txt', 'a b', /cannot tell what the class map .*map\.txt is; name it \.json, \.yaml, \.csv or \.tsv/],
  ])('is refused with its place: %s', async (name, content, message) => {
    await expect(read(name, content)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) });
  });

  it('is refused where it is not there', async () => {
    await expect(readClassMap('nowhere.csv', folder)).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE' });
  });

  it('is looked for from the folder of the config file, for common and own mappings, and read into the config', async () => {
    const inner = join(folder, 'inner');
    await mkdir(inner, { recursive: true });
    await writeFile(join(inner, 'map.csv'), 'old,new\n');
    const mapping = { text: 'text', labels: { intent: { field: 'intent', map: 'map.csv' } } };
    const own = { labels: { intent: { field: 'label', map: 'map.csv' } } };
    const content = { sources: ['a.csv', { path: 'b.csv', mapping: own }], mapping, out: 'out' };
    await writeFile(join(inner, 'labelmill.config.json'), JSON.stringify(content));
    const merged = mergeOptions(await loadConfigFile(join(inner, 'labelmill.config.json')), {
      options: { seed: 1 },
      directory: '/',
    });
    const config = await resolveConfig(merged);
    expect(config.mapping.labels['intent']).toEqual({ field: 'intent', map: { old: 'new' } });
    expect(config.shapes[1]?.mapping.labels['intent']).toEqual({ field: 'label', map: { old: 'new' } });
  });
});
