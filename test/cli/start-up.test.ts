import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../dist/bundle/main.js');
const RECORDER = join(import.meta.dirname, 'record-modules.mjs');

/** Libraries that take long to load, each for what few runs do. */
const HEAVY = ['ajv', 'yaml', 'cli-progress', 'iconv-lite', 'chardet', 'hyparquet', 'hyparquet-compressors', '@huggingface/hub'];

describe('what is loaded', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'labelmill-start-'));
    const rows = Array.from({ length: 40 }, (_, at) => `"a text, number ${at}",class_${at % 2}\n`);
    writeFileSync(join(folder, 'data.csv'), `text,label\n${rows.join('')}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Packages, and files of ours, that a command loads. */
  function loadedBy(name: string, ...args: readonly string[]): { packages: readonly string[]; files: readonly string[] } {
    const list = join(folder, `${name}.modules`);
    execFileSync(process.execPath, ['--import', RECORDER, MAIN, ...args], {
      cwd: folder,
      env: { ...process.env, MODULES_FILE: list },
    });
    const addresses = readFileSync(list, 'utf8').trim().split('\n');
    const packages = addresses.map((address) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(address)?.[1]);
    const files = addresses.map((address) => /\/dist\/bundle\/(.+)\.js$/.exec(address)?.[1]);
    return {
      packages: [...new Set(packages.filter((found) => found !== undefined))].sort(),
      files: files.filter((file, at) => file !== undefined && packages[at] === undefined).map(String),
    };
  }

  function bytesOf(files: readonly string[]): number {
    return files.reduce((sum, file) => sum + statSync(join(dirname(MAIN), `${file}.js`)).size, 0);
  }

  it('is commander alone and no stage where the version is asked for', () => {
    const { packages, files } = loadedBy('version', '--version');
    expect(packages).toEqual(['commander']);
    expect(files).toContain('main');
    expect(bytesOf(files)).toBeLessThan(200_000); // of 1.2 million
  });

  it('is no heavy library where a CSV is prepared', () => {
    const { packages, files } = loadedBy('prepare', 'prepare', 'data.csv', '--text', 'text', '--label', 'intent=label');
    expect(packages).toContain('csv-parse');
    expect(packages.filter((name) => HEAVY.includes(name))).toEqual([]);
    expect(bytesOf(files)).toBeGreaterThan(500_000);
    expect(files.filter((file) => /^(?:find-remote|read-parquet|page-values)/.test(file))).toEqual([]);
  });

  it('is ajv where the user has a schema, so that the list above can fail', () => {
    writeFileSync(join(folder, 'schema.json'), '{"type":"object"}');
    const args = ['prepare', 'data.csv', '--text', 'text', '--label', 'intent=label', '--schema', 'schema.json', '--out', 'b'];
    expect(loadedBy('schema', ...args).packages.filter((name) => HEAVY.includes(name))).toEqual(['ajv', 'yaml']);
  });
});
