import fs from 'node:fs';
import os from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openOutput, serializeManifest, verifyOutput } from '../../src/write/write.js';
import { NODE_DISK } from '../../src/write/disk.js';
import { systemError } from './faulty-disk.js';
import { contentOf, deadProcess, LINES, manifestFor, temporaryFolders, writeSplits } from './sets.js';

const folder = temporaryFolders();

async function publish(out: string): Promise<readonly string[]> {
  const output = await openOutput(out);
  try {
    await output.publish(manifestFor(writeSplits(output)));
    return output.notes;
  } finally {
    await output.close();
  }
}

const lockOf = (out: string) => join(dirname(out), `.${basename(out)}.labelmill.lock`);

/** Rewrites the lock as the one of another process. */
function writeLock(out: string, changes: object): void {
  fs.writeFileSync(
    lockOf(out),
    JSON.stringify({ run: '0123456789ab', pid: process.pid, host: os.hostname(), started: null, ...changes }),
  );
}

describe('publication', () => {
  it('puts the files and the manifest where nothing was, and leaves nothing beside them', async () => {
    const parent = folder();
    const out = join(parent, 'deep', 'er', 'out');
    const output = await openOutput(out);
    fs.mkdirSync(join(output.staging, '.spool'));
    fs.writeFileSync(join(output.staging, '.spool', 'rows'), 'x');
    const manifest = manifestFor(writeSplits(output));
    expect(output.whole('report.html', '<p>\n</p>')).toMatchObject({ lines: 2, bytes: 9 });
    output.lines('rejects.jsonl');
    expect(fs.existsSync(out)).toBe(false);
    await output.publish(manifest);
    await output.close();
    await output.close();
    expect(contentOf(out)).toEqual({
      'train.jsonl': LINES.train.join('\n') + '\n',
      'validation.jsonl': LINES.validation.join('\n') + '\n',
      'test.jsonl': LINES.test.join('\n') + '\n',
      'manifest.json': serializeManifest(manifest),
      'report.html': '<p>\n</p>\n',
    });
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
    expect((await verifyOutput(out)).findings).toEqual([]);
  });

  it('leaves no file open', async () => {
    const opened: number[] = [];
    const closed: number[] = [];
    const open: typeof NODE_DISK.open = (path, flags) => {
      const handle = NODE_DISK.open(path, flags);
      opened.push(handle);
      return handle;
    };
    const close = (handle: number): void => {
      closed.push(handle);
      NODE_DISK.close(handle);
    };
    const output = await openOutput(join(folder(), 'out'), { disk: { ...NODE_DISK, open, close } });
    await output.publish(manifestFor(writeSplits(output)));
    await output.close();
    expect(opened.length).toBeGreaterThan(3);
    expect(closed.sort()).toEqual(opened.sort());
  });

  it('replaces an older set of ours as a whole', async () => {
    const out = join(folder(), 'out');
    const first = await openOutput(out);
    const files = [...writeSplits(first), first.whole('extra.jsonl', '{}')];
    await first.publish(manifestFor(files));
    await first.close();
    expect(fs.existsSync(join(out, 'extra.jsonl'))).toBe(true);
    expect(await publish(out)).toEqual([]);
    expect(Object.keys(contentOf(out) ?? {}).sort()).toEqual(['manifest.json', 'test.jsonl', 'train.jsonl', 'validation.jsonl']);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('replaces an empty folder', async () => {
    const out = join(folder(), 'out');
    fs.mkdirSync(out);
    await publish(out);
    expect((await verifyOutput(out)).ok).toBe(true);
  });

  it('leaves the older set and nothing else when the run is closed without it', async () => {
    const out = join(folder(), 'out');
    await publish(out);
    const before = contentOf(out);
    const output = await openOutput(out);
    writeSplits(output, { ...LINES, test: [] });
    await output.close();
    expect(contentOf(out)).toEqual(before);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('removes the parents it made for a run that publishes nothing', async () => {
    const parent = folder();
    await (await openOutput(join(parent, 'a', 'b', 'out'))).close();
    expect(fs.readdirSync(parent)).toEqual([]);
  });

  it('does not swap once it is stopped', async () => {
    const out = join(folder(), 'out');
    const stop = new AbortController();
    const output = await openOutput(out, { signal: stop.signal });
    const manifest = manifestFor(writeSplits(output));
    stop.abort();
    await expect(output.publish(manifest)).rejects.toMatchObject({ code: 'ABORTED' });
    await output.close();
    expect(fs.readdirSync(dirname(out))).toEqual([]);
    await expect(openOutput(out, { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('refuses a manifest that is about other files', async () => {
    const wrong = [
      (files: ReturnType<typeof writeSplits>) => files.slice(1),
      (files: ReturnType<typeof writeSplits>) => [...files, { name: 'more.jsonl', bytes: 1, lines: 1, xxh64: '0'.repeat(16) }],
      (files: ReturnType<typeof writeSplits>) => files.map((file) => ({ ...file, bytes: file.bytes + 1 })),
      (files: ReturnType<typeof writeSplits>) => files.map((file) => ({ ...file, lines: file.lines + 1 })),
      (files: ReturnType<typeof writeSplits>) => files.map((file) => ({ ...file, xxh64: '0'.repeat(16) })),
    ];
    for (const change of wrong) {
      const out = join(folder(), 'out');
      const output = await openOutput(out);
      const files = writeSplits(output);
      await expect(output.publish(manifestFor(change(files)))).rejects.toMatchObject({ code: 'INTERNAL' });
      await output.close();
      expect(fs.readdirSync(dirname(out))).toEqual([]);
    }
  });

  it('refuses files in the staging folder that nobody announced', async () => {
    const output = await openOutput(join(folder(), 'out'));
    const files = writeSplits(output);
    fs.writeFileSync(join(output.staging, 'stray.txt'), 'x');
    await expect(output.publish(manifestFor(files))).rejects.toThrow('stray.txt');
    await output.close();
  });

  it('refuses file names that leave the folder, hide, or are taken, and files after the end', async () => {
    const output = await openOutput(join(folder(), 'out'));
    output.lines('train.jsonl');
    for (const name of ['', '.hidden', '../up', 'a/b', 'a\\b', 'a\0b', 'manifest.json', 'train.jsonl']) {
      expect(() => output.lines(name)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    }
    await output.publish(manifestFor([]));
    expect(() => output.lines('late.jsonl')).toThrow('published');
    await expect(output.publish(manifestFor([]))).rejects.toThrow('published');
    await output.close();
  });

  it('writes SHA-256 where it is asked for', async () => {
    const out = join(folder(), 'out');
    const output = await openOutput(out, { sha256: true });
    const files = writeSplits(output);
    expect(files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await output.publish(manifestFor(files));
    await output.close();
    expect((await verifyOutput(out)).ok).toBe(true);
  });
});

describe('what is not ours', () => {
  it('refuses a folder with a foreign file and names up to five', async () => {
    const out = join(folder(), 'out');
    fs.mkdirSync(out);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'train.jsonl']) fs.writeFileSync(join(out, name), 'mine');
    const before = contentOf(out);
    const message = `${out} holds what labelmill did not write (a, b, c, d, e and 2 more): choose another folder or remove them`;
    await expect(openOutput(out)).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS', exitCode: 4, message });
    expect(contentOf(out)).toEqual(before);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('refuses a set of ours with a foreign file, folder or link in it', async () => {
    const additions = [
      (out: string) => fs.writeFileSync(join(out, 'notes.txt'), 'mine'),
      (out: string) => fs.mkdirSync(join(out, 'models')),
      (out: string) => {
        fs.rmSync(join(out, 'train.jsonl'));
        fs.symlinkSync('/etc/hostname', join(out, 'train.jsonl'));
      },
    ];
    for (const add of additions) {
      const out = join(folder(), 'out');
      await publish(out);
      add(out);
      await expect(openOutput(out)).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
    }
  });

  it("refuses a folder whose manifest is another program's or damaged", async () => {
    for (const manifest of [
      '{"files":[{"name":"train.jsonl"}]}',
      '{"labelmill":"1","files":3}',
      '{',
      'null',
      '{"labelmill":1,"files":[]}',
    ]) {
      const out = join(folder(), 'out');
      fs.mkdirSync(out);
      fs.writeFileSync(join(out, 'manifest.json'), manifest);
      await expect(openOutput(out)).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
    }
  });

  it('refuses a link, a dangling link and a file in place of the folder', async () => {
    const parent = folder();
    const real = join(parent, 'real');
    fs.mkdirSync(real);
    fs.symlinkSync(real, join(parent, 'link'));
    fs.symlinkSync(join(parent, 'nowhere'), join(parent, 'dangling'));
    fs.writeFileSync(join(parent, 'file'), 'mine');
    for (const name of ['link', 'dangling']) {
      await expect(openOutput(join(parent, name))).rejects.toThrow(expect.objectContaining({ code: 'OUTPUT_NOT_OURS' }));
    }
    await expect(openOutput(join(parent, 'file'))).rejects.toThrow('is a file');
    expect(fs.readdirSync(parent).sort()).toEqual(['dangling', 'file', 'link', 'real']);
  });

  it('refuses the root, the current folder and a mount point', async () => {
    await expect(openOutput('/')).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
    await expect(openOutput('.')).rejects.toThrow('is the current folder');
    if (fs.existsSync('/proc/self/mountinfo')) await expect(openOutput('/proc')).rejects.toThrow('is a mount point');
  });

  it('refuses what came into the folder while the run worked', async () => {
    const out = join(folder(), 'out');
    await publish(out);
    const output = await openOutput(out);
    const files = writeSplits(output);
    fs.writeFileSync(join(out, 'notes.txt'), 'mine');
    await expect(output.publish(manifestFor(files))).rejects.toMatchObject({ code: 'OUTPUT_NOT_OURS' });
    await output.close();
    expect(fs.readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('says so where a parent is a file', async () => {
    const parent = folder();
    fs.writeFileSync(join(parent, 'file'), '');
    for (const path of [join(parent, 'file', 'out'), join(parent, 'file', 'deep', 'out')]) {
      await expect(openOutput(path)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', exitCode: 3 });
      await expect(openOutput(path)).rejects.toThrow('a part of this path is a file');
    }
  });
});

describe('the lock', () => {
  it('lets one of two runs in and tells the other which process has it', async () => {
    const out = join(folder(), 'out');
    const first = await openOutput(out);
    await expect(openOutput(out)).rejects.toMatchObject({ code: 'OUTPUT_BUSY', exitCode: 4, facts: { pid: process.pid } });
    const files = writeSplits(first);
    await first.publish(manifestFor(files));
    await first.close();
    expect(await publish(out)).toEqual([]);
  });

  it('lets exactly one of many runs in that start together', async () => {
    const out = join(folder(), 'out');
    const runs = await Promise.allSettled(Array.from({ length: 8 }, () => openOutput(out)));
    const winners = runs.filter((run) => run.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const { value } of winners) await value.close();
    expect(fs.existsSync(dirname(out)) && fs.readdirSync(dirname(out))).toEqual([]);
  });

  it('is taken over from a process that has ended, and says so', async () => {
    const out = join(folder(), 'out');
    const pid = deadProcess();
    writeLock(out, { pid });
    expect(await publish(out)).toEqual([`took over from a run that ended without cleaning up (process ${pid})`]);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('is taken over where the number of the process now belongs to another', async () => {
    const out = join(folder(), 'out');
    writeLock(out, { started: '1@another-start' });
    if (process.platform === 'linux') expect(await publish(out)).toHaveLength(1);
    else await expect(publish(out)).rejects.toMatchObject({ code: 'OUTPUT_BUSY' });
  });

  it('is taken over where it is empty or damaged', async () => {
    for (const content of [
      '',
      '{',
      '3',
      '{}',
      '{"run":"a","pid":-1,"host":"a","started":null}',
      '{"run":1,"pid":1,"host":"a","started":null}',
    ]) {
      const out = join(folder(), 'out');
      fs.writeFileSync(lockOf(out), content);
      expect(await publish(out)).toHaveLength(1);
    }
  });

  it('is respected where a living process may hold it, here or on another host', async () => {
    const out = join(folder(), 'out');
    writeLock(out, { pid: process.ppid });
    await expect(openOutput(out)).rejects.toThrow(`is being written by process ${process.ppid}`);
    writeLock(out, { host: 'elsewhere' });
    await expect(openOutput(out)).rejects.toThrow(`rm '${lockOf(out)}'`);
    expect(fs.existsSync(lockOf(out))).toBe(true);
  });

  it('must still be held when the set is published', async () => {
    const out = join(folder(), 'out');
    const output = await openOutput(out);
    const files = writeSplits(output);
    writeLock(out, {});
    await expect(output.publish(manifestFor(files))).rejects.toMatchObject({ code: 'OUTPUT_BUSY' });
    await output.close();
    expect(fs.existsSync(out)).toBe(false);
    expect(fs.existsSync(lockOf(out))).toBe(true);
  });
});

describe('a race for the lock of a dead run', () => {
  const deadPid = deadProcess();

  it('gives back the fresh lock of a run that was quicker', async () => {
    const out = join(folder(), 'out');
    writeLock(out, { pid: deadPid });
    let isFirst = true;
    const rename = (from: string, to: string) => {
      if (isFirst) writeLock(out, { run: 'quicker' });
      isFirst = false;
      NODE_DISK.rename(from, to);
    };
    await expect(openOutput(out, { disk: { ...NODE_DISK, rename } })).rejects.toMatchObject({ code: 'OUTPUT_BUSY' });
    expect(fs.readFileSync(lockOf(out), 'utf8')).toContain('quicker');
    expect(fs.readdirSync(dirname(out))).toEqual([basename(lockOf(out))]);
  });

  it('takes the lock where the other run has freed it meanwhile', async () => {
    const out = join(folder(), 'out');
    writeLock(out, { pid: deadPid });
    const rename = (from: string, to: string) => {
      if (from === lockOf(out)) fs.rmSync(from);
      NODE_DISK.rename(from, to);
    };
    const output = await openOutput(out, { disk: { ...NODE_DISK, rename } });
    await output.close();
    expect(output.notes).toEqual([]);
    expect(fs.readdirSync(dirname(out))).toEqual([]);
  });

  it('gives up where the lock is taken and freed again and again', async () => {
    const out = join(folder(), 'out');
    const link = () => {
      throw systemError('EEXIST');
    };
    await expect(openOutput(out, { disk: { ...NODE_DISK, link } })).rejects.toThrow('by several runs at once');
    expect(fs.readdirSync(dirname(out))).toEqual([]);
  });

  it('names a lock it cannot read', async () => {
    const out = join(folder(), 'out');
    fs.mkdirSync(lockOf(out));
    const message = `cannot read the lock ${lockOf(out)} (EISDIR): it is a folder; remove it`;
    await expect(openOutput(out)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', message, facts: { path: lockOf(out) } });
  });

  it('does not ask to remove a lock that may well be held, where the system fails', async () => {
    const out = join(folder(), 'out');
    writeLock(out, { pid: deadPid });
    const read = fs.readFileSync;
    const failing = vi.spyOn(fs, 'readFileSync').mockImplementation((path, options) => {
      if (path === lockOf(out)) throw systemError('EMFILE');
      return read(path, options);
    });
    await expect(openOutput(out))
      .rejects.toThrow('(EMFILE): too many files are open; raise the limit (ulimit -n), then run again')
      .finally(() => failing.mockRestore());
  });
});

describe('recovery', () => {
  const RUN = 'abcdef012345';
  const beside = (out: string, kind: string, run = RUN) => join(dirname(out), `.${basename(out)}.${kind}-${run}`);

  it('puts an older set back that nothing replaced', async () => {
    const out = join(folder(), 'out');
    await publish(out);
    const before = contentOf(out);
    fs.renameSync(out, beside(out, 'old'));
    const output = await openOutput(out);
    expect(output.notes).toEqual(['put the older set back that an interrupted run had set aside']);
    await output.close();
    expect(contentOf(out)).toEqual(before);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('prefers the older set of the run that was interrupted', async () => {
    const out = join(folder(), 'out');
    await publish(out);
    fs.renameSync(out, beside(out, 'old', '000000000001'));
    await publish(join(dirname(out), 'other'));
    fs.renameSync(join(dirname(out), 'other'), beside(out, 'old', '000000000002'));
    fs.mkdirSync(beside(out, 'tmp', '000000000001'));
    const inode = fs.statSync(beside(out, 'old', '000000000001')).ino;
    await (await openOutput(out)).close();
    expect(fs.statSync(out).ino).toBe(inode);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
  });

  it('removes staging folders and older sets that are left over', async () => {
    const out = join(folder(), 'out');
    await publish(out);
    const staging = beside(out, 'tmp');
    fs.mkdirSync(join(staging, '.spool', 'deep'), { recursive: true });
    for (const name of ['.labelmill-staging', 'train.jsonl', '.spool/rows']) fs.writeFileSync(join(staging, name), 'x');
    fs.symlinkSync('/etc', join(staging, '.spool', 'link'));
    fs.cpSync(out, beside(out, 'old'), { recursive: true });
    fs.mkdirSync(beside(out, 'tmp', '000000000000'));
    fs.writeFileSync(`${lockOf(out)}-${RUN}`, '');
    expect(await publish(out)).toHaveLength(3);
    expect(fs.readdirSync(dirname(out))).toEqual(['out']);
    expect(fs.existsSync('/etc')).toBe(true);
  });

  it('leaves alone what only looks like a leftover, and says so', async () => {
    const out = join(folder(), 'out');
    const names = [beside(out, 'tmp'), beside(out, 'old')];
    for (const name of names) {
      fs.mkdirSync(name);
      fs.writeFileSync(join(name, 'thesis.txt'), 'mine');
    }
    fs.mkdirSync(join(dirname(out), '.out.tmp-mine'));
    expect(await publish(out)).toEqual(
      [...names].sort().map((name) => `left ${name} alone: it holds files labelmill did not write`),
    );
    for (const name of names) expect(fs.readdirSync(name)).toEqual(['thesis.txt']);
    expect(fs.existsSync(join(dirname(out), '.out.tmp-mine'))).toBe(true);
  });
});
