import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../../src/core/errors.js';
import type { Part, SendHooks } from '../../../src/index.js';
import { DESTINATIONS } from '../../../src/upload/catalogue.js';
import { CANARY } from '../../mistral/support.js';
import { temporaryFolder } from '../support.js';
import { directorySubject } from './directory.js';
import { huggingFaceSubject } from './huggingface.js';
import { mistralSubject } from './mistral.js';
import { s3Subject } from './s3.js';
import type { Subject } from './subject.js';

const SUBJECTS = {
  mistral: mistralSubject,
  directory: directorySubject,
  huggingface: huggingFaceSubject,
  s3: s3Subject,
} satisfies Record<(typeof DESTINATIONS)[number], () => Promise<Subject>>;

const NEVER = new AbortController().signal;
const QUIET: SendHooks = { signal: NEVER, onBytes: () => undefined };
/** Sizes on both sides of a block, and of a part of a multipart upload. */
const SIZES = [1, 262_143, 262_144, 262_145, 9_000_001];

/** A part whose bytes are on disk: `offset` bytes in, with others around them. */
async function partOf(content: Buffer, name = 'train.jsonl', offset = 7): Promise<Part> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, Buffer.concat([Buffer.alloc(offset, 'x'), content, Buffer.from('more')]));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, content: { path, start: offset }, bytes: content.length, lines: 1, sha256, split: 'train' };
}

function bytes(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
}

describe.each(DESTINATIONS)('the destination %s', (name) => {
  const open = SUBJECTS[name];

  it.each(SIZES)('keeps the very bytes of a part of %i bytes, and finds it again', async (size) => {
    const subject = await open();
    const content = bytes(size);
    const part = await partOf(content);
    expect(await subject.destination.find(part, undefined, NEVER)).toBeUndefined();
    let told = 0;
    const id = await subject.destination.send(part, { ...QUIET, onBytes: (more) => (told += more) });
    expect(Buffer.compare((await subject.content(id))!, content)).toBe(0);
    expect(told).toBe(size);
    expect(await subject.count()).toBe(1);
    const later = await subject.again();
    expect(later.identity).toBe(subject.destination.identity);
    expect(await later.find(part, undefined, NEVER)).toBe(id);
    expect(await later.find(part, id, NEVER)).toBe(id);
  });

  it('keeps apart what is sent at once', async () => {
    const subject = await open();
    const parts = await Promise.all([
      partOf(bytes(300_000)),
      partOf(bytes(5), 'test.jsonl'),
      partOf(bytes(70_000), 'validation.jsonl'),
    ]);
    const ids = await Promise.all(parts.map((part) => subject.destination.send(part, QUIET)));
    expect(new Set(ids).size).toBe(3);
    expect(await subject.count()).toBe(3);
    for (const [at, part] of parts.entries()) {
      expect((await subject.content(ids[at]!))?.length).toBe(part.bytes);
      expect(await subject.destination.find(part, undefined, NEVER)).toBe(ids[at]);
    }
  });

  it('keeps a part that is made in memory', async () => {
    const subject = await open();
    const text = '# é\n';
    const sha256 = createHash('sha256').update(text).digest('hex');
    const part: Part = { name: 'README.md', content: { text }, bytes: 5, lines: 1, sha256, split: undefined };
    const id = await subject.destination.send(part, QUIET);
    expect((await subject.content(id))?.toString()).toBe(text);
    expect(await subject.destination.find(part, undefined, NEVER)).toBe(id);
  });

  it.each([10, 9_000_000])('keeps nothing of a part of %i bytes that is not what it is said to be', async (size) => {
    const subject = await open();
    const part = { ...(await partOf(bytes(size))), sha256: '0'.repeat(64) };
    await expect(subject.destination.send(part, QUIET)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    expect(await subject.count()).toBe(0);
  });

  it('keeps nothing of a file that ends early or is gone', async () => {
    const subject = await open();
    const part = await partOf(bytes(10));
    const long = { ...part, bytes: 10_000 };
    await expect(subject.destination.send(long, QUIET)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    const gone = { ...part, content: { path: '/nowhere/file', start: 0 } };
    await expect(subject.destination.send(gone, QUIET)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(await subject.count()).toBe(0);
  });

  it('keeps nothing where it is stopped on the way', async () => {
    const subject = await open();
    const stop = new AbortController();
    const part = await partOf(bytes(9_000_000));
    const sent = subject.destination.send(part, { signal: stop.signal, onBytes: () => stop.abort() });
    await expect(sent).rejects.toBeInstanceOf(LabelmillError);
    expect(await subject.count()).toBe(0);
  });

  it('replaces nothing of another content, where names can meet', async () => {
    const subject = await open();
    if (subject.obstruct === undefined) return; // names carry the digest, or versions are kept
    const other = Buffer.from('something else');
    await subject.obstruct('train.jsonl', other);
    const part = await partOf(bytes(other.length));
    const refused = { exitCode: expect.toSatisfy((code: number) => code === 4 || code === 6) };
    await expect(subject.destination.find(part, undefined, NEVER)).rejects.toMatchObject(refused);
    expect(await subject.count()).toBe(1);
  });

  it.each([
    [500, 5],
    [503, 5],
    [429, 5],
    [400, 6],
    [401, 6],
    [403, 6],
  ])('says of an answer %i whether another try may help, without the key', async (status, exitCode) => {
    const { destination, fail } = await open();
    if (fail === undefined) return; // no requests
    const part = await partOf(bytes(10));
    for (const act of [() => destination.find(part, undefined, NEVER), () => destination.send(part, QUIET)]) {
      fail(status);
      const error: unknown = await act().then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (!(error instanceof LabelmillError)) throw new Error(`this was said: ${String(error)}`);
      expect(error.exitCode, error.message).toBe(exitCode);
      expect(`${error.message}${JSON.stringify(error.facts)}`).not.toContain(CANARY);
    }
  });
});
