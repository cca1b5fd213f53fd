import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ended, MAIN } from '../cli/support.js';
import { CANARY } from '../mistral/support.js';
import { createFileStore, type FileStore } from '../server/files.js';
import { copySet, prepareSet } from './support.js';

let shared: string;
let prepared: string;
beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'labelmill-upload-'));
  prepared = await prepareSet(shared, 50_000); // some 10 MB of train: more than pipes hold
});
afterAll(() => rm(shared, { recursive: true, force: true }));

/** Events a run can be killed at: bytes of a file that arrived, or a moment of a request. */
type Moment = 'asked' | 'stored' | 'answered' | number;

describe('a run that is killed', () => {
  it.each([
    ['asked', 1],
    ['asked', 2],
    [0, 1],
    [1000, 1],
    [5_000_000, 1],
    ['stored', 1],
    ['answered', 1],
    [1000, 2],
    ['stored', 2],
  ] satisfies readonly (readonly [Moment, number])[])(
    'leads to one file with one id when it is run again (at %s, time %i)',
    async (moment, time) => {
      const out = await copySet(prepared);
      const store = createFileStore({ key: CANARY, keepsEqual: true });
      const killer = createKiller(moment, time);
      const url = await serve(store, killer.tell);
      const first = start(out, url);
      killer.aim(first);
      const [code, signal] = await once(first, 'exit');
      expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
      const before = store.files.map(({ id }) => id);
      killer.aim(undefined);
      for (const states of [['sent', 'found'], ['found']]) {
        const again = await ended(start(out, url));
        expect(again.err).toBe('');
        expect(again.code).toBe(0);
        const { files } = JSON.parse(again.out);
        expect(store.files.length).toBe(2);
        expect(store.files.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
        for (const { name, id, state } of files) {
          expect(states).toContain(state);
          const kept = store.files.find((file) => file.id === id);
          expect(Buffer.compare(kept!.content, await readFile(join(out, name)))).toBe(0);
        }
      }
      expect(await readdir(dirname(out))).toEqual(['out', 'out.upload.jsonl']);
    },
  );
});

function start(out: string, url: string): ReturnType<typeof spawn> & Parameters<typeof ended>[0] {
  const args = [MAIN, 'upload', out, '--to', 'mistral', '--server', url, '--at-once', '1', '--json', '--no-progress'];
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], MISTRAL_API_KEY: CANARY } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Kills a process at the n-th of one kind of moment. */
function createKiller(moment: Moment, time: number): { aim(at: ChildProcess | undefined): void; tell(now: Moment): void } {
  let victim: ChildProcess | undefined;
  let seen = 0;
  return {
    aim: (at) => (victim = at),
    tell(now) {
      if (now === moment && ++seen === time) victim?.kill('SIGKILL');
    },
  };
}

/** The service, telling of every moment. */
async function serve(store: FileStore, tell: (now: Moment) => void): Promise<string> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const chunks: Buffer[] = [];
    const marks = request.method === 'POST' ? [0, 1000, 5_000_000] : [];
    let size = 0;
    const pass = (): void => {
      for (; size >= (marks[0] ?? Infinity); marks.shift()) tell(marks[0] ?? 0);
    };
    pass();
    if (request.method === 'GET') tell('asked');
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      pass();
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      const received = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks),
      };
      const isPost = received.method === 'POST';
      const id = /^\/v1\/files\/(.+)$/.exec(url.pathname)?.[1];
      const route = store.routes[id === undefined ? `${received.method} /v1/files` : 'GET /v1/files/:id'];
      const { status = 200, json } = route!(received, id === undefined ? [] : [id]);
      if (isPost) tell('stored');
      const body = JSON.stringify(json);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body, () => isPost && tell('answered'));
    });
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
