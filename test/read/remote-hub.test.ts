import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { globPattern } from '../../src/read/remote/glob-pattern.js';
import type { RemoteSettings } from '../../src/read/remote/settings.js';
import { readSource, resolveSources, type Source } from '../../src/read/read.js';
import { errorOf, values } from './support.js';
import { startServer, type FaultServer, type Step } from './remote-server.js';

const TOKEN = 'hf_canaryCanaryCanary';
const SHA = 'a'.repeat(40);
const FILES = new Map([
  ['data/train-0.jsonl', '{"text":"a","label":"x"}\n'],
  ['data/train-1.jsonl', '{"text":"b","label":"y"}\n'],
  ['data/_hidden.jsonl', '{}\n'],
  ['data/notes.md', '# no data'],
  ['data/deep/test ü.csv', 'text,label\nc,z\n'],
]);

/** As much of the Hub as is needed: a data set `owner/name`, private. Files are stored on another host. */
async function startHub(before: readonly Step[] = []): Promise<FaultServer & { readonly storage: FaultServer }> {
  const storage = await startServer((request, response) => {
    response.end(FILES.get(decodeURIComponent((request.url ?? '').slice(1))) ?? '');
  });
  const hub: Step = (request, response) => {
    const url = decodeURIComponent(request.url ?? '');
    const json = (value: unknown): void => void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    const api = '/api/datasets/owner/name';
    if (request.headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end('{}');
    else if (url.startsWith(`${api}/revision/`)) {
      if (url.includes('/revision/gone')) response.writeHead(404).end('{}');
      else json({ _id: '1', id: 'owner/name', sha: SHA, lastModified: '2026-01-01' });
    } else if (url.startsWith(`${api}/tree/${SHA}`)) {
      const folder = url.slice(`${api}/tree/${SHA}`.length).replace(/\?.*/, '').replace(/^\//, '');
      const within = [...FILES.keys()].filter((name) => folder === '' || name.startsWith(`${folder}/`));
      json(within.map((path) => ({ type: 'file', path, size: 1, oid: '1' })));
    } else if (url.startsWith(`${api}/paths-info/${SHA}`)) void pathsOf(request).then((paths) => json(paths.flatMap(pathInfo)));
    else if (url.startsWith(`/datasets/owner/name/resolve/${SHA}/`)) {
      const path = (request.url ?? '').slice(`/datasets/owner/name/resolve/${SHA}/`.length);
      response.writeHead(302, { location: `${storage.origin.replace('127.0.0.1', 'localhost')}/${path}` }).end();
    } else response.writeHead(404).end('{}');
  };
  return { ...(await startServer(...before, hub)), storage };
}

async function pathsOf(request: IncomingMessage): Promise<readonly string[]> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return JSON.parse(body).paths;
}

function pathInfo(path: string): readonly object[] {
  if (FILES.has(path)) return [{ type: 'file', path, size: 1, oid: '1' }];
  return [...FILES.keys()].some((name) => name.startsWith(`${path}/`)) ? [{ type: 'directory', path, size: 0, oid: '1' }] : [];
}

function settings(hub: FaultServer, more: Partial<RemoteSettings> = {}): Partial<RemoteSettings> {
  return { wait: () => Promise.resolve(), environment: { HF_ENDPOINT: hub.origin, HF_TOKEN: TOKEN }, ...more };
}

async function find(path: string, remote: Partial<RemoteSettings>): Promise<readonly Source[]> {
  return resolveSources([path], { remote });
}

async function rowsOf(source: Source): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of readSource(source).batches) rows.push(...values(batch));
  return rows;
}

describe('a source in the Hub', () => {
  it.each([
    ['hf://datasets/owner/name/data/train-0.jsonl', ['data/train-0.jsonl']],
    ['hf://datasets/owner/name@main/data/train-0.jsonl', ['data/train-0.jsonl']],
    ['hf://datasets/owner/name@refs/convert/parquet/data', ['data/deep/test ü.csv', 'data/train-0.jsonl', 'data/train-1.jsonl']],
    ['hf://datasets/owner/name', ['data/deep/test ü.csv', 'data/train-0.jsonl', 'data/train-1.jsonl']],
    ['hf://datasets/owner/name/data/', ['data/deep/test ü.csv', 'data/train-0.jsonl', 'data/train-1.jsonl']],
    ['hf://datasets/owner/name/data/*.jsonl', ['data/_hidden.jsonl', 'data/train-0.jsonl', 'data/train-1.jsonl']],
    ['hf://datasets/owner/name/**/{test*,train-1}.{csv,jsonl}', ['data/deep/test ü.csv', 'data/train-1.jsonl']],
  ])('%s stands for its files', async (path, files) => {
    const hub = await startHub();
    const sources = await find(path, settings(hub));
    const prefix = /^hf:\/\/datasets\/owner\/name(?:@main|@refs\/convert\/parquet)?/.exec(path)?.[0];
    expect(sources.map((source) => source.name)).toEqual(files.map((file) => `${prefix}/${file}`));
    const [first] = sources;
    expect(await rowsOf(first!)).toHaveLength(1);
  });

  it('is read at one commit, and its token goes to the Hub alone', async () => {
    const hub = await startHub();
    const [source] = await find('hf://datasets/owner/name/data/train-1.jsonl', settings(hub));
    expect(await rowsOf(source!)).toEqual([{ text: 'b', label: 'y' }]);
    expect(hub.requests.at(-1)?.url).toContain(`/resolve/${SHA}/data/train-1.jsonl`);
    expect(hub.storage.requests).toHaveLength(1);
    expect(hub.storage.requests[0]?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(source)).not.toContain(TOKEN);
  });

  it('takes HUGGING_FACE_HUB_TOKEN where HF_TOKEN is not set', async () => {
    const hub = await startHub();
    const environment = { HF_ENDPOINT: `${hub.origin}/`, HUGGING_FACE_HUB_TOKEN: TOKEN };
    expect(await find('hf://datasets/owner/name', settings(hub, { environment }))).toHaveLength(3);
  });

  it('is asked for again where the Hub is busy', async () => {
    const busy: Step = (_request, response) => void response.writeHead(503).end();
    expect(await find('hf://datasets/owner/name', settings(await startHub([busy, busy])))).toHaveLength(3);
  });

  it.each([
    ['no token', 'hf://datasets/owner/name/data', {}, 'SOURCE_UNREADABLE', 'set HF_TOKEN'],
    ['a token of another form', 'hf://datasets/owner/name/data', { HF_TOKEN: 'canary' }, 'SOURCE_UNREADABLE', "start with 'hf_'"],
    ['no such revision', 'hf://datasets/owner/name@gone/data', { HF_TOKEN: TOKEN }, 'SOURCE_UNREADABLE', '404'],
    ['no such file', 'hf://datasets/owner/name/nothing.csv', { HF_TOKEN: TOKEN }, 'SOURCE_MISSING', 'check the path'],
    ['no file for a glob', 'hf://datasets/owner/name/*.csv', { HF_TOKEN: TOKEN }, 'SOURCE_MISSING', 'check the path'],
    ['another form', 'hf://models/owner/name', { HF_TOKEN: TOKEN }, 'USAGE', 'hf://datasets/OWNER/NAME'],
  ])('with %s is refused in words, the token not among them', async (_what, path, given, code, words) => {
    const hub = await startHub();
    const error = await errorOf(find(path, settings(hub, { environment: { HF_ENDPOINT: hub.origin, ...given } })));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(`${error.message}${JSON.stringify(error.facts)}${String(error.cause)}`).not.toMatch(/canary/);
  });

  it('names what to install where the client of the Hub is not there', async () => {
    const hub = await startHub();
    const loadHub = (): Promise<never> => Promise.reject(new Error('Cannot find package'));
    const error = await errorOf(find('hf://datasets/owner/name', settings(hub, { loadHub })));
    expect(error).toMatchObject({ code: 'USAGE', facts: { install: '@huggingface/hub' } });
    expect(error.message).toContain('npm install @huggingface/hub');
  });
});

it.each([
  ['a/*.csv', 'a/b.csv', true],
  ['a/*.csv', 'a/b/c.csv', false],
  ['a/**', 'a/b/c.csv', true],
  ['a/**/c.csv', 'a/c.csv', true],
  ['?.{csv,json}', 'x.json', true],
  ['?.{csv,json}', 'xy.json', false],
  ['a+(b).csv*', 'a+(b).csv', true],
])('the glob %s and %s: %s', (glob, path, fits) => {
  expect(globPattern(glob).test(path)).toBe(fits);
});
