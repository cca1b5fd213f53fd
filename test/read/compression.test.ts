import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unzstd } from '../../src/read/decompress/zstd.js';
import { readSource, resolveSources } from '../../src/read/read.js';
import { errorOf, plain, readAll, readText, temporaryFolder, values } from './support.js';

const CSV =
  'text,label\n' + Array.from({ length: 3000 }, (_, row) => `"row ${row} é😀, with a comma",class ${row % 7}\n`).join('');
const JSONL = '{"text":"é","label":"x"}\n'.repeat(500);
const JSON_ROWS = JSON.stringify(Array.from({ length: 300 }, (_, row) => ({ text: `t${row}`, label: 'x' })));
const HAS_ZSTD = spawnSync('zstd', ['--version']).status === 0;

function zstd(content: string | Buffer, ...args: string[]): Buffer {
  return execFileSync('zstd', ['-c', ...args], { input: content, maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** A zstd frame without the zstd program: raw blocks, or one block of a repeated byte. */
function rawFrame(content: Buffer, options: { readonly descriptor?: number; readonly tail?: readonly number[] } = {}): Buffer {
  const size = Buffer.alloc(3);
  size.writeUIntLE((content.length << 3) | 1, 0, 3);
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, options.descriptor ?? 0, 0x50]);
  return Buffer.concat([head, size, content, Buffer.from(options.tail ?? [])]);
}

describe.each([
  ['gzip', (content: string) => gzipSync(content)],
  ['gzip', (content: string) => Buffer.concat([gzipSync(content.slice(0, 40)), gzipSync(''), gzipSync(content.slice(40))])],
  ['gzip', (content: string) => Buffer.concat([gzipSync(content), Buffer.alloc(700)])],
  ['zstd', (content: string) => Buffer.concat([...pieces(Buffer.from(content), 60_000)].map((piece) => rawFrame(piece)))],
] as const)('a source in %s (case %#)', (compression, compress) => {
  it.each([
    ['data.csv', CSV, 'csv'],
    ['data.jsonl', JSONL, 'jsonl'],
    ['data.json', JSON_ROWS, 'json'],
    ['no ending', CSV, 'csv'],
    ['data.json.gz', '[]', 'json'],
  ])('gives the rows, lines and bytes of %s, whatever the chunks', async (name, content, format) => {
    const bare = await readText(name, content);
    const stored = compress(content);
    for (const chunkSizeBytes of [1, 2, 7, 64 * 1024].slice(content.length > 50_000 ? 2 : 0)) {
      const { rows, summary } = await readText(name, stored, { chunkSizeBytes });
      expect(plain(rows)).toEqual(plain(bare.rows));
      expect(summary).toMatchObject({ format, compression, bytes: stored.length, rows: bare.rows.length });
      expect(summary.digest).not.toBe(bare.summary.digest);
    }
  });

  it('is read through a stream as well', async () => {
    const [source] = await resolveSources(['-'], { stdin: Readable.from([...pieces(compress(CSV), 999)]) });
    const reading = readSource(source!);
    let rows = 0;
    for await (const batch of reading.batches) rows += batch.length;
    expect([rows, reading.summary().compression]).toEqual([3000, compression]);
  });

  it('ends with SOURCE_CHANGED where the file grows meanwhile', async () => {
    const path = join(await temporaryFolder({ 'data.csv': compress(CSV) }), 'data.csv');
    const [source] = await resolveSources([path]);
    const read = async (): Promise<void> => {
      for await (const batch of readSource(source!, { batchSize: 100, chunkSizeBytes: 1000 }).batches) {
        if (batch.length > 0) await appendFile(path, 'x');
      }
    };
    expect(await errorOf(read())).toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 3 });
  });
});

describe('damaged gzip', () => {
  const first = gzipSync(CSV.slice(0, CSV.indexOf('"row 300')));
  const second = gzipSync(CSV.slice(11, 5000));
  const zeroed = Buffer.from(second);
  zeroed[0] = 0;
  const wrongSum = Buffer.from(first);
  wrongSum[first.length - 8]! ^= 1;
  const wrongSize = Buffer.from(first);
  wrongSize[first.length - 1]! ^= 1;

  it.each([
    ['cut', first.subarray(0, -20), 'is cut after byte'],
    ['cut within its last member', Buffer.concat([first, second.subarray(0, 100)]), 'is cut after byte'],
    ['cut within the header of its last member', Buffer.concat([first, second.subarray(0, 1)]), 'is cut after byte'],
    ['of a wrong checksum', wrongSum, 'incorrect data check'],
    ['of a wrong length', wrongSize, 'incorrect length check'],
    ['followed by something else', Buffer.concat([first, Buffer.from('text')]), 'incorrect header check'],
    ['followed by a member with a zeroed header', Buffer.concat([first, zeroed]), 'something follows that is not gzip'],
    [
      'followed by zeros and something else',
      Buffer.concat([first, Buffer.alloc(999), second]),
      'something follows that is not gzip',
    ],
  ])('that is %s is an error with its place, whatever the chunks', async (_what, content, words) => {
    for (const chunkSizeBytes of [1, 7, 1000, 64 * 1024]) {
      const error = await errorOf(readText('data.csv.gz', content, { chunkSizeBytes }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', exitCode: 1 });
      expect(error.message).toMatch(/^data\.csv\.gz: the gzip data /);
      expect(error.message).toContain(words);
    }
  });

  it('names the byte at which something else follows', async () => {
    const error = await errorOf(
      readText('data.gz', Buffer.concat([first, Buffer.alloc(5), Buffer.from('x')]), { chunkSizeBytes: 3 }),
    );
    expect(error.facts).toMatchObject({ byte: first.length + 5 });
  });

  it('is an error after the good rows before it', async () => {
    const folder = await temporaryFolder({ 'data.gz': Buffer.concat([gzipSync(CSV), second.subarray(0, 50)]) });
    const [source] = await resolveSources(['data.gz'], { baseDirectory: folder });
    let rows = 0;
    const read = async (): Promise<void> => {
      for await (const batch of readSource(source!, { chunkSizeBytes: 512 }).batches) rows += batch.length;
    };
    expect((await errorOf(read())).code).toBe('SOURCE_MALFORMED');
    expect(rows).toBeGreaterThan(2000);
  });

  it('with one byte changed anywhere is refused or gives the same rows', async () => {
    const small = gzipSync('text,label\n' + 'some text,x\n'.repeat(20));
    const good = await readText('data.csv', small);
    for (let at = 0; at < small.length; at++) {
      const broken = Buffer.from(small);
      broken[at]! ^= 0x55;
      const outcome = await readText('data.csv', broken).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'LabelmillError', exitCode: 1 });
      else expect(plain((outcome as typeof good).rows)).toEqual(plain(good.rows));
    }
  });
});

describe('damaged zstd', () => {
  const good = rawFrame(Buffer.from(CSV.slice(0, 5000)));

  it.each([
    ['cut', good.subarray(0, -20), 'is cut after byte'],
    ['cut in a header', Buffer.concat([good, good.subarray(0, 5)]), `is cut after byte ${good.length + 5}`],
    ['cut in a magic number', Buffer.concat([good, good.subarray(0, 3)]), 'is cut after byte'],
    [
      'cut in a skippable frame',
      Buffer.concat([good, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 1])]),
      'is cut after byte',
    ],
    ['followed by something else', Buffer.concat([good, Buffer.from('text')]), `damaged at byte ${good.length}`],
    ['of a reserved block', Buffer.concat([good.subarray(0, 6), Buffer.from([7, 0, 0])]), 'header of a block'],
    ['of a block that is too large', Buffer.concat([good.subarray(0, 6), Buffer.from([1, 0, 0xff])]), 'header of a block'],
    ['of a reserved bit', rawFrame(Buffer.from('a'), { descriptor: 8 }), 'header of a frame'],
    ['of a wrong checksum', rawFrame(Buffer.from('a,b\n'), { descriptor: 4, tail: [1, 2, 3, 4] }), 'checksum'],
    [
      'of a window above the limit',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x89, 1, 0, 0]),
      'window of 150994944 bytes, above the limit',
    ],
    ['of a dictionary', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 0x50, 7, 1, 0, 0]), 'dictionary 7'],
  ])('that is %s is an error by name, whatever the chunks', async (_what, content, words) => {
    for (const chunkSizeBytes of [1, 7, 64 * 1024]) {
      const error = await errorOf(readText('data.csv.zst', content, { chunkSizeBytes }));
      expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', exitCode: 1 });
      expect(error.message).toContain(words);
      expect(error.message).toContain('data.csv.zst');
    }
  });

  it('passes over skippable frames, first and last as well', async () => {
    const skippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const { rows } = await readText(
      'data',
      Buffer.concat([skippable, rawFrame(Buffer.from('a,b\n')), skippable, rawFrame(Buffer.from('1,2\n')), skippable]),
    );
    expect(values(rows)).toEqual([['1', '2']]);
  });
});

describe.skipIf(!HAS_ZSTD)('zstd, beside the zstd program', () => {
  it('gives what was compressed: 30 streams of 1 to 4 frames, all levels, with and without checksum and size', async () => {
    const frame = fc.record({
      content: fc.oneof(
        fc.string({ maxLength: 30 }),
        fc.integer({ min: 1, max: 300_000 }).map((size) => 'abc é'.repeat(size / 5)),
        fc.integer({ min: 1, max: 30_000 }).map((seed) => randomText(seed)),
      ),
      level: fc.constantFrom('-1', '-3', '-19'),
      check: fc.constantFrom('--check', '--no-check'),
      isStreamed: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.array(frame, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 5000 }),
      async (frames, size) => {
        const stored = frames.map(({ content, level, check, isStreamed }) =>
          zstd(content, level, check, ...(isStreamed ? [] : [`--stream-size=${Buffer.byteLength(content)}`])),
        );
        const expected = frames.map(({ content }) => content).join('');
        expect((await unzstdAll(Buffer.concat(stored), size)).toString()).toBe(expected);
      },
    );
    await fc.assert(property, { numRuns: 30 });
  }, 120_000);

  it('refuses what the zstd program refuses: 100 damaged files of two frames', async () => {
    const stored = Buffer.concat([zstd(CSV.slice(0, 20_000), '--check'), zstd(CSV.slice(20_000), '--check')]);
    const random = createRandom(7);
    let refusals = 0;
    for (let round = 0; round < 100; round++) {
      const broken = Buffer.from(stored);
      const at = Math.floor(random() * broken.length);
      broken[at]! ^= 1 << Math.floor(random() * 8);
      const isRefused = spawnSync('zstd', ['-dc'], { input: broken, stdio: ['pipe', 'ignore', 'ignore'] }).status !== 0;
      const outcome = await unzstdAll(broken, 4096).catch((error: unknown) => error);
      if (isRefused) {
        refusals++;
        expect(outcome).toMatchObject({ code: 'SOURCE_MALFORMED' });
      } else expect(outcome).toEqual(Buffer.from(CSV));
    }
    expect(refusals).toBeGreaterThan(75);
  }, 120_000);

  it('reads a window of 128 MiB and no larger one', async () => {
    const content = randomText(5).repeat(400);
    expect((await unzstdAll(zstd(content, '--long=27'), 65_536)).toString()).toBe(content);
    expect(await errorOf(unzstdAll(zstd(content, '--ultra', '--long=28'), 65_536))).toMatchObject({ code: 'SOURCE_MALFORMED' });
  });
});

describe('compressed within compressed', () => {
  it.each([
    ['gzip within gzip', gzipSync(gzipSync(CSV)), 'holds gzip within gzip'],
    ['zstd within gzip', gzipSync(rawFrame(Buffer.from('a,b\n'))), 'holds Zstandard within gzip'],
    ['gzip within zstd', rawFrame(gzipSync('a,b\n')), 'holds gzip within zstd'],
    ['a ZIP archive within gzip', gzipSync('PK\x03\x04…'), 'holds a ZIP archive'],
  ])('is refused by name: %s', async (_what, content, words) => {
    const error = await errorOf(readText('data.csv.gz', content));
    expect(error.code).toBe('FORMAT_UNKNOWN');
    expect(error.message).toContain(words);
  });
});

describe('a gzip bomb', () => {
  it('is streamed in bounded memory, and its row is set aside at the limit', async () => {
    // 400 MB of one row in 400 KB, made of one compressed megabyte, repeated
    const member = gzipSync('a'.repeat(1 << 20));
    const bomb = Buffer.concat([
      gzipSync('text,label\n'),
      ...Array.from({ length: 400 }, () => member),
      gzipSync(',x\nlast,y\n'),
    ]);
    const before = process.memoryUsage().rss;
    const { rows } = await readText('data.csv.gz', bomb, { rowLimitBytes: 1 << 20 });
    expect(values(rows)).toEqual(['row-too-large@2', ['last', 'y']]);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 << 20);
  }, 60_000);

  it('of zeros is refused at once', async () => {
    const error = await errorOf(readText('data.csv.gz', gzipSync(Buffer.alloc(50 << 20))));
    expect(error.code).toBe('FORMAT_UNKNOWN');
  });
});

it('tells a format that the content leaves open from the name before the ending', async () => {
  expect((await readText('data.tsv.gz', gzipSync('text\nhello\n'))).summary.format).toBe('tsv');
  expect((await readText('data.JSON.ZST', rawFrame(Buffer.from('["a","x"]')))).summary.format).toBe('json');
});

it('refuses a tar archive by name', async () => {
  const header = Buffer.alloc(512, 0x20);
  header.write('data.csv');
  header.write('ustar', 257);
  const error = await errorOf(readText('data.tar.gz', gzipSync(Buffer.concat([header, Buffer.from(CSV)]))));
  expect([error.code, error.message.includes('a tar archive')]).toEqual(['FORMAT_UNKNOWN', true]);
});

it('reads compressed files twice', async () => {
  const folder = await temporaryFolder({ 'data.csv.gz': gzipSync(CSV) });
  const [source] = await resolveSources(['data.csv.gz'], { baseDirectory: folder });
  expect(source?.rereadable).toBe(true);
  expect((await readAll('data.csv.gz', {}, folder)).summary).toEqual((await readAll('data.csv.gz', {}, folder)).summary);
});

function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function unzstdAll(stored: Buffer, size: number): Promise<Buffer> {
  const out: Buffer[] = [];
  for await (const piece of unzstd('data.zst', Readable.from(pieces(stored, size))[Symbol.asyncIterator]())) out.push(piece);
  return Buffer.concat(out);
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomText(seed: number): string {
  const random = createRandom(seed);
  return Array.from({ length: 2000 + (seed % 5000) }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}
