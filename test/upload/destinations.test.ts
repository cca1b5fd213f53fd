import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { prepare, upload } from '../../src/index.js';
import { openFiles, openService } from '../../src/mistral/mistral.js';
import { loadPackage } from '../../src/upload/errors.js';
import { openHuggingFace } from '../../src/upload/destinations/huggingface.js';
import { openMistral } from '../../src/upload/destinations/mistral.js';
import { CANARY, connect, serve } from '../mistral/support.js';
import { createFileStore } from '../server/files.js';
import type { LocalServer } from '../server/server.js';
import { huggingFaceSubject } from './contract/huggingface.js';
import { prepareSet, quickPatience, temporaryFolder } from './support.js';

async function openStore(maxFileBytes?: number): Promise<{
  readonly store: ReturnType<typeof createFileStore>;
  readonly server: LocalServer;
  readonly to: ReturnType<typeof openMistral>;
}> {
  const store = createFileStore({ key: CANARY, keepsEqual: true });
  const server = await serve({ routes: store.routes });
  return { store, server, to: openMistral(openFiles(await connect(server)), maxFileBytes) };
}

describe('the service', () => {
  it('gets train and validation for training, under names that carry their digest', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { store, server, to } = await openStore();
    const { files } = await upload(out, { to });
    for (const [at, name] of ['train', 'validation'].entries()) {
      const content = await readFile(join(out, `${name}.jsonl`));
      const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
      const kept = store.files.find(({ id }) => id === files[at]?.id);
      expect(kept).toMatchObject({ name: `${name}-${digest}.jsonl`, purpose: 'fine-tune', content });
    }
    expect(store.files).toHaveLength(2);
    const posts = server.requests.filter(({ method }) => method === 'POST');
    for (const { headers, body } of posts) {
      expect(headers['content-length']).toBe(`${body.length}`);
      expect(headers['transfer-encoding']).toBeUndefined();
    }
  });

  it('gets a file above its limit as shards, which together are the file', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { store, to } = await openStore(4000);
    const { files } = await upload(out, { to });
    const train = files.filter(({ split }) => split === 'train');
    expect(train.length).toBeGreaterThan(1);
    const contents = train.map((file) => store.files.find(({ id }) => id === file.id)!.content);
    expect(Buffer.concat(contents).equals(await readFile(join(out, 'train.jsonl')))).toBe(true);
  });

  it('is searched to the last of many pages', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { store, server, to } = await openStore();
    const [sent] = (await upload(out, { to, splits: ['train'] })).files;
    const kept = store.files[0]!;
    const others = Array.from({ length: 250 }, (_, at) => {
      const [id, name] = [`other-${at}`, `${at}-${kept.name}`];
      return { ...kept, id, name, json: { ...kept.json, id, filename: name } };
    });
    const crowded = createFileStore({ key: CANARY, keepsEqual: true });
    crowded.files.splice(0, 0, ...others, kept);
    const second = await serve({ routes: crowded.routes });
    const service = await openService({ environment: { MISTRAL_API_KEY: CANARY, MISTRAL_BASE_URL: second.url } });
    const found = await openMistral(openFiles(service)).find(partOf(sent!), undefined, new AbortController().signal);
    expect(found).toBe(kept.id);
    expect(second.requests).toHaveLength(3);
    expect(server.requests.length).toBeGreaterThan(0);
  });

  it('that lost a file of the journal gets it again', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { store, to } = await openStore();
    const [lost] = (await upload(out, { to })).files;
    store.files.splice(
      store.files.findIndex(({ id }) => id === lost?.id),
      1,
    );
    const { files } = await upload(out, { to });
    expect(files.map(({ state }) => state)).toEqual(['sent', 'found']);
    expect(store.files).toHaveLength(2);
  });

  it('that keeps another number of bytes is not believed', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { server, to } = await openStore();
    const json = { id: 'x', filename: 'train.jsonl', bytes: 3, created_at: 1 };
    server.plan({ kind: 'answer', answer: { json }, on: 'POST /v1/files' });
    const failed = upload(out, { to, splits: ['train'], patience: quickPatience() });
    await expect(failed).rejects.toMatchObject({ code: 'SERVICE_REFUSED', exitCode: 6, facts: { bytes: 3, id: 'x' } });
  });

  it('that does not say the number of bytes is believed', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { server, to } = await openStore();
    const json = { id: 'x', filename: 'train.jsonl', bytes: null, created_at: 1 };
    server.plan({ kind: 'answer', answer: { json }, on: 'POST /v1/files' });
    expect((await upload(out, { to, splits: ['train'] })).files).toMatchObject([{ id: 'x', state: 'sent' }]);
  });
});

function partOf({
  name,
  bytes,
  sha256,
  lines,
}: {
  name: string;
  bytes: number;
  sha256: string;
  lines: number;
}): Parameters<ReturnType<typeof openMistral>['find']>[0] {
  return { name, bytes, sha256, lines, content: { text: '' }, split: 'train' };
}

describe('a folder', () => {
  it('loses what a run left that was killed once a file had its name, and keeps what a run in progress writes', async () => {
    const out = await prepareSet(await temporaryFolder());
    const path = await temporaryFolder();
    await upload(out, { to: { kind: 'directory', path } });
    const names = await readdir(path);
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const written = `.train.jsonl.labelmill-${process.ppid}-0123456789ab`;
    for (const draft of [written, `.train.jsonl.labelmill-${gone}-0123456789ab`]) await writeFile(join(path, draft), 'half');
    const { files } = await upload(out, { to: { kind: 'directory', path } });
    expect(files.every(({ state }) => state === 'found')).toBe(true);
    expect((await readdir(path)).sort()).toEqual([written, ...names].sort());
  });
});

describe('the Hub', () => {
  it('gets the splits and a card that says what they are, and the same card makes no new version', async () => {
    const out = await prepareSet(await temporaryFolder());
    const { destination, hub } = await huggingFaceSubject();
    const { files } = await upload(out, { to: destination });
    expect(files.map(({ name }) => name)).toEqual(['train.jsonl', 'validation.jsonl', 'test.jsonl', 'README.md']);
    expect(hub.repositories).toEqual(new Map([['me/tickets', 'private']]));
    const card = hub.files.get('README.md')!.toString();
    expect(parse(card.split('---\n')[1]!)).toEqual({
      task_categories: ['text-classification'],
      configs: [
        {
          config_name: 'default',
          data_files: ['train', 'validation', 'test'].map((split) => ({ split, path: [`${split}.jsonl`] })),
        },
      ],
      dataset_info: {
        features: [
          { name: 'text', dtype: 'string' },
          { name: 'labels', struct: [{ name: 'kind', dtype: 'string' }] },
        ],
        splits: ['train', 'validation', 'test'].map((name, at) => ({
          name,
          num_bytes: hub.files.get(`${name}.jsonl`)!.length,
          num_examples: [96, 12, 12][at],
        })),
      },
    });
    expect(card).toContain('| kind | b | 64 | 8 | 8 |');
    expect((await upload(out, { to: destination })).files.map(({ state }) => state)).toEqual(Array(4).fill('found'));
  });

  it('gets lists and messages as what they are, and names that are markup as text', async () => {
    const out = join(await temporaryFolder(), 'out');
    const messages = (at: number): object[] => [{ role: 'user', content: `say ${at}` }];
    const rows = Array.from({ length: 40 }, (_, at) => ({ turns: messages(at), topics: at % 2 ? ['a|b', '<i>'] : ['a|b'], at }));
    await prepare({
      sources: [{ rows }],
      out,
      mapping: { messages: { field: 'turns' }, labels: { 'x: [y]': { field: 'topics', kind: 'multi' } } },
    });
    const { destination, hub } = await huggingFaceSubject();
    await upload(out, { to: destination });
    const card = hub.files.get('README.md')!.toString();
    const messageFields = ['role', 'content'].map((name) => ({ name, dtype: 'string' }));
    expect(parse(card.split('---\n')[1]!).dataset_info.features).toEqual([
      { name: 'messages', list: messageFields },
      { name: 'labels', struct: [{ name: 'x: [y]', list: 'string' }] },
    ]);
    expect(card).toContain('| x: &#91;y&#93; | &#60;i&#62; |');
    expect(card).toContain('| a&#124;b |');
  });

  it('is not opened without a key that can be one', async () => {
    for (const HF_TOKEN of ['', 'sk-1', 'hf_\n'])
      await expect(openHuggingFace({ repository: 'a/b', environment: { HF_TOKEN } })).rejects.toMatchObject({
        code: 'KEY_MISSING',
      });
  });
});

describe('a package that is not installed', () => {
  it('is named, with the command that installs it', async () => {
    const missing = loadPackage(['left', 'right'], () => import('labelmill-is-not-' + 'there'));
    await expect(missing).rejects.toMatchObject({ code: 'PACKAGE_MISSING', exitCode: 2 });
    await expect(missing).rejects.toThrow('needs left and right, which are not installed: npm install left right');
  });
});
