import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { folderContent } from '../../src/write/folder-content.js';
import { systemError } from './faulty-disk.js';
import { temporaryFolders } from './sets.js';

const folder = temporaryFolders();
afterEach(() => void vi.restoreAllMocks());

/** A folder with these files. */
function holding(files: Readonly<Record<string, string>>): string {
  const path = folder();
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(join(path, name), content);
  return path;
}

describe('what a folder holds', () => {
  it('is ours where a manifest answers for every file, the manifest last', () => {
    const manifest = JSON.stringify({ labelmill: '0.1.0', files: [{ name: 'z.jsonl' }] });
    const path = holding({ 'z.jsonl': '', 'manifest.json': manifest, 'report.html': '' });
    expect(folderContent(path)).toEqual({ kind: 'ours', files: ['report.html', 'z.jsonl', 'manifest.json'] });
  });

  it.each([
    ['says nothing of labelmill', { files: [{ name: 'a' }] }],
    ['says no version', { labelmill: 1, files: [{ name: 'a' }] }],
    ['lists no files', { labelmill: '0.1.0' }],
    ['has no list of files', { labelmill: '0.1.0', files: 'a' }],
    ['lists the name alone', { labelmill: '0.1.0', files: ['a'] }],
    ['lists nothing', { labelmill: '0.1.0', files: [null] }],
    ['lists a file without a name', { labelmill: '0.1.0', files: [{ bytes: 1 }] }],
    ['lists a name that is no text', { labelmill: '0.1.0', files: [{ name: 1 }] }],
    ['is null', null],
    ['is a number', 1],
  ])('is not ours where the manifest %s', (_what, manifest) => {
    const path = holding({ a: '', 'manifest.json': JSON.stringify(manifest) });
    expect(folderContent(path)).toMatchObject({ kind: 'foreign', foreign: expect.arrayContaining(['a']) });
  });

  it('is not ours where the manifest is a folder or no JSON', () => {
    const path = folder();
    fs.mkdirSync(join(path, 'manifest.json'));
    expect(folderContent(path)).toEqual({ kind: 'foreign', foreign: ['manifest.json/'] });
    expect(folderContent(holding({ 'manifest.json': '{' }))).toEqual({ kind: 'foreign', foreign: ['manifest.json'] });
  });

  it('is not guessed where the manifest cannot be read', () => {
    const path = holding({ 'manifest.json': '{}' });
    vi.spyOn(fs, 'readFileSync').mockImplementation(() => {
      throw systemError('EIO');
    });
    expect(() => folderContent(path)).toThrow('EIO');
  });
});
