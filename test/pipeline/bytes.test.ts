import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { prepare, unexplained, type PrepareOptions, type PrepareResult } from '../../src/index.js';
import { file, startServer } from '../read/remote-server.js';
import { failureOf, withFolder } from './support.js';

const ROWS = Array.from({ length: 600 }, (_, row) => [
  `« phrase » numéro ${row}, à ${row % 13} €`,
  `classe ${'éàü'.charAt(row % 3)}`,
]);
const CSV = `text,intent\n${ROWS.map(([text, intent]) => `"${text}",${intent}\n`).join('')}`;
const mapping = { text: 'text', labels: { intent: { field: 'intent' } } };
const SPLITS = ['train.jsonl', 'validation.jsonl', 'test.jsonl'];

/** A zstd frame of one raw block. */
function rawFrame(content: Buffer): Buffer {
  const size = Buffer.alloc(3);
  size.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x50]), size, content]);
}

async function run(
  folder: string,
  options: Partial<PrepareOptions>,
): Promise<{ result: PrepareResult; files: readonly string[] }> {
  const out = join(folder, 'out');
  const result = await prepare({ baseDirectory: folder, mapping, out, ...options });
  const files = await Promise.all(SPLITS.map((name) => readFile(join(out, name), 'utf8').catch(() => '')));
  return { result, files };
}

async function runFile(content: Buffer, source: object = {}, options: Partial<PrepareOptions> = {}): ReturnType<typeof run> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'data'), content);
    return run(folder, { sources: [{ path: 'data', ...source }], ...options });
  });
}

async function expectValidManifest(result: PrepareResult): Promise<void> {
  const schema: object = JSON.parse(await readFile(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: false }).compile(schema);
  validate(JSON.parse(JSON.stringify(result.manifest)));
  expect(validate.errors).toBeNull();
}

describe('the same data in another container', () => {
  it.each([
    ['gzip', gzipSync(CSV), {}, { compression: 'gzip' }],
    ['gzip of two members', Buffer.concat([gzipSync(CSV.slice(0, 777)), gzipSync(CSV.slice(777))]), {}, { compression: 'gzip' }],
    ['zstd', rawFrame(Buffer.from(CSV)), {}, { compression: 'zstd' }],
    ['UTF-16', Buffer.from(`\ufeff${CSV}`, 'utf16le'), {}, { encoding: 'utf-16le' }],
    [
      'UTF-16 in gzip',
      gzipSync(Buffer.from(`\ufeff${CSV}`, 'utf16le').swap16()),
      {},
      { compression: 'gzip', encoding: 'utf-16be' },
    ],
    ['windows-1252', iconv.encode(CSV, 'windows-1252'), { encoding: 'windows-1252' }, { encoding: 'windows-1252' }],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${CSV}`), {}, {}],
  ])('gives the same bytes: %s', async (_what, content, source, facts) => {
    const expected = await runFile(Buffer.from(CSV));
    const { result, files } = await runFile(content, source);
    expect(files).toEqual(expected.files);
    expect(result.account).toEqual(expected.result.account);
    expect(result.manifest.sources[0]).toMatchObject({ ...facts, bytes: content.length, rows: 600 });
    await expectValidManifest(result);
  });

  it('gives the same bytes from a pipe, which is read once', async () => {
    const expected = await runFile(Buffer.from(CSV));
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'data.gz'), gzipSync(CSV));
      const pipe = join(folder, 'pipe');
      await new Promise<void>((resolve) => execFile('mkfifo', [pipe], () => resolve()));
      execFile('sh', ['-c', `dd if=${join(folder, 'data.gz')} of=${pipe} bs=37 2>/dev/null`]);
      const { files } = await run(folder, { sources: ['pipe'] });
      expect(files).toEqual(expected.files);
    });
  });

  it('gives the same bytes from an address, and no file holds its credentials', async () => {
    const expected = await runFile(Buffer.from(CSV));
    const { origin } = await startServer(file(Buffer.from(CSV)));
    await withFolder(async (folder) => {
      const path = `${origin.replace('//', '//user:canary@')}/data.csv?token=canary`;
      const { result, files } = await run(folder, { sources: [path] });
      expect(files).toEqual(expected.files);
      expect(result.manifest.sources[0]).toMatchObject({ name: 'data.csv', bytes: Buffer.byteLength(CSV) });
      expect(JSON.stringify(result)).not.toContain('canary');
      expect(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')).not.toContain('canary');
    });
  });
});

describe('bytes that are not UTF-8', () => {
  const broken = Buffer.concat([Buffer.from(CSV), Buffer.from([0xe9]), Buffer.from(',classe é\n')]);

  it('stop the run, which names them', async () => {
    const error = await failureOf(runFile(broken));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', facts: { line: 602, byte: Buffer.byteLength(CSV) } });
  });

  it('with reject are one row in the account', async () => {
    const { result } = await runFile(broken, {}, { invalidUtf8: 'reject', maxRejects: 1 });
    expect(result.account.rejected).toEqual({ 'utf8-invalid': 1 });
    expect(unexplained(result.account)).toBe(0);
    expect(result.manifest.config).toMatchObject({ invalidUtf8: 'reject' });
    expect(await failureOf(runFile(broken, {}, { invalidUtf8: 'reject' }))).toMatchObject({ code: 'TOO_MANY_REJECTS' });
  });

  it('with replace are counted in the manifest', async () => {
    const { result, files } = await runFile(broken, { invalidUtf8: 'replace' });
    expect(result.manifest.sources[0]).toMatchObject({ replaced: 1, rows: 601 });
    expect(files.join('')).toContain('{"text":"\ufffd"');
    await expectValidManifest(result);
  });

  it('refuse a setting that is none', async () => {
    const options: object = { invalidUtf8: 'ignore' };
    expect(await failureOf(runFile(broken, {}, options))).toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2 });
  });
});

it('a NUL byte in a text is written as \\u0000', async () => {
  const { files } = await runFile(Buffer.from(`${CSV}"a\0b",classe é\n`));
  expect(files.join('')).toContain('{"text":"a\\u0000b"');
});

it('damage late in a compressed source publishes nothing', async () => {
  const stored = gzipSync(CSV);
  await withFolder(async (folder) => {
    await writeFile(join(folder, 'data.csv.gz'), stored.subarray(0, -9));
    const error = await failureOf(run(folder, { sources: ['data.csv.gz'] }));
    expect(error).toMatchObject({ code: 'SOURCE_MALFORMED', exitCode: 1 });
    await expect(readFile(join(folder, 'out', 'manifest.json'))).rejects.toThrow('ENOENT');
  });
});
