import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { resolveSources, type SourceInput } from '../../src/read/read.js';
import { errorOf, temporaryFolder } from './support.js';

async function namesIn(folder: string, ...inputs: readonly SourceInput[]): Promise<readonly string[]> {
  return (await resolveSources(inputs, { baseDirectory: folder })).map((source) => source.name);
}

const TREE = {
  'b.csv': 'b',
  'a.jsonl': 'a',
  'sub/c.json': 'c',
  'sub/deep/d.tsv': 'd',
  'Z.csv': 'z',
  '.hidden.csv': '',
  '_skip.csv': '',
  '.git/x.csv': '',
  '_temporary/x.csv': '',
  'README.md': '',
  'old.csv.gz': '',
};

describe('a source', () => {
  it('that is a file is named as the user wrote it and knows its path and size', async () => {
    const folder = await temporaryFolder({ 'data/a.csv': 'héllo' });
    const [source] = await resolveSources(['./data/../data/a.csv'], { baseDirectory: folder });
    expect(source).toMatchObject({
      name: './data/../data/a.csv',
      path: join(folder, 'data/a.csv'),
      rereadable: true,
      sizeBytes: 6,
    });
  });

  it('that is a folder becomes its data files by code point, without hidden ones and those with _', async () => {
    const folder = await temporaryFolder({
      'in/x': '',
      ...Object.fromEntries(Object.entries(TREE).map(([name, text]) => [`in/${name}`, text])),
    });
    const expected = ['in/Z.csv', 'in/a.jsonl', 'in/b.csv', 'in/old.csv.gz', 'in/sub/c.json', 'in/sub/deep/d.tsv'];
    expect(await namesIn(folder, 'in')).toEqual(expected);
    expect(await namesIn(folder, 'in/')).toEqual(expected);
    expect(await namesIn(join(folder, 'in'), '.')).toEqual(expected.map((name) => name.replace('in', '.')));
  });

  it('that is a folder which links to itself is walked once', async () => {
    const folder = await temporaryFolder({ 'in/a.csv': 'a' });
    await symlink('.', join(folder, 'in/loop'));
    expect(await namesIn(folder, 'in')).toEqual(['in/a.csv']);
  });

  it.each([
    ['*.csv', ['Z.csv', '_skip.csv', 'b.csv']],
    ['?.csv', ['Z.csv', 'b.csv']],
    ['**/*.{json,tsv}', ['sub/c.json', 'sub/deep/d.tsv']],
    ['s*/*', ['sub/c.json']],
    ['sub/**', ['sub/c.json', 'sub/deep/d.tsv']],
    ['./{a,b}.*', ['./a.jsonl', './b.csv']],
    ['.h*', ['.hidden.csv']],
    ['{a,{b,Z}}.{csv,jsonl}', ['Z.csv', 'a.jsonl', 'b.csv']],
  ])('that is the glob %s becomes the files that fit, sorted', async (glob, expected) => {
    expect(await namesIn(await temporaryFolder(TREE), glob)).toEqual(expected);
  });

  it('that is an absolute glob keeps its absolute form', async () => {
    const folder = await temporaryFolder({ 'a.csv': '', 'b.csv': '' });
    expect(await namesIn('/', `${folder}/*.csv`)).toEqual([`${folder}/a.csv`, `${folder}/b.csv`]);
  });

  it('that exists is not read as a glob', async () => {
    const folder = await temporaryFolder({ 'a[1]*.csv': 'a', 'a[1]b.csv': 'b' });
    expect(await namesIn(folder, 'a[1]*.csv')).toEqual(['a[1]*.csv']);
  });

  it('that is missing is named, with a near name in the same folder', async () => {
    const folder = await temporaryFolder({ 'intents.csv': '' });
    const error = await errorOf(resolveSources(['intent.csv'], { baseDirectory: folder }));
    expect(error).toMatchObject({ code: 'SOURCE_MISSING', facts: { path: 'intent.csv', near: 'intents.csv' } });
    expect(error.message).toContain('did you mean "intents.csv"');
    expect((await errorOf(resolveSources(['something-else'], { baseDirectory: folder }))).message).not.toContain('did you mean');
  });

  it('that is a glob without a fit or a folder without data is missing', async () => {
    const folder = await temporaryFolder({ 'in/README.md': '' });
    expect((await errorOf(resolveSources(['*.csv'], { baseDirectory: folder }))).code).toBe('SOURCE_MISSING');
    expect((await errorOf(resolveSources(['in'], { baseDirectory: folder }))).code).toBe('SOURCE_MISSING');
  });

  it('must not be given twice, under whatever name', async () => {
    const folder = await temporaryFolder({ 'in/a.csv': 'a' });
    await symlink('in/a.csv', join(folder, 'alias.csv'));
    for (const inputs of [
      ['in/a.csv', './in/a.csv'],
      ['in', 'in/*.csv'],
      ['in/a.csv', 'alias.csv'],
      ['-', '-'],
    ]) {
      const error = await errorOf(resolveSources(inputs, { baseDirectory: folder, stdin: Readable.from([]) }));
      expect(error.code).toBe('USAGE');
      expect(error.message).toContain('given twice');
    }
  });

  it('takes name, format, split and dialect from its options', async () => {
    const folder = await temporaryFolder({ 'a.csv': '', 'b.csv': '' });
    const [source] = await resolveSources([{ path: 'a.csv', name: 'A', format: 'csv', split: 'test', csv: { header: false } }], {
      baseDirectory: folder,
    });
    expect(source).toMatchObject({ name: 'A', format: 'csv', split: 'test', csv: { header: false } });
    expect((await errorOf(resolveSources([{ path: '*.csv', name: 'A' }], { baseDirectory: folder }))).code).toBe('USAGE');
  });

  it('can be read twice only where it is a regular file or an array', async () => {
    const folder = await temporaryFolder({ 'a.csv': '' });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const inputs = ['a.csv', 'pipe', '-', { rows: [] }, { rows: new Set() }];
    const sources = await resolveSources(inputs, { baseDirectory: folder, stdin: Readable.from([]) });
    expect(sources.map((source) => source.rereadable)).toEqual([true, false, false, true, false]);
    expect(sources.map((source) => source.name)).toEqual(['a.csv', 'pipe', '-', 'rows', 'rows']);
  });

  it('of rows must be iterable', async () => {
    const rows: Iterable<unknown> = 'text';
    expect((await errorOf(resolveSources([{ rows }]))).code).toBe('USAGE');
  });
});
