import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { appendFile, chmod, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readSource, resolveSources, type ReadOptions, type Reading } from '../../src/read/read.js';
import { errorOf, readAll, temporaryFolder, values } from './support.js';

const CONTENT = 'text,label\n' + 'hello,x\n'.repeat(5000);

async function open(path: string, options: ReadOptions = {}, stdin: Readable = Readable.from([])): Promise<Reading> {
  const [source] = await resolveSources([path], { stdin });
  if (source === undefined) throw new Error('no source');
  return readSource(source, options);
}

/** Reads to the end and does something after the first batch. */
async function readWith(reading: Reading, afterFirst: () => unknown): Promise<void> {
  let isFirst = true;
  for await (const batch of reading.batches) {
    expect(batch.length).toBeGreaterThan(0);
    if (isFirst) await afterFirst();
    isFirst = false;
  }
}

describe('reading', () => {
  it.each([
    ['grows', (path: string) => appendFile(path, 'more,x\n')],
    ['shrinks', (path: string) => truncate(path, 30_000)],
    [
      'is replaced',
      async (path: string) => {
        await writeFile(`${path}.new`, CONTENT);
        await rename(`${path}.new`, path);
      },
    ],
    ['is moved away', (path: string) => rename(path, `${path}.old`)],
    ['breaks', (path: string) => writeFile(path, CONTENT.slice(0, 20_000) + '"open')],
  ])('a file that %s meanwhile ends with SOURCE_CHANGED', async (_what, change) => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT.repeat(3) }), 'data.csv');
    const reading = await open(path, { chunkSizeBytes: 1000, batchSize: 10 });
    const error = await errorOf(readWith(reading, () => change(path)));
    expect(error).toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 3 });
    expect(error.message).toContain('changed while it was read');
  });

  it('a file that goes before it is opened ends with SOURCE_UNREADABLE', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    const reading = await open(path);
    await rename(path, `${path}.old`);
    expect(await errorOf(readWith(reading, () => undefined))).toMatchObject({
      code: 'SOURCE_UNREADABLE',
      facts: { reason: 'ENOENT' },
    });
  });

  it.skipIf(process.getuid?.() === 0)('a file without permission is refused before it is read', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    await chmod(path, 0);
    expect((await errorOf(open(path))).code).toBe('SOURCE_UNREADABLE');
  });

  it('stdin gives the same rows as the file', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    const file = await readAll(path);
    for (const pieces of [[Buffer.from(CONTENT)], CONTENT.match(/.{1,999}/gs) ?? []]) {
      const reading = await open('-', {}, Readable.from(pieces));
      const rows: unknown[] = [];
      for await (const batch of reading.batches) rows.push(...values(batch));
      expect(rows).toEqual(values(file.rows));
      expect(reading.summary()).toEqual({ ...file.summary, name: '-' });
    }
  });

  it('a FIFO gives the same rows as the file', async () => {
    const folder = await temporaryFolder({ 'data.csv': CONTENT });
    const pipe = join(folder, 'pipe');
    execFile('sh', ['-c', `mkfifo ${pipe}; cat ${join(folder, 'data.csv')} > ${pipe}`]);
    await expect
      .poll(() =>
        open(pipe).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    expect((await readAll(pipe)).summary.rows).toBe(5000);
  });

  it('a stream a second time is refused', async () => {
    const stdin = Readable.from([Buffer.from(CONTENT)]);
    await readWith(await open('-', {}, stdin), () => undefined);
    expect((await errorOf(readWith(await open('-', {}, stdin), () => undefined))).message).toContain('read already');
  });

  it('a stream that fails ends with SOURCE_UNREADABLE and keeps the cause', async () => {
    const cause = new Error('broken pipe');
    const failing = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(CONTENT);
      throw cause;
    };
    const error = await errorOf(readWith(await open('-', {}, Readable.from(failing())), () => undefined));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', cause });
  });

  it('stops at a signal, also while it waits for a stream', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    const whileFile = new AbortController();
    const fromFile = await open(path, { signal: whileFile.signal, chunkSizeBytes: 1000, batchSize: 10 });
    expect((await errorOf(readWith(fromFile, () => whileFile.abort()))).code).toBe('ABORTED');

    const whileStream = new AbortController();
    const silent = new Readable({ read: () => queueMicrotask(() => whileStream.abort()) });
    const fromStream = await open('-', { signal: whileStream.signal }, silent);
    expect((await errorOf(readWith(fromStream, () => undefined))).code).toBe('ABORTED');
  });

  it('tells how many bytes arrived', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    let sum = 0;
    await readAll(path, { chunkSizeBytes: 999, onBytes: (bytes) => (sum += bytes) });
    expect(sum).toBe(CONTENT.length);
  });

  it('has no summary before its end', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    const reading = await open(path);
    expect(() => reading.summary()).toThrow('not read to its end');
  });

  it.skipIf(!existsSync('/proc/self/fd'))('closes the file when its consumer leaves, wherever it is', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT.repeat(5) }), 'data.csv');
    for (const batchesTaken of [1, 2, 30]) {
      const reading = await open(path, { chunkSizeBytes: 1000 });
      let taken = 0;
      for await (const batch of reading.batches) if (batch.length === 0 || ++taken === batchesTaken) break;
      expect(openFiles()).not.toContain(path);
    }
  });

  it('gives batches of 512', async () => {
    const path = join(await temporaryFolder({ 'data.csv': CONTENT }), 'data.csv');
    const sizes: number[] = [];
    for await (const batch of (await open(path)).batches) sizes.push(batch.length);
    expect(sizes).toEqual([...Array.from({ length: 9 }, () => 512), 5000 - 9 * 512]);
  });
});

/** Files this process holds open. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return '';
    }
  });
}
