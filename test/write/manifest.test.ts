import { Ajv2020 } from 'ajv/dist/2020.js';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { manifestPieces } from '../../src/write/manifest.js';
import { rejectLine, serializeManifest } from '../../src/write/write.js';
import { manifestFor } from './sets.js';

function validatorOf(name: string) {
  const schema: unknown = JSON.parse(fs.readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
  return new Ajv2020({ allErrors: true, strict: true }).compile(schema);
}

const FILE = {
  name: 'train.jsonl',
  split: 'train',
  bytes: 3,
  lines: 1,
  xxh64: '0123456789abcdef',
  sha256: '0'.repeat(64),
} as const;

describe('the manifest', () => {
  it('is the same text whatever order its keys were set in', () => {
    const manifest = manifestFor([FILE], {
      account: { rowsRead: 9, written: 1, rejected: { 'text-empty': 3, 'json-syntax': 2 }, leftOut: { duplicate: 3 } },
      sources: [
        {
          name: 'a.csv',
          format: 'csv',
          rows: 9,
          account: { rowsRead: 9, written: 9, rejected: {}, leftOut: {} },
          csv: { quote: '"' },
        },
      ],
      targets: [{ name: 'tone', kind: 'single', optional: true }],
    });
    const backwards = reverseKeys(manifest);
    expect(Object.keys(backwards)).not.toEqual(Object.keys(manifest));
    expect(serializeManifest(backwards)).toBe(serializeManifest(manifest));
    expect(serializeManifest(manifest)).toContain('"rejected": {\n      "json-syntax": 2,\n      "text-empty": 3\n    }');
  });

  it('is the text of JSON indented by two, with classes, without any, and with more than a piece holds', () => {
    const [one] = manifestFor([]).classes;
    for (const classes of [
      [],
      manifestFor([]).classes,
      Array.from({ length: 3000 }, () => one).filter((each) => each !== undefined),
    ]) {
      const text = serializeManifest(manifestFor([FILE], { classes }));
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
      expect(JSON.parse(text)).toMatchObject({ classes });
    }
  });

  it('comes in pieces of 64 Ki characters and a little more', () => {
    const classes = Array.from({ length: 3000 }, (_, n) => ({
      target: 'tone',
      class: `${n}`,
      read: n,
      train: 0,
      validation: 0,
      test: 0,
    }));
    const sizes = [...manifestPieces(manifestFor([FILE], { classes }))].map(({ length }) => length);
    expect(sizes.length).toBeGreaterThan(6);
    for (const size of sizes.slice(1, -2)) expect([size >= 65_536, size < 65_800]).toEqual([true, true]);
  });

  it('says how many rows were merged where rows were', () => {
    const account = { merged: 2, leftOut: {}, rejected: {}, written: 1, rowsRead: 3 };
    expect(JSON.stringify(JSON.parse(serializeManifest(manifestFor([FILE], { account }))).account)).toBe(
      '{"rowsRead":3,"written":1,"rejected":{},"leftOut":{},"merged":2}',
    );
  });

  it('keeps every member of a source', () => {
    const source = {
      name: 'a.csv.gz',
      format: 'csv',
      compression: 'gzip',
      encoding: 'windows-1252',
      bytes: 9,
      digest: '0123456789abcdef',
      rows: 1,
      replaced: 2,
      account: { rowsRead: 1, written: 1, rejected: {}, leftOut: {} },
      csv: { delimiter: ',' },
    } as const;
    const written: { readonly sources: unknown } = JSON.parse(serializeManifest(manifestFor([FILE], { sources: [source] })));
    expect(written.sources).toEqual([source]);
  });

  it('fits its schema, and the schema refuses paths as names', () => {
    const validate = validatorOf('manifest');
    expect(validate(JSON.parse(serializeManifest(manifestFor([FILE]))))).toBe(true);
    for (const name of ['../up', '.hidden', 'a/b', 'a\\b', '']) {
      expect(validate(JSON.parse(serializeManifest(manifestFor([{ ...FILE, name }]))))).toBe(false);
    }
  });
});

describe('a line of the rejects file', () => {
  const reject = {
    raw: 'a\u2028b',
    message: 'row 3 has no text',
    code: 'text-missing',
    stage: 'normalize',
    origin: { byte: 20, line: 4, row: 3, source: 'data.csv' },
  } as const;

  it('has a fixed order of keys and no line end inside', () => {
    expect(rejectLine(reject)).toBe(
      '{"origin":{"source":"data.csv","row":3,"line":4,"byte":20},"stage":"normalize","code":"text-missing",' +
        '"message":"row 3 has no text","raw":"a\\u2028b"}',
    );
  });

  it('fits its schema', () => {
    expect(validatorOf('rejects')(JSON.parse(rejectLine(reject)))).toBe(true);
  });
});

/** The same object with its keys set the other way round. Config, split and issues, whose order has a meaning, are empty here. */
function reverseKeys<Value extends object>(value: Value): Value {
  const turned: Value = JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).reverse()) : each,
  );
  return turned;
}
