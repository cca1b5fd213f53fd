import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { join } from 'node:path';
import xxhash from 'xxhash-wasm';
import { describe, expect, it, vi } from 'vitest';
import { createFingerprinter } from '../../src/core/fingerprint.js';
import { createFindings } from '../../src/write/findings.js';
import { createInputIndex } from '../../src/write/input-index.js';
import { reportLeaks } from '../../src/write/leaks.js';
import { openOutput, serializeManifest, verifyOutput, type Verification } from '../../src/write/write.js';
import type { Manifest } from '../../src/core/manifest.js';
import { LINES, manifestFor, temporaryFolders, writeSplits, type Sets } from './sets.js';

const folder = temporaryFolders();

/** A published folder of the given lines, with a manifest that says what the lines are. */
async function prepared(sets: Sets = LINES, changes: Partial<Manifest> = {}): Promise<string> {
  const out = join(folder(), 'out');
  const output = await openOutput(out);
  await output.publish(manifestFor(writeSplits(output, sets), changes));
  await output.close();
  return out;
}

/** Changes the manifest of a folder, by hand. */
function editManifest(out: string, edit: (manifest: Manifest) => object): void {
  const path = join(out, 'manifest.json');
  const manifest: Manifest = JSON.parse(fs.readFileSync(path, 'utf8'));
  fs.writeFileSync(path, JSON.stringify({ ...manifest, ...edit(manifest) }));
}

/** Writes other bytes to a file and lets the manifest say so: what is left to find is the content. */
async function forge(out: string, name: string, bytes: string | Uint8Array): Promise<void> {
  fs.writeFileSync(join(out, name), bytes);
  const written = fs.readFileSync(join(out, name));
  const xxh64 = (await xxhash()).h64Raw(written).toString(16).padStart(16, '0');
  const lines = written.filter((byte) => byte === 10).length + (written.at(-1) === 10 ? 0 : 1);
  editManifest(out, ({ files }) => ({
    files: files.map((file) => (file.name === name ? { ...file, xxh64, lines, bytes: written.length } : file)),
  }));
}

const codes = ({ findings }: Verification) => [...new Set(findings.map(({ code }) => code))];

describe('verify', () => {
  it('finds nothing in a folder as it was published, and counts what it read', async () => {
    const out = await prepared();
    let bytes = 0;
    const verification = await verifyOutput(out, { onBytes: (count) => (bytes += count) });
    expect(verification).toEqual({ ok: true, findings: [], findingCount: 0, files: 3, lines: 4, classes: 4 });
    expect(bytes).toBe(
      ['train', 'validation', 'test'].reduce((sum, name) => sum + fs.statSync(join(out, `${name}.jsonl`)).size, 0),
    );
  });

  it('leaves the block of times and paths out', async () => {
    const out = await prepared();
    editManifest(out, ({ run }) => ({ run: { ...run, out: 'elsewhere', started: 'another time' } }));
    expect((await verifyOutput(out)).ok).toBe(true);
  });

  it('accepts targets named like numbers and like members of every object, chats, and optional targets', async () => {
    const names = ['10', '2', '__proto__', 'toString'];
    const labels = '{"10":"constructor","2":"a","__proto__":"b","toString":["hasOwnProperty"]}';
    const train = [
      `{"text":"","labels":${labels}}`,
      `{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"é"}],"labels":{"10":"constructor","2":"a","__proto__":"b"}}`,
    ];
    const classes = [
      { target: '10', class: 'constructor', read: 2, train: 2, validation: 0, test: 0 },
      { target: '2', class: 'a', read: 2, train: 2, validation: 0, test: 0 },
      { target: '__proto__', class: 'b', read: 2, train: 2, validation: 0, test: 0 },
      { target: 'toString', class: 'hasOwnProperty', read: 1, train: 1, validation: 0, test: 0 },
    ];
    const targets = names.map((name) =>
      name === 'toString' ? ({ name, kind: 'multi', optional: true } as const) : ({ name, kind: 'single' } as const),
    );
    const out = await prepared({ train, validation: [], test: [] }, { targets, classes });
    expect((await verifyOutput(out)).findings).toEqual([]);
  });

  it('catches a flipped byte wherever it is', async () => {
    const out = await prepared();
    const path = join(out, 'test.jsonl');
    const bytes = fs.readFileSync(path);
    for (let at = 0; at < bytes.length; at += 4) {
      const flipped = Uint8Array.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      fs.writeFileSync(path, flipped);
      expect(codes(await verifyOutput(out))).toContain('file-digest');
    }
  });

  it('catches a line that is missing', async () => {
    const out = await prepared();
    fs.writeFileSync(join(out, 'train.jsonl'), LINES.train[0] + '\n');
    expect(codes(await verifyOutput(out))).toEqual(['file-bytes', 'file-lines', 'file-digest', 'class-count']);
  });

  it('catches an extra file, a folder, a missing file and a link in place of a file', async () => {
    const out = await prepared();
    fs.writeFileSync(join(out, 'notes.txt'), '');
    fs.mkdirSync(join(out, 'report.html'));
    fs.rmSync(join(out, 'test.jsonl'));
    fs.renameSync(join(out, 'train.jsonl'), join(out, '..', 'train.jsonl'));
    fs.symlinkSync(join(out, '..', 'train.jsonl'), join(out, 'train.jsonl'));
    const { findings } = await verifyOutput(out);
    expect(findings.map(({ code, file }) => `${code} ${file ?? ''}`)).toEqual(
      expect.arrayContaining([
        'file-extra notes.txt',
        'file-extra report.html',
        'file-missing test.jsonl',
        'file-missing train.jsonl',
      ]),
    );
  });

  it('catches two splits that changed places, even with a manifest that lists them so', async () => {
    const out = await prepared();
    const other = { validation: 'test', test: 'validation', train: 'train' } as const;
    editManifest(out, ({ files }) => ({ files: files.map((file) => ({ ...file, split: other[file.split ?? 'train'] })) }));
    expect(codes(await verifyOutput(out))).toEqual(['class-count']);
  });

  it('catches one input in two splits, and names both places', async () => {
    const out = await prepared({ ...LINES, test: ['{"text":"one","labels":{"tone":"bad","topic":["b"]}}'] });
    const { findings } = await verifyOutput(out);
    expect(findings).toEqual([
      { code: 'input-leak', file: 'test.jsonl', line: 1, message: 'test.jsonl:1 has the same input as train.jsonl:1' },
    ]);
  });

  it('blames each further split once, whatever else is in the files', async () => {
    const chat = '{"messages":[{"role":"user","content":"hi"}],"labels":{"tone":"good","topic":["a"]}}';
    const text = '{"text":"one","labels":{"tone":"good","topic":["a"]}}';
    const out = join(folder(), 'out');
    const output = await openOutput(out);
    const files = [...writeSplits(output, { train: [text, chat, chat], validation: [chat], test: ['{}', chat, chat] })];
    await output.publish(manifestFor([...files, output.whole('rejects.jsonl', `${chat}\n`)]));
    await output.close();
    fs.appendFileSync(join(out, 'validation.jsonl'), '\n');
    fs.truncateSync(join(out, 'validation.jsonl'), 129 * 1024 * 1024);
    const { findings, lines } = await verifyOutput(out);
    expect(findings.filter(({ code }) => code === 'input-leak').map(({ message }) => message)).toEqual([
      'validation.jsonl:1 has the same input as train.jsonl:2',
      'test.jsonl:2 has the same input as train.jsonl:2',
    ]);
    expect(lines).toBe(9);
  });

  it('believes no manifest without the schema to hold it against', async () => {
    const out = await prepared();
    const read = fsPromises.readFile;
    const given = vi.spyOn(fsPromises, 'readFile').mockImplementation((path, options) => {
      return path instanceof URL && path.pathname.endsWith('manifest.schema.json')
        ? Promise.resolve('null')
        : read(path, options);
    });
    await expect(verifyOutput(out))
      .rejects.toMatchObject({ code: 'INTERNAL' })
      .finally(() => given.mockRestore());
  });

  it('finds an input of two splits among thousands', () => {
    const inputs = createInputIndex();
    for (let at = 0; at < 3000; at++) inputs.add(at, at * 4, 0);
    for (const split of [0, 1]) inputs.add(5000, 8, split);
    expect(inputs.suspects(9)).toEqual({ keys: new Set(['5000:2']), count: 1 });
  });

  it('does not blame two inputs that only share a fingerprint', async () => {
    const out = await prepared();
    const findings = createFindings();
    const fingerprint = await createFingerprinter({ bits: 1 });
    const inputs = createInputIndex();
    const halves = { high: 0, low: 0 };
    ['one', 'two', 'three', 'four', 'five'].forEach((text, place) => {
      fingerprint({ kind: 'text', text }, halves);
      inputs.add(halves.high, halves.low * 4, place % 3);
    });
    const suspects = inputs.suspects(1);
    expect(suspects.count).toBeGreaterThan(0);
    const manifest = manifestFor([]);
    const files = (['train', 'validation', 'test'] as const).map((split) => ({
      name: `${split}.jsonl`,
      split,
      bytes: 0,
      lines: 0,
      xxh64: '',
    }));
    const keys = new Set(['0:0', '0:1']);
    const search = {
      folder: out,
      files,
      targets: manifest.targets,
      suspects: { keys, count: 2 },
      findings,
      fingerprint,
      options: {},
    };
    await reportLeaks(search);
    expect(findings.count).toBe(0);
    await reportLeaks({ ...search, suspects: { keys, count: 5 } });
    expect(findings.kept[0]?.message).toContain('3 more fingerprints');
  });

  it.each([
    ['line-encoding', Buffer.from([0x22, 0xff, 0x0a])],
    ['line-json', '{"text":"a"\n'],
    ['line-json', '[]\n'],
    ['line-json', '\n'],
    ['line-shape', '{"text":3,"labels":{}}\n'],
    ['line-shape', '{"text":"a"}\n'],
    ['line-shape', '{"messages":[],"labels":{}}\n'],
    ['line-shape', '{"messages":[{"role":"boss","content":"a"}],"labels":{}}\n'],
    ['line-shape', '{"messages":["a"],"labels":{}}\n'],
    ['label-missing', '{"text":"a","labels":{"tone":"bad"}}\n'],
    ['label-kind', '{"text":"a","labels":{"tone":["bad"],"topic":["a"]}}\n'],
    ['label-kind', '{"text":"a","labels":{"tone":"bad","topic":"a"}}\n'],
    ['label-kind', '{"text":"a","labels":{"tone":"bad","topic":[1]}}\n'],
    ['label-order', '{"text":"a","labels":{"tone":"bad","topic":["b","a"]}}\n'],
    ['label-order', '{"text":"a","labels":{"tone":"bad","topic":["a","a"]}}\n'],
    ['label-order', '{"text":"a","labels":{"tone":"bad","topic":[]}}\n'],
    ['line-canonical', '{"text":"a","labels":{"topic":["b"],"tone":"bad"}}\n'],
    ['line-canonical', '{"labels":{"tone":"bad","topic":["b"]},"text":"a"}\n'],
    ['line-canonical', '{"text": "a","labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '{"text":"a","text":"a","labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '{"text":"\\u0061","labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '{"text":"a\u2028","labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '{"text":"a","labels":{"tone":"bad","topic":["b"],"more":"c"}}\n'],
    ['line-canonical', '{"text":"a","id":1,"labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '{"text":"a","messages":[],"labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-canonical', '\ufeff{"text":"a","labels":{"tone":"bad","topic":["b"]}}\n'.slice(1).replace('}}', '}} ')],
    ['line-json', '\ufeff{"text":"a","labels":{"tone":"bad","topic":["b"]}}\n'],
    ['line-end', '{"text":"a","labels":{"tone":"bad","topic":["b"]}}'],
  ])('catches %s in %j, with a manifest that fits otherwise', async (code, bytes) => {
    const out = await prepared();
    await forge(out, 'test.jsonl', bytes);
    const { findings } = await verifyOutput(out);
    expect(findings.filter((finding) => finding.code !== 'class-count')).toEqual([
      expect.objectContaining({ code, file: 'test.jsonl' }),
    ]);
  });

  it('catches counts that are wrong, missing or said twice', async () => {
    const [first, ...rest] = manifestFor([]).classes;
    if (first === undefined) throw new Error('no classes');
    for (const classes of [
      [{ ...first, test: 2 }, ...rest],
      rest,
      [first, first, ...rest],
      [first, ...rest, { ...first, class: 'never' }],
      [first, ...rest, { ...first, target: 'never' }],
    ]) {
      expect(codes(await verifyOutput(await prepared(LINES, { classes })))).toEqual(['class-count']);
    }
  });

  it('catches an account that does not add up', async () => {
    const good = { rowsRead: 5, written: 4, rejected: { 'text-empty': 1 }, leftOut: {} } as const;
    const source = { name: 'a.csv', format: 'csv', rows: 5, account: good };
    expect((await verifyOutput(await prepared(LINES, { account: good, sources: [source] }))).ok).toBe(true);
    const wrong: readonly Partial<Manifest>[] = [
      { account: { ...good, rowsRead: 6 }, sources: [{ ...source, rows: 6, account: { ...good, rowsRead: 6 } }] },
      { account: { ...good, written: 3, rejected: { 'text-empty': 2 } }, sources: [source] },
      { account: good, sources: [{ ...source, rows: 4 }] },
      { account: good, sources: [{ ...source, account: { ...good, written: 3 } }] },
    ];
    for (const changes of wrong) expect(codes(await verifyOutput(await prepared(LINES, changes)))).toEqual(['account']);
  });

  it('checks bytes and SHA-256 of files that belong to no split', async () => {
    const out = join(folder(), 'out');
    const output = await openOutput(out, { sha256: true });
    const files = [...writeSplits(output), output.whole('rejects.jsonl', '{}\n{}')];
    await output.publish(manifestFor(files));
    await output.close();
    expect((await verifyOutput(out)).ok).toBe(true);
    editManifest(out, (manifest) => ({ files: manifest.files.map((file) => ({ ...file, sha256: 'f'.repeat(64) })) }));
    expect(await verifyOutput(out)).toMatchObject({ findingCount: 4 });
  });

  it('keeps five findings of a code and twenty in all, and counts the rest', async () => {
    const out = await prepared({ ...LINES, test: Array.from({ length: 50 }, () => '{}') });
    const { findings, findingCount } = await verifyOutput(out);
    expect(findings.filter(({ code }) => code === 'line-shape')).toHaveLength(5);
    expect(findingCount).toBeGreaterThan(50);
  });

  it('reads lines that are cut by the pieces it reads in', async () => {
    const labels = '"labels":{"tone":"good","topic":["a"]}';
    const train = Array.from({ length: 3000 }, (_, n) => `{"text":"${n} ${'é'.repeat(n)}",${labels}}`);
    const classes = [
      { target: 'tone', class: 'good', read: 3000, train: 3000, validation: 0, test: 0 },
      { target: 'topic', class: 'a', read: 3000, train: 3000, validation: 0, test: 0 },
    ];
    const out = await prepared({ train, validation: [], test: [] }, { classes });
    expect(await verifyOutput(out)).toMatchObject({ ok: true, lines: 3000 });
  });

  it('refuses a line that is larger than any it writes, and reads on', async () => {
    const out = await prepared();
    fs.truncateSync(join(out, 'train.jsonl'), 0);
    fs.truncateSync(join(out, 'train.jsonl'), 129 * 1024 * 1024);
    fs.appendFileSync(join(out, 'train.jsonl'), '\n' + LINES.train.join('\n') + '\n');
    expect(codes(await verifyOutput(out))).toEqual(['line-large', 'file-bytes', 'file-lines', 'file-digest']);
  });

  it('says what is wrong with a manifest that is none', async () => {
    const out = await prepared();
    for (const content of ['{', 'null', '{}', serializeManifest(manifestFor([])).replace('"format": 1', '"format": 2')]) {
      fs.writeFileSync(join(out, 'manifest.json'), content);
      const verification = await verifyOutput(out);
      expect(codes(verification)).toEqual(['manifest-invalid']);
      expect(verification).toMatchObject({ ok: false, files: 0, lines: 0, classes: 0 });
    }
  });

  it('names the first three things that are wrong with a manifest, by where they are', async () => {
    const out = await prepared();
    editManifest(out, ({ files }) => ({
      format: 2,
      seed: 'x',
      targets: 1,
      classes: 1,
      files: files.map((file) => ({ ...file, bytes: -1 })),
    }));
    const [finding] = (await verifyOutput(out)).findings;
    expect(finding?.message).toMatch(/^the manifest does not fit its schema: manifest\/[^;]*; manifest\/[^;]*; manifest\/[^;]*$/);
  });

  it('catches a manifest that lists a file twice', async () => {
    const out = await prepared();
    editManifest(out, ({ files }) => ({ files: [...files, ...files.slice(0, 1)] }));
    expect(codes(await verifyOutput(out))).toContain('manifest-invalid');
  });

  it('can not go on without a folder or a manifest', async () => {
    const parent = folder();
    await expect(verifyOutput(join(parent, 'none'))).rejects.toMatchObject({ code: 'SOURCE_MISSING', exitCode: 2 });
    await expect(verifyOutput(parent)).rejects.toMatchObject({ code: 'OUTPUT_CORRUPT', exitCode: 1 });
    fs.mkdirSync(join(parent, 'manifest.json'));
    await expect(verifyOutput(parent)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    fs.writeFileSync(join(parent, 'file'), '');
    await expect(verifyOutput(join(parent, 'file'))).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
  });

  it('stops when it is told to', async () => {
    await expect(verifyOutput(await prepared(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
