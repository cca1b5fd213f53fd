import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findConfigFile, loadConfigFile } from '../../src/config/config.js';
import { EVERY_OPTION } from './options.fixture.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelmill-config-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes a config and loads it. */
async function load(text: string | Uint8Array, name = 'c.yaml'): Promise<any> {
  await writeFile(join(folder, name), text);
  return (await loadConfigFile(join(folder, name))).options;
}

/** The error of a config, with the path left out of its message. */
async function refusal(text: string | Uint8Array, name = 'c.yaml'): Promise<any> {
  const error = await load(text, name).then(
    () => expect.fail('was accepted'),
    (reason: unknown) => reason as any,
  );
  return {
    code: error.code,
    exitCode: error.exitCode,
    facts: error.facts,
    message: error.message.replaceAll(join(folder, name), name),
  };
}

describe('a config file', () => {
  it('gives the options it holds, without defaults, and its folder', async () => {
    await writeFile(join(folder, 'own.json'), JSON.stringify({ seed: 7 }));
    const path = join(folder, 'own.json');
    expect(await loadConfigFile(path)).toEqual({ options: { seed: 7 }, directory: folder, path });
  });

  it('may hold every option, in JSON', async () => {
    expect(await load(JSON.stringify(EVERY_OPTION, null, '\t'), 'every.json')).toEqual(EVERY_OPTION);
  });

  it('may hold every option, in YAML', async () => {
    const { stringify } = await import('yaml');
    expect(await load(stringify(EVERY_OPTION), 'every.yml')).toEqual(EVERY_OPTION);
  });

  it('keeps no, yes and on as strings, and keys that look like numbers or truth values, too', async () => {
    const text = 'mapping: {text: t, labels: {ok: {field: f, map: {true: yes, false: no, 1: on}}}}';
    expect((await load(text)).mapping.labels.ok.map).toEqual({ true: 'yes', false: 'no', 1: 'on' });
  });

  it('may repeat itself by aliases, but not without end', async () => {
    expect(await load('mapping: {text: t, labels: {a: &a {field: f}, b: *a}}')).toMatchObject({
      mapping: { labels: { b: { field: 'f' } } },
    });
    const bomb = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(
      (n) =>
        `l${n}: &l${n} [${Array(9)
          .fill(n === 0 ? 'x' : `*l${n - 1}`)
          .join(', ')}]`,
    );
    expect(await refusal(bomb.join('\n'))).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('alias') });
  });

  it('may name a target __proto__ or constructor', async () => {
    for (const name of ['c.yaml', 'c.json']) {
      const { mapping } = await load(
        '{"mapping": {"text": "t", "labels": {"__proto__": {"field": "a"}, "constructor": {"field": "b"}}}}',
        name,
      );
      expect(Object.keys(mapping.labels)).toEqual(['__proto__', 'constructor']);
    }
  });

  it('may start with a byte order mark and have CRLF line ends', async () => {
    expect(await load('\uFEFFseed: 7\r\norder: source\r\n')).toEqual({ seed: 7, order: 'source' });
  });
});

describe('the place of what is wrong', () => {
  it.each([
    [
      'seed: 1\nmapping:\n  labels:\n    t: {feild: a, field: b}',
      '4:9: mapping.labels.t.feild is unknown; did you mean "field"?',
    ],
    ['seed: 1\nsead: 2', '2:1: sead is unknown; did you mean "seed"?'],
    ['seed: -1', '1:7: seed must be at least 0, but is -1'],
    ['seed: 1.5', '1:7: seed must be a whole number, but is 1.5'],
    ['seed: 9007199254740992', '1:7: seed must be at most 9007199254740991, but is 9007199254740992'],
    ['seed: "1"', '1:7: seed must be a whole number, but is "1"'],
    ['out:', '1:5: out must be a string, but is null'],
    ['order: shufled', '1:8: order must be one of shuffled, source, but is "shufled"; did you mean "shuffled"?'],
    ['sources: []', '1:10: sources must hold at least 1, but holds 0'],
    ['sources:\n  - a.csv\n  - {name: b}', '3:5: sources[1] has no path; add it'],
    ['sources: [{path: a, csv: {quote: true}}]', '1:34: sources[0].csv.quote must not be true'],
    ['sources: [{path: a, csv: {escape: "::"}}]', '1:35: sources[0].csv.escape must be at most 1 character long, but is "::"'],
    ['sources: [""]', '1:11: sources[0] must not be empty'],
    [
      'mapping:\n  labels:\n    t: {}',
      '3:8: mapping.labels.t must have exactly one of field, columns, object, constant, but has none',
    ],
    ['mapping: {text: a, messages: b}', '1:10: mapping has both text and messages; remove one of them'],
    [
      'mapping: {text: {field: a, fields: [b]}}',
      '1:17: mapping.text must have exactly one of field, fields, template, but has field and fields',
    ],
    ['mapping: {text: {field: a, separator: b}}', '1:17: mapping.text has separator, which needs fields beside it'],
    [
      'mapping: {labels: {t: {constant: true}}}',
      '1:34: mapping.labels.t.constant must be a string, but is true; put it in quotes: "true"',
    ],
    ['mapping: {labels: {t: {columns: [a, a]}}}', '1:33: mapping.labels.t.columns holds the same value twice; remove one'],
    ['mapping: {labels: {my target: 5}}', '1:31: mapping.labels["my target"] must be an object, but is 5'],
    ['maxRejects: 101%', '1:13: maxRejects must be a whole number or look like "1%", but is "101%"'],
    ['split: {ratios: [1]}', '1:17: split.ratios must hold at least 2, but holds 1'],
    ['split: {ratios: 80-20}', '1:17: split.ratios must look like "80/10/10", but is "80-20"'],
    ['split: {ratios: 80/10/20}', '1:17: split.ratios must sum to 1 or to 100, but 80 + 10 + 20 is 110'],
    ['a: &a {seed: 1}\nsplit: *a', '1:8: split.seed is unknown'],
    ['split: {ratios: [0.5, 0.2, 0.2, 0.1]}', '1:17: split.ratios must hold at most 3, but holds 4'],
    ['[1]', '1:1: the config must be an object, but is a list'],
    ['5', '1:1: the config must be an object, but is 5'],
  ])('of %j is told', async (text, told) => {
    expect((await refusal(text)).message).toContain(`c.yaml:${told}`);
  });

  it.each(['100%', '0%', '0.0%', '120%', '-5%', '5', '%', '20 %', '1e1%'])('is told for the share %j', async (share) => {
    expect(await refusal(`balance:\n  max: "${share}"`)).toMatchObject({
      code: 'BALANCE_INVALID',
      message: expect.stringContaining('c.yaml:2:8: balance.max must be a whole number or look like "20%"'),
    });
  });

  it('is told for every problem, in the order of the file, and the first is a fact', async () => {
    const { message, facts, code } = await refusal('split: {ratio: 1}\nbalance: {min: -1}\nmapping: {txt: a}\nseed: x');
    expect(message.split('\n').map((line: string) => line.replace(/ .*/, ''))).toEqual([
      'c.yaml:1:9:',
      'c.yaml:2:16:',
      'c.yaml:3:11:',
      'c.yaml:4:7:',
    ]);
    expect({ code, ...facts }).toMatchObject({ code: 'CONFIG_INVALID', line: 1, column: 9 });
  });

  it('is told for twenty problems and the rest is counted', async () => {
    const lines = (await refusal(Array.from({ length: 25 }, (_, at) => `k${at}: 1`).join('\n'))).message.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe('and 5 more');
  });

  it('names the keys that are known there', async () => {
    expect((await refusal('split: {zzz: 1}')).message).toBe(
      'c.yaml:1:9: split.zzz is unknown; known here: ratios, counts, smallClasses',
    );
  });

  it.each([
    ['balance: {min: -1}', 'BALANCE_INVALID'],
    ['split: {ratios: 5}', 'RATIOS_INVALID'],
    ['split: {counts: {test: -1}}', 'RATIOS_INVALID'],
    ['balance: {mni: 1}', 'CONFIG_INVALID'],
  ])('comes with the code of its part and exit code 2: %j', async (text, code) => {
    expect(await refusal(text)).toMatchObject({ code, exitCode: 2 });
  });
});

describe('a file that is no config', () => {
  it.each([
    ['a: [1, 2', 'c.yaml', '1:9: '],
    ['seed: 1\nseed: 2', 'c.yaml', '2:1: this key is there twice; remove one'],
    ['seed: 1\n---\nseed: 2', 'c.yaml', '2:1: a second document starts here'],
    ['seed: !!js/function "x"', 'c.yaml', '1:7: Unresolved tag'],
    ['out: !path x', 'c.yaml', '1:6: Unresolved tag'],
    ['[a]: 1', 'c.yaml', '1:1: '],
    ['{"seed": 1,\n}', 'c.json', "2:1: unexpected token '}'; this is not JSON"],
    ['{\n // why\n"seed": 1}', 'c.json', '2:2: expected an object key; this is not JSON'],
    ["{'seed': 1}", 'c.json', '1:2: expected an object key; this is not JSON'],
    ['seed: 1', 'c.json', '1:1: expected a value; this is not JSON'],
    ['{"seed": 1} {"seed": 2}', 'c.json', '1:13: unexpected characters; this is not JSON'],
    ['{"seed": 1', 'c.json', "1:11: expected ','; this is not JSON"],
    ['{"seed": 1, "seed": 2}', 'c.json', '1:13: this key is there twice; remove one'],
    ['', 'c.json', '1:1: expected a value; this is not JSON'],
  ])('is refused with line and column: %j', async (text, name, told) => {
    const error = await refusal(text, name);
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(`${name}:${told}`);
  });

  it.each(['', '# nothing yet\n'])('is refused when it is empty: %j', async (text) => {
    expect(await refusal(text)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('c.yaml is empty') });
  });

  it('is refused when it is nested without end', async () => {
    expect(await refusal('['.repeat(100_000))).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('nested too deeply'),
    });
  });

  it('is refused when it is not UTF-8', async () => {
    expect(await refusal(Uint8Array.of(0x6f, 0xff))).toMatchObject({
      code: 'CONFIG_UNREADABLE',
      message: expect.stringContaining('not UTF-8'),
    });
  });

  it('is refused by its name when that tells no format', async () => {
    expect(await refusal('seed = 1', 'c.toml')).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('.json, .yaml or .yml'),
    });
  });

  it('is refused when it is not there, or a folder', async () => {
    await expect(loadConfigFile(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'CONFIG_UNREADABLE',
      facts: { reason: 'ENOENT' },
    });
    await mkdir(join(folder, 'folder.json'));
    await expect(loadConfigFile(join(folder, 'folder.json'))).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 2 });
  });
});

describe('the config file of a folder', () => {
  it.each(['json', 'yaml', 'yml'])('is found when it is called labelmill.config.%s', async (extension) => {
    const directory = await mkdtemp(join(folder, 'find-'));
    await writeFile(join(directory, `labelmill.config.${extension}`), '');
    expect(await findConfigFile(directory)).toBe(join(directory, `labelmill.config.${extension}`));
  });

  it('is not looked for in folders above', async () => {
    const directory = await mkdtemp(join(folder, 'find-'));
    await mkdir(join(directory, 'inner'));
    await writeFile(join(directory, 'labelmill.config.json'), '{}');
    expect(await findConfigFile(join(directory, 'inner'))).toBeUndefined();
  });

  it('is none where there is no such folder', async () => {
    expect(await findConfigFile(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('is refused where there are two', async () => {
    const directory = await mkdtemp(join(folder, 'find-'));
    await writeFile(join(directory, 'labelmill.config.json'), '{}');
    await writeFile(join(directory, 'labelmill.config.yml'), '');
    await expect(findConfigFile(directory)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
