import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { explainErrors, NODE_DISK } from '../../src/write/disk.js';
import { currentHolder, parseHolder } from '../../src/write/holder.js';
import { acquireLock } from '../../src/write/lock.js';
import { locate, placeIn } from '../../src/write/place.js';
import { recover } from '../../src/write/recovery.js';
import { syncFolder } from '../../src/write/sync-folder.js';
import { systemError } from './faulty-disk.js';
import { deadProcess, manifestFor, temporaryFolders } from './sets.js';
import { lockOutput, serializeManifest } from '../../src/write/write.js';

const folder = temporaryFolders();
afterEach(() => void vi.restoreAllMocks());

const fails = (code: string) => () => {
  throw systemError(code);
};

describe('the holder of a lock', () => {
  it('is read as it was written', () => {
    const holder = currentHolder('0123456789ab');
    expect(parseHolder(JSON.stringify(holder))).toEqual(holder);
    expect(holder.started).toMatch(/^[1-9][0-9]*@[0-9a-f-]{36}$/);
    expect(parseHolder(JSON.stringify({ ...holder, started: null }))).toEqual({ ...holder, started: null });
  });

  it('has no start where the system does not tell it', () => {
    vi.spyOn(fs, 'readFileSync').mockReturnValue('1 (node) S 1');
    expect(currentHolder('0123456789ab').started).toBeNull();
  });

  it.each([
    ['is no JSON', '{'],
    ['is null', 'null'],
    ['is a number', '1'],
    ...Object.entries({ run: 1, pid: 0, host: null, started: 7 }).map(([key, value]) => [
      `has another kind of ${key}`,
      JSON.stringify({ ...currentHolder('0123456789ab'), [key]: value }),
    ]),
    ...['run', 'pid', 'host', 'started'].map((key) => [
      `lacks ${key}`,
      JSON.stringify({ ...currentHolder('0123456789ab'), [key]: undefined }),
    ]),
    ['has half a process', JSON.stringify({ ...currentHolder('0123456789ab'), pid: 1.5 })],
    ['has a process that is a text', JSON.stringify({ ...currentHolder('0123456789ab'), pid: '1' })],
  ])('is nobody where the content %s', (_what, content) => {
    expect(parseHolder(content ?? '')).toBeUndefined();
  });
});

describe('the lock', () => {
  it('says what failed where it can neither be linked nor made', () => {
    const place = placeIn(folder(), 'out');
    const open: typeof NODE_DISK.open = (path, flags) => (path === place.lock ? fails('ENOSPC')() : NODE_DISK.open(path, flags));
    const disk = explainErrors({ ...NODE_DISK, link: fails('EPERM'), open });
    expect(() => acquireLock(place, disk)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ reason: 'ENOSPC' }) }),
    );
  });

  it('is taken where the dead one was cleaned up by another run while it was moved aside', () => {
    const place = placeIn(folder(), 'out');
    fs.writeFileSync(place.lock, JSON.stringify({ ...currentHolder('ba9876543210'), pid: deadProcess() }));
    const rename: typeof NODE_DISK.rename = (from, to) => {
      NODE_DISK.rename(from, to);
      fs.rmSync(to);
    };
    const lock = acquireLock(place, explainErrors({ ...NODE_DISK, rename }));
    expect(lock.isHeld()).toBe(true);
    expect(lock.notes).toEqual([]);
    lock.release();
    expect(fs.existsSync(place.lock)).toBe(false);
  });

  it('of an output that is read removes the drafts of locks, and nothing else that lies there', () => {
    const parent = folder();
    fs.mkdirSync(join(parent, 'out'));
    fs.mkdirSync(join(parent, '.out.tmp-0123456789ab'));
    fs.writeFileSync(join(parent, '.out.labelmill.lock-0123456789ab'), '');
    const lock = lockOutput(join(parent, 'out'));
    expect(fs.readdirSync(parent)).toEqual(['.out.labelmill.lock', '.out.tmp-0123456789ab', 'out']);
    lock.release();
    expect(() => lockOutput(join(parent, 'gone'))).toThrow(expect.objectContaining({ code: 'SOURCE_MISSING' }));
  });
});

describe('recovery', () => {
  it('puts the set back that was moved last, where no run says which it was', async () => {
    const parent = folder();
    const place = placeIn(parent, 'out');
    const [older, newer] = ['ffffffffffff', '000000000000'].map((run) => join(parent, `.out.old-${run}`));
    for (const path of [older ?? '', newer ?? '']) {
      fs.mkdirSync(path);
      fs.writeFileSync(join(path, 'manifest.json'), serializeManifest(manifestFor([], { seed: path === older ? 1 : 2 })));
    }
    const changedAt = (path = '') => fs.lstatSync(path).ctimeMs;
    while (changedAt(newer) <= changedAt(older)) fs.chmodSync(newer ?? '', 0o755);
    expect(await recover(place, explainErrors(NODE_DISK))).toContain(
      'put the older set back that an interrupted run had set aside',
    );
    expect(fs.readFileSync(join(place.path, 'manifest.json'), 'utf8')).toContain('"seed": 2');
    expect(fs.readdirSync(parent)).toEqual(['out']);
  });
});

describe('where the system tells less', () => {
  it('takes an output for no mount point where there is no table of them, and says so where it cannot be read', () => {
    const out = join(folder(), 'out');
    const reading = vi.spyOn(fs, 'readFileSync').mockImplementation(fails('ENOENT'));
    expect(locate(out, NODE_DISK).path).toBe(out);
    reading.mockImplementation(fails('EIO'));
    expect(() => locate(out, NODE_DISK)).toThrow('EIO');
  });

  it('opens no folder to sync it on Windows, and every folder elsewhere', async () => {
    const path = folder();
    let opened = 0;
    const open: typeof NODE_DISK.open = (name, flags) => {
      opened++;
      return NODE_DISK.open(name, flags);
    };
    await syncFolder(path, { ...NODE_DISK, open });
    expect(opened).toBe(1);
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    await syncFolder(path, { ...NODE_DISK, open });
    platform.mockRestore();
    expect(opened).toBe(1);
  });
});
