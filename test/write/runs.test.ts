import fs from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../src/write/disk.js';
import { loadShuffleKernel } from '../../src/write/load-kernel.js';
import { mergeRuns } from '../../src/write/merge.js';
import { createRunFile, type RunReader } from '../../src/write/runs.js';
import { temporaryFolders } from './sets.js';

const folder = temporaryFolders();

/** Writes records with these lines as runs, and gives the readers of the runs. */
function runsOf(lists: readonly (readonly string[])[]) {
  const path = join(folder(), '.runs');
  const file = createRunFile(path, NODE_DISK);
  const runs = lists.map((lines) => {
    lines.forEach((line, place) => {
      const buffer = Buffer.from(`<${line}>`);
      file.put({ high: place, low: line.length, copies: 1, buffer, start: 1, end: buffer.length - 1 });
    });
    return file.endRun();
  });
  return { path, file, readers: runs.map((run) => file.read(run, 4096)) };
}

const lineOf = ({ buffer, start, end }: RunReader): string => buffer.toString('utf8', start, end);

describe('a file of runs', () => {
  it('gives back every record, also those larger than its buffer, and does not write each by itself', () => {
    const lists = [
      Array.from({ length: 3000 }, (_, n) => `line ${n} ${'é'.repeat(n % 90)}`),
      ['a', 'b'.repeat(300_000), 'c'.repeat(700_000), 'd', ''],
    ];
    const { path, file, readers } = runsOf(lists);
    const found = readers.map((reader) => {
      const lines: string[] = [];
      while (reader.advance()) {
        expect([reader.high, reader.copies]).toEqual([lines.length, 1]);
        lines.push(lineOf(reader));
        expect(reader.low).toBe(lines.at(-1)?.length);
      }
      return lines;
    });
    expect(found).toEqual(lists);
    file.remove();
    expect(fs.existsSync(path)).toBe(false);
  });

  it('writes when a quarter of a mebibyte is full', () => {
    const path = join(folder(), '.runs');
    const writes: number[] = [];
    const file = createRunFile(path, {
      ...NODE_DISK,
      write(handle, bytes) {
        writes.push(bytes.length);
        return NODE_DISK.write(handle, bytes);
      },
    });
    const buffer = Buffer.alloc(1008);
    for (let n = 0; n < 600; n++) file.put({ high: 0, low: n, copies: 1, buffer, start: 0, end: buffer.length });
    expect(file.endRun()).toEqual({ from: 0, to: 600 * 1024 });
    expect(writes.filter((bytes) => bytes > 0)).toEqual([256 * 1024, 256 * 1024, 88 * 1024]);
    file.remove();
  });
});

describe('a merge of runs', () => {
  it('lets others have a turn every 4 MiB', async () => {
    const lists = [0, 1].map(() => Array.from({ length: 60 }, () => 'x'.repeat(100_000)));
    const { file, readers } = runsOf(lists);
    let merged = 0;
    let seen = 0;
    setImmediate(() => (seen = merged));
    await mergeRuns(readers, () => merged++);
    file.remove();
    expect(merged).toBe(120);
    expect(seen).toBe(42);
  });
});

describe('the kernel', () => {
  it('is refused at once, and by name, where it lacks what it should have', async () => {
    const path = join(folder(), 'kernel.wasm');
    fs.writeFileSync(path, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await expect(loadShuffleKernel(pathToFileURL(path))).rejects.toMatchObject({
      code: 'INTERNAL',
      message: `cannot use ${path}: it lacks exports; install the package again`,
    });
    await expect(loadShuffleKernel(pathToFileURL(`${path}.gone`))).rejects.toThrow('ENOENT');
  });
});
