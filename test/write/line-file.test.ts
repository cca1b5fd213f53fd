import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import xxhash from 'xxhash-wasm';
import { describe, expect, it } from 'vitest';
import { createDigester } from '../../src/write/digest.js';
import { explainErrors, NODE_DISK, type Disk } from '../../src/write/disk.js';
import { createLineFile } from '../../src/write/line-file.js';
import { systemError } from './faulty-disk.js';
import { temporaryFolders } from './sets.js';

const folder = temporaryFolders();

async function openFile(disk: Disk = NODE_DISK, sha256 = false) {
  const path = join(folder(), 'train.jsonl');
  const digest = (await createDigester())(sha256);
  return { path, file: createLineFile({ name: 'train.jsonl', path, disk: explainErrors(disk), digest }) };
}

describe('a line file', () => {
  it('writes strings and bytes with exactly one line end each', async () => {
    const { path, file } = await openFile();
    for (const line of ['a', 'b\n', '', Buffer.from('ç'), Buffer.from('d\n'), '']) file.write(line);
    expect(file.lines).toBe(6);
    expect(file.bytes).toBe(11);
    const summary = file.finish();
    expect(file.finish()).toBe(summary);
    await file.settle();
    expect(fs.readFileSync(path, 'utf8')).toBe('a\nb\n\nç\nd\n\n');
  });

  it('gives the digests of the bytes on disk, also of lines larger than its buffer', async () => {
    const { path, file } = await openFile(NODE_DISK, true);
    const lines = ['x'.repeat(100_000), '€'.repeat(400_000), ...Array.from({ length: 9000 }, (_, n) => `line ${n} é`.repeat(7))];
    for (const line of lines) file.write(line);
    const summary = file.finish();
    await file.settle();
    const bytes = fs.readFileSync(path);
    expect(bytes.toString()).toBe(lines.join('\n') + '\n');
    const { h64Raw } = await xxhash();
    expect(summary).toEqual({
      name: 'train.jsonl',
      lines: lines.length,
      bytes: bytes.length,
      xxh64: h64Raw(bytes).toString(16).padStart(16, '0'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('adds many whole lines after those that wait, and counts them', async () => {
    const { path, file } = await openFile();
    file.write('a');
    file.writeMany(Buffer.from('b\nc\n'), 2);
    file.write('d');
    expect([file.lines, file.bytes]).toEqual([4, 8]);
    file.finish();
    await file.settle();
    expect(fs.readFileSync(path, 'utf8')).toBe('a\nb\nc\nd\n');
  });

  it('makes no file where there is no line', async () => {
    const { path, file } = await openFile();
    expect(file.finish()).toMatchObject({ bytes: 0, lines: 0, xxh64: 'ef46db3751d8e999' });
    await file.settle();
    expect(fs.existsSync(path)).toBe(false);
  });

  it('goes on after writes that are cut short, interrupted, or bring nothing', async () => {
    let call = 0;
    const { path, file } = await openFile({
      ...NODE_DISK,
      write(handle, bytes) {
        call++;
        if (call % 5 === 1) throw systemError('EAGAIN');
        if (call % 5 === 2) throw systemError('EINTR');
        if (call % 5 === 3) return 0;
        return NODE_DISK.write(handle, bytes.subarray(0, 1 + (call % 7)));
      },
    });
    const text = 'abcdefghijklmnopqrstuvwxyz';
    file.write(text);
    file.write(text);
    file.finish();
    await file.settle();
    expect(fs.readFileSync(path, 'utf8')).toBe(`${text}\n${text}\n`);
  });

  it('says how many bytes were written when the disk is full', async () => {
    let room = 300_000;
    const { path, file } = await openFile({
      ...NODE_DISK,
      write(handle, bytes) {
        if (room === 0) throw systemError('ENOSPC');
        const written = NODE_DISK.write(handle, bytes.subarray(0, room));
        room -= written;
        return written;
      },
    });
    const fill = () => {
      for (let line = 0; line < 10_000; line++) file.write('x'.repeat(99));
    };
    expect(fill).toThrow(
      expect.objectContaining({
        code: 'OUTPUT_UNWRITABLE',
        exitCode: 3,
        facts: { path, reason: 'ENOSPC', bytesWritten: 300_000 },
      }),
    );
    await file.abandon();
  });

  it('never syncs a second time after a failed sync', async () => {
    let syncs = 0;
    const { file } = await openFile({
      ...NODE_DISK,
      sync() {
        syncs++;
        return Promise.reject(systemError('EIO'));
      },
    });
    file.write('a');
    file.finish();
    await expect(file.settle()).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', facts: { reason: 'EIO' } });
    await file.abandon();
    expect(syncs).toBe(1);
  });

  it('takes no line once it is finished', async () => {
    const { file } = await openFile();
    file.finish();
    expect(() => file.write('late')).toThrow('train.jsonl is finished');
    expect(() => file.writeMany(Buffer.from('late\n'), 1)).toThrow('train.jsonl is finished');
  });
});
