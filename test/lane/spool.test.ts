import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSpool, type SpooledExample } from '../../src/lane/spool.js';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'labelmill-spool-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const example = (at: number, text: string): SpooledExample => ({
  place: at % 3,
  high: 0xffffffff - at,
  low: at,
  labelSet: at % 7,
  group: at % 5,
  inputJson: JSON.stringify(text),
  origin: { source: 'naïve 🙂.csv', row: at + 1, line: at + 2, byte: at * 10 },
});

/** Where a link leads; nowhere once it is gone. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

describe('the spool', () => {
  it('gives back what was written, in order, also where a character lies across two blocks', () => {
    for (const shift of [0, 1, 2, 3]) {
      const written = Array.from({ length: 600 }, (_, at) => example(at, `${'x'.repeat(shift)}${'🙂é'.repeat(1000)} ${at}`));
      const spool = createSpool(folder, shift);
      for (const each of written) spool.write(each);
      spool.finish();
      expect([...spool.read()]).toEqual(written);
      expect([...spool.read()]).toEqual(written);
      spool.remove();
      expect(existsSync(join(folder, `.spool-${shift}`))).toBe(false);
    }
  });

  it('holds a block at most in memory, and does not write each example by itself', () => {
    const spool = createSpool(folder, 'a');
    const sizes = Array.from({ length: 40 }, (_, at) => {
      spool.write(example(at, 'x'.repeat(100_000)));
      return statSync(join(folder, '.spool-a')).size;
    });
    expect(new Set(sizes).size).toBe(4);
    sizes.forEach((size, at) => expect((at + 1) * 100_000 - size).toBeLessThan(1024 * 1024));
    spool.finish();
    spool.remove();
  });

  it('writes a block as soon as it holds a mebibyte, and not before', () => {
    const spool = createSpool(folder, 'a');
    const sizeOf = () => statSync(join(folder, '.spool-a')).size;
    const ascii = (bytes: number): SpooledExample => ({
      ...example(0, 'x'.repeat(bytes)),
      origin: { source: 'a', row: 1, line: 1, byte: 0 },
    });
    spool.write(ascii(0));
    spool.finish();
    const shortest = sizeOf();
    spool.write(ascii(1024 * 1024 - shortest - 1));
    expect(sizeOf()).toBe(shortest);
    spool.finish();
    spool.write(ascii(1024 * 1024 - shortest));
    expect(sizeOf()).toBe(shortest + 2 * 1024 * 1024 - 1);
    spool.remove();
  });

  it('says that it is damaged, and where', () => {
    const spool = createSpool(folder, 'a');
    spool.write(example(1, 'a'));
    spool.finish();
    const path = join(folder, '.spool-a');
    truncateSync(path);
    writeFileSync(path, '[1]\n');
    expect(() => [...spool.read()]).toThrow(expect.objectContaining({ code: 'INTERNAL', facts: { path } }));
    spool.remove();
  });

  it('holds its file open until it is removed, and no longer', () => {
    const spool = createSpool(folder, 'a');
    const openFiles = () => readdirSync('/proc/self/fd').map((handle) => linkOf(`/proc/self/fd/${handle}`));
    expect(openFiles()).toContain(join(realpathSync(folder), '.spool-a'));
    spool.remove();
    expect(openFiles().filter((path) => path.includes('.spool-a'))).toEqual([]);
  });

  it('is removed without a word where its file is gone already', () => {
    const spool = createSpool(folder, 'a');
    rmSync(join(folder, '.spool-a'));
    expect(() => spool.remove()).not.toThrow();
  });

  it('names the path and the reason where it can not be made', () => {
    const gone = join(folder, 'gone');
    expect(() => createSpool(gone, 1)).toThrow(
      expect.objectContaining({ code: 'OUTPUT_UNWRITABLE', message: expect.stringContaining('ENOENT') }),
    );
  });
});
