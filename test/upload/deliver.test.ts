import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { upload, verify, type Destination, type Part } from '../../src/index.js';
import { prepareSet, quickPatience, temporaryFolder } from './support.js';

const passing = (facts = {}): LabelmillError => new LabelmillError('SERVICE_UNREACHABLE', 'try later', facts);

/** A destination that does as it is told, and keeps names. */
function scripted(options: {
  readonly send?: (part: Part, kept: Set<string>) => Promise<void> | void;
  readonly takes?: Destination['takes'];
}): Destination & { readonly kept: ReadonlySet<string>; readonly calls: readonly string[] } {
  const kept = new Set<string>();
  const calls: string[] = [];
  return {
    kept,
    calls,
    identity: 'scripted',
    takes: options.takes ?? ['train'],
    closing: 'nothing',
    maxFileBytes: Infinity,
    async find({ name }) {
      calls.push(`find ${name}`);
      return kept.has(name) ? `id of ${name}` : undefined;
    },
    async send(part) {
      calls.push(`send ${part.name}`);
      await options.send?.(part, kept);
      kept.add(part.name);
      return `id of ${part.name}`;
    },
  };
}

async function stepsOf(out: string): Promise<readonly string[]> {
  const lines = (await readFile(`${out}.upload.jsonl`, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line).state);
}

describe('a delivery', () => {
  it('has its intent in the journal before it is sent, and its id after', async () => {
    const out = await prepareSet(await temporaryFolder());
    const seen: (readonly string[])[] = [];
    const to = scripted({ send: async () => void seen.push(await stepsOf(out)) });
    const { files } = await upload(out, { to });
    expect(seen).toEqual([['planned', 'sending']]);
    expect(await stepsOf(out)).toEqual(['planned', 'sending', 'done']);
    expect(files).toMatchObject([{ name: 'train.jsonl', id: 'id of train.jsonl', state: 'sent', split: 'train', lines: 96 }]);
    expect((await upload(out, { to })).files).toMatchObject([{ id: 'id of train.jsonl', state: 'found' }]);
    expect(to.calls).toEqual(['find train.jsonl', 'send train.jsonl', 'find train.jsonl']);
  });

  it('is asked for before every try', async () => {
    const out = await prepareSet(await temporaryFolder());
    let left = 2;
    const to = scripted({
      send() {
        if (left-- > 0) throw passing();
      },
    });
    const patience = quickPatience();
    await upload(out, { to, patience });
    expect(to.calls.map((call) => call.slice(0, 4))).toEqual(['find', 'send', 'find', 'send', 'find', 'send']);
    expect(patience.waits).toEqual([500, 1000]);
  });

  it('is found, not sent again, where the answer alone was lost, even that of the last try', async () => {
    const out = await prepareSet(await temporaryFolder());
    let tries = 0;
    const to = scripted({
      send(part, kept) {
        if (++tries === 6) kept.add(part.name);
        throw passing();
      },
    });
    const { files } = await upload(out, { to, patience: quickPatience() });
    expect(files).toMatchObject([{ id: 'id of train.jsonl', state: 'sent' }]);
    expect(tries).toBe(6);
  });

  it('is given up after six tries, with a delay that doubles, and says that it can be run again', async () => {
    const out = await prepareSet(await temporaryFolder());
    const patience = quickPatience();
    const to = scripted({ send: () => Promise.reject(passing()) });
    const failed = upload(out, { to, patience });
    await expect(failed).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      exitCode: 5,
      facts: { tries: 6, file: 'train.jsonl' },
    });
    await expect(failed).rejects.toThrow('what has arrived is not sent twice');
    expect(patience.waits).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  it('waits as long as it is asked to, up to two minutes, and ends at once where that is more', async () => {
    const out = await prepareSet(await temporaryFolder());
    const asks = [90_000, 120_000, 120_001];
    const to = scripted({
      send() {
        throw passing({ retryAfterMs: asks.shift() ?? 0 });
      },
    });
    const patience = quickPatience();
    await expect(upload(out, { to, patience })).rejects.toMatchObject({
      exitCode: 5,
      facts: { tries: 3, retryAfterMs: 120_001 },
    });
    expect(patience.waits).toEqual([90_000, 120_000]);
  });

  it('is not tried again where it is refused, and the journal says so', async () => {
    const out = await prepareSet(await temporaryFolder());
    const to = scripted({ send: () => Promise.reject(new LabelmillError('SERVICE_REFUSED', 'no')) });
    await expect(upload(out, { to, patience: quickPatience() })).rejects.toMatchObject({ code: 'SERVICE_REFUSED' });
    expect(to.calls).toHaveLength(2);
    expect(await stepsOf(out)).toEqual(['planned', 'sending', 'refused']);
  });

  it('of one file does not fail because that of another does, and the next run sends the rest alone', async () => {
    const out = await prepareSet(await temporaryFolder());
    let isDown = true;
    const to = scripted({
      takes: ['train', 'validation', 'test'],
      send({ name }) {
        if (isDown && name === 'validation.jsonl') throw new LabelmillError('SERVICE_REFUSED', 'no');
      },
    });
    await expect(upload(out, { to })).rejects.toMatchObject({ code: 'SERVICE_REFUSED' });
    expect([...to.kept].sort()).toEqual(['test.jsonl', 'train.jsonl']);
    isDown = false;
    const { files } = await upload(out, { to });
    expect(files.map(({ name, state }) => [name, state])).toEqual([
      ['train.jsonl', 'found'],
      ['validation.jsonl', 'sent'],
      ['test.jsonl', 'found'],
    ]);
  });

  it('ends where it is stopped, even while it waits', async () => {
    const out = await prepareSet(await temporaryFolder());
    const stop = new AbortController();
    const to = scripted({ send: () => Promise.reject(passing()) });
    const patience = {
      ...quickPatience(),
      wait: async () => {
        stop.abort();
        stop.signal.throwIfAborted();
      },
    };
    await expect(upload(out, { to, signal: stop.signal, patience })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(to.calls).toHaveLength(2);
  });
});

describe('an upload', () => {
  it('copies a set to a folder so that the copy can be verified', async () => {
    const folder = await temporaryFolder();
    const out = await prepareSet(folder);
    const path = join(folder, 'copy');
    await upload(out, { to: { kind: 'directory', path } });
    expect(await verify(path)).toMatchObject({ ok: true, files: 3 });
  });

  it('keeps out of the folder that it copies', async () => {
    const out = await prepareSet(await temporaryFolder());
    for (const path of [out, join(out, 'copy')])
      await expect(upload(out, { to: { kind: 'directory', path } })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('says what it would send, and changes nothing', async () => {
    const folder = await temporaryFolder();
    const out = await prepareSet(folder);
    const to = scripted({ takes: ['train', 'test'] });
    const { files, journal } = await upload(out, { to, dryRun: true });
    expect(files).toMatchObject([
      { name: 'train.jsonl', state: 'to-send', lines: 96 },
      { name: 'test.jsonl', state: 'to-send', lines: 12 },
    ]);
    expect(to.calls).toEqual([]);
    await expect(readFile(journal)).rejects.toMatchObject({ code: 'ENOENT' });
    await upload(out, { to, splits: ['train'] });
    const later = await upload(out, { to, dryRun: true });
    expect(later.files).toMatchObject([{ state: 'done', id: 'id of train.jsonl' }, { state: 'to-send' }]);
  });

  it('is kept apart from another of the same folder', async () => {
    const out = await prepareSet(await temporaryFolder());
    let second: unknown;
    const to = scripted({
      async send() {
        second = await upload(out, { to: scripted({}) }).catch((error: unknown) => error);
      },
    });
    await upload(out, { to });
    expect(second).toMatchObject({ code: 'OUTPUT_BUSY', exitCode: 4 });
    await upload(out, { to });
  });

  it('sends nothing of a set that was changed', async () => {
    const out = await prepareSet(await temporaryFolder());
    const train = await readFile(join(out, 'train.jsonl'), 'utf8');
    await writeFile(join(out, 'train.jsonl'), train.replace('"a"', '"b"'));
    const to = scripted({});
    await expect(upload(out, { to })).rejects.toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 3 });
    expect(to.calls).toEqual([]);
  });

  it.each(['SOURCE_MISSING', 'OUTPUT_CORRUPT'])('of no prepared folder ends with %s', async (code) => {
    const folder = await temporaryFolder();
    const out = code === 'SOURCE_MISSING' ? join(folder, 'nothing') : folder;
    await expect(upload(out, { to: scripted({}) })).rejects.toMatchObject({ code });
  });
});
