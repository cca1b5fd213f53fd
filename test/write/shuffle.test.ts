import fc from 'fast-check';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainErrors, NODE_DISK } from '../../src/write/disk.js';
import { createShuffler } from '../../src/write/shuffle.js';
import { systemError } from './faulty-disk.js';
import { temporaryFolders } from './sets.js';

const folder = temporaryFolders();
const createShuffle = await createShuffler();

interface Ranked {
  readonly high: number;
  readonly low: number;
  readonly line: string;
}

async function shuffled(records: readonly Ranked[], memoryBytes: number): Promise<string[]> {
  const directory = folder();
  const shuffle = createShuffle({ directory, memoryBytes });
  for (const { high, low, line } of records) shuffle.add(high, low, line);
  const lines: string[] = [];
  await shuffle.drain((many, count) => {
    const split = Buffer.from(many).toString().split('\n');
    expect(split.pop()).toBe('');
    expect(split).toHaveLength(count);
    lines.push(...split.map((text) => `${text}\n`));
  });
  expect(fs.readdirSync(directory)).toEqual([]);
  return lines;
}

function sorted(records: readonly Ranked[]): string[] {
  return [...records]
    .sort((a, b) => a.high - b.high || a.low - b.low || Buffer.compare(Buffer.from(a.line), Buffer.from(b.line)))
    .map(({ line }) => `${line}\n`);
}

const u32 = fc.oneof(
  fc.constantFrom(0, 1, 2047, 2048, 0x7fffffff, 0x80000000, 0xffffffff),
  fc.nat(3),
  fc.integer({ min: 0, max: 0xffffffff }),
);
const line = fc.oneof(fc.constantFrom('a', 'a\t', 'a b', ''), fc.string({ unit: 'grapheme', maxLength: 12 }));
const noLineEnd = line.map((text) => text.replaceAll('\n', ' '));

describe('the shuffle', () => {
  it('orders by rank and then by bytes, whatever memory it has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ high: u32, low: u32, line: noLineEnd }), { maxLength: 120 }), async (records) => {
        const expected = sorted(records);
        for (const memoryBytes of [1, 256, 1024, 1_000_000]) expect(await shuffled(records, memoryBytes)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('takes lines one by one or as records, through memory, pieces of runs and merges alike', async () => {
    const records = Array.from({ length: 4000 }, (_, n) => ({
      high: n % 7 === 0 ? 77 : Math.imul(n, 2654435761) >>> 0,
      low: n % 3,
      line: `line ${n % 900} ${'é'.repeat(n % 40)}`,
    }));
    const asBytes = records.map(({ high, low, line: text }) => {
      const bytes = Buffer.from(`${text}\n`);
      return Buffer.concat([Buffer.from(Uint32Array.of(high, low, 1, bytes.length).buffer), bytes]);
    });
    for (const memoryBytes of [64 * 1024 * 1024, 100_000, 10_000, 2000]) {
      const shuffle = createShuffle({ directory: folder(), memoryBytes });
      for (let n = 0; n < records.length; n += 40) {
        const { high, low, line: text } = records[n]!;
        shuffle.add(high, low, text);
        shuffle.addMany(Buffer.concat(asBytes.slice(n + 1, n + 40)));
      }
      let found = '';
      await shuffle.drain((lines) => (found += Buffer.from(lines).toString()));
      expect(found).toBe(sorted(records).join(''));
    }
  });

  it('merges more runs than it reads at once', async () => {
    const records = Array.from({ length: 2500 }, (_, n) => ({
      high: Math.imul(n, 2654435761) >>> 0,
      low: n % 5,
      line: `line ${n % 700}`,
    }));
    expect(await shuffled(records, 1)).toEqual(sorted(records));
  });

  it('keeps lines that are larger than its memory', async () => {
    const records = [3, 1, 2].map((high) => ({ high, low: 0, line: `${high}é`.repeat(200_000) }));
    expect(await shuffled(records, 1024)).toEqual(sorted(records));
  });

  it('stores a line that comes a hundred thousand times once per run', async () => {
    const directory = folder();
    const shuffle = createShuffle({ directory, memoryBytes: 256 * 1024 });
    for (let copy = 0; copy < 100_000; copy++) shuffle.add(7, 7, 'the same text again');
    const [name] = fs.readdirSync(directory);
    expect(name).toMatch(/^\.shuffle-/);
    expect(fs.statSync(`${directory}/${name}`).size).toBeLessThan(1000);
    let lines = 0;
    await shuffle.drain((_, count) => (lines += count));
    expect(lines).toBe(100_000);
  });

  it('lets the event loop turn while it hands many bytes over', async () => {
    for (const memoryBytes of [1024 * 1024, 64 * 1024 * 1024]) {
      const shuffle = createShuffle({ directory: folder(), memoryBytes });
      for (let n = 0; n < 6000; n++) shuffle.add(n, 0, 'x'.repeat(1000));
      let handedOver = 0;
      let seen = 0;
      setImmediate(() => (seen = handedOver));
      await shuffle.drain((_, count) => (handedOver += count));
      expect(seen).toBeGreaterThan(0);
      expect(seen).toBeLessThan(6000);
    }
  });

  it('takes 32 MiB of lines where it is not told otherwise, before it makes a file', () => {
    const directory = folder();
    const shuffle = createShuffle({ directory });
    const record = 1024 * 1024;
    for (let n = 0; n < 32; n++) shuffle.add(n, 0, 'x'.repeat(record - 17));
    expect(fs.readdirSync(directory)).toEqual([]);
    shuffle.add(33, 0, '');
    expect(fs.readdirSync(directory)).not.toEqual([]);
    shuffle.close();
  });

  it('frees its file when it is closed, when a drain fails, and only once', async () => {
    const directory = folder();
    const full = () => {
      const shuffle = createShuffle({ directory, memoryBytes: 1 });
      for (let n = 0; n < 5; n++) shuffle.add(n, 0, 'x');
      return shuffle;
    };
    const closed = full();
    expect(fs.readdirSync(directory)).toHaveLength(1);
    closed.close();
    closed.close();
    expect(fs.readdirSync(directory)).toEqual([]);
    expect(() => closed.add(1, 1, 'x')).toThrow('closed');
    await expect(closed.drain(() => undefined)).rejects.toThrow('closed');
    const failing = full();
    const stop = () => {
      throw new Error('stop');
    };
    await expect(failing.drain(stop)).rejects.toThrow('stop');
    expect(fs.readdirSync(directory)).toEqual([]);
  });

  it('names the temporary file when it cannot be written', () => {
    const disk = explainErrors({
      ...NODE_DISK,
      write() {
        throw systemError('ENOSPC');
      },
    });
    const shuffle = createShuffle({ directory: folder(), memoryBytes: 1, disk });
    shuffle.add(1, 1, 'a');
    expect(() => shuffle.add(2, 2, 'b')).toThrow(/cannot write .*\.shuffle-[0-9a-f]{12} \(ENOSPC\)/);
    shuffle.close();
  });

  it('notices that its file was cut', async () => {
    const directory = folder();
    const shuffle = createShuffle({ directory, memoryBytes: 1 });
    for (let n = 0; n < 5; n++) shuffle.add(n, 0, 'x');
    fs.truncateSync(`${directory}/${fs.readdirSync(directory)[0]}`, 20);
    await expect(shuffle.drain(() => undefined)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
