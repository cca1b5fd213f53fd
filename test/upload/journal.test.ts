import { appendFile, open, readFile, stat, symlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openJournal, readJournal, type Part } from '../../src/upload/upload.js';
import { temporaryFolder } from './support.js';

const PART: Part = { name: 'a.jsonl', content: { text: 'x' }, bytes: 1, lines: 1, sha256: 'f'.repeat(64), split: 'train' };

async function withSteps(): Promise<string> {
  const path = join(await temporaryFolder(), 'out.upload.jsonl');
  const journal = await openJournal(path);
  await journal.add('here', PART, { state: 'sending', attempt: 1 });
  await journal.add('here', PART, { state: 'done', id: '7' });
  await journal.close();
  return path;
}

describe('the journal', () => {
  it('tells the last step of the same bytes under the same name at the same destination, and of no other', async () => {
    const { last } = readJournal(await withSteps());
    expect(last('here', PART)).toEqual({ state: 'done', id: '7' });
    expect(last('there', PART)).toBeUndefined();
    expect(last('here', { ...PART, name: 'b.jsonl' })).toBeUndefined();
    expect(last('here', { ...PART, sha256: '0'.repeat(64) })).toBeUndefined();
  });

  it('tells a step as soon as it is added', async () => {
    const journal = await openJournal(join(await temporaryFolder(), 'out.upload.jsonl'));
    expect(journal.last('here', PART)).toBeUndefined();
    await journal.add('here', PART, { state: 'sending', attempt: 1 });
    expect(journal.last('here', PART)).toEqual({ state: 'sending', attempt: 1 });
    expect(journal.last('there', PART)).toBeUndefined();
    await journal.close();
  });

  it.each([
    { state: 'planned' },
    { state: 'sending', attempt: 2 },
    { state: 'done', id: '7' },
    { state: 'refused', code: 'too-large' },
  ] as const)('tells a step to the next run as it was added: $state', async (step) => {
    const path = join(await temporaryFolder(), 'out.upload.jsonl');
    const journal = await openJournal(path);
    await journal.add('here', PART, step);
    await journal.close();
    expect(readJournal(path).last('here', PART)).toEqual(step);
  });

  it('can be read by its owner alone', async () => {
    expect((await stat(await withSteps())).mode & 0o777).toBe(0o600);
  });

  it('leaves out a last line that was cut off anywhere, and goes on after the one before', async () => {
    const path = await withSteps();
    const whole = await readFile(path);
    const start = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let end = start; end < whole.length; end++) {
      await writeFile(path, whole.subarray(0, end));
      const journal = await openJournal(path);
      expect(journal.last('here', PART)).toEqual({ state: 'sending', attempt: 1 });
      await journal.add('here', PART, { state: 'done', id: '8' });
      await journal.close();
      expect(readJournal(path).last('here', PART)).toEqual({ state: 'done', id: '8' });
    }
  });

  it.each([
    '{}',
    'x',
    '{"destination":"a","name":"b","sha256":"c","state":"done"}',
    '{"destination":"a","name":"b","sha256":"c","state":"odd"}',
    '{"destination":"a","name":"b","sha256":"c"}',
    '{"destination":1,"name":"b","sha256":"c","state":"planned"}',
    '{"destination":"a","name":1,"sha256":"c","state":"planned"}',
    '{"destination":"a","name":"b","sha256":1,"state":"planned"}',
    '{"destination":"a","name":"b","sha256":"c","state":"sending"}',
    '{"destination":"a","name":"b","sha256":"c","state":"sending","attempt":"1"}',
    '{"destination":"a","name":"b","sha256":"c","state":"done","id":1}',
    '{"destination":"a","name":"b","sha256":"c","state":"refused","code":1}',
    'null',
    '1',
  ])('is refused, with its line, where a line is not one of its own: %s', async (line) => {
    const path = await withSteps();
    await appendFile(path, `${line}\n`);
    await expect(openJournal(path)).rejects.toMatchObject({
      code: 'OUTPUT_CORRUPT',
      message: expect.stringContaining(`${path}:3 is no line`),
      facts: { line: 3 },
    });
  });

  it('says where it can not be read', async () => {
    const folder = await temporaryFolder();
    expect(() => readJournal(folder)).toThrow(
      expect.objectContaining({ code: 'SOURCE_UNREADABLE', message: expect.stringContaining(folder) }),
    );
  });

  it('makes its name and each step durable, but on Windows, where folders cannot be opened, the steps alone', async () => {
    const handle = await open(import.meta.filename);
    const handles: { sync(this: FileHandle): Promise<void> } = Object.getPrototypeOf(handle);
    await handle.close();
    const kinds: string[] = [];
    const sync = vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
      kinds.push((await this.stat()).isDirectory() ? 'folder' : 'file');
    });
    await withSteps();
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    const path = await withSteps().finally(() => platform.mockRestore());
    sync.mockRestore();
    expect(kinds).toEqual(['folder', 'file', 'file', 'file', 'file']);
    expect(readJournal(path).last('here', PART)).toEqual({ state: 'done', id: '7' });
  });

  it('follows no link', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'precious'), '');
    await symlink(join(folder, 'precious'), join(folder, 'journal'));
    await expect(openJournal(join(folder, 'journal'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
