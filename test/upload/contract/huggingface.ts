import { createHash } from 'node:crypto';
import { openHuggingFace } from '../../../src/upload/destinations/huggingface.js';
import { CANARY, serve } from '../../mistral/support.js';
import type { RouteAnswer, Routes } from '../../server/server.js';
import type { Subject } from './subject.js';

const TOKEN = `hf_${CANARY}`;
/** What the Hub keeps large: told by size here, by size and kind there. */
const LARGE_BYTES = 5_000_000;
const sha = (kind: 'sha1' | 'sha256', content: Buffer, head = ''): string =>
  createHash(kind).update(head).update(content).digest('hex');

export interface Hub {
  readonly url: string;
  readonly files: ReadonlyMap<string, Buffer>;
  /** Repositories that were made, with who sees them. */
  readonly repositories: ReadonlyMap<string, string>;
}

export async function huggingFaceSubject(): Promise<Subject & { readonly hub: Hub }> {
  const files = new Map<string, Buffer>();
  const repositories = new Map<string, string>();
  const address = { url: '' };
  const server = await serve({ routes: routesOf({ files, repositories, address }) });
  address.url = server.url;
  const environment = { HF_TOKEN: TOKEN, HF_ENDPOINT: server.url };
  const open = (): Promise<Subject['destination']> => openHuggingFace({ repository: 'me/tickets', environment });
  return {
    hub: { url: server.url, files, repositories },
    destination: await open(),
    content: async (id) => files.get(id.slice('hf://datasets/me/tickets/'.length)),
    count: async () => files.size,
    again: open,
    fail: (status) => server.plan({ kind: 'answer', answer: { status, json: { error: 'No' } } }),
  };
}

interface State {
  readonly files: Map<string, Buffer>;
  readonly repositories: Map<string, string>;
  readonly address: { readonly url: string };
}

/** As much of the Hub as its client needs to make a repository, to look, and to commit small and large files. */
function routesOf({ files, repositories, address }: State): Routes {
  const large = new Map<string, Buffer>();
  const read = (body: Buffer): any => JSON.parse(body.toString());
  const guarded =
    (route: Routes[string]): Routes[string] =>
    (request, parts) =>
      request.headers.authorization === `Bearer ${TOKEN}` ? route(request, parts) : { status: 401, json: { error: 'No' } };
  const exists = (): RouteAnswer | undefined =>
    repositories.has('me/tickets') ? undefined : { status: 404, json: { error: 'Repository not found' } };
  return {
    'POST /api/repos/create': guarded(({ body }) => {
      const { name, organization, visibility } = read(body);
      if (repositories.has(`${organization}/${name}`)) return { status: 409, json: { error: 'You already created this repo' } };
      repositories.set(`${organization}/${name}`, visibility);
      return { json: { url: `${address.url}/datasets/${organization}/${name}`, id: 'x' } };
    }),
    'POST /api/datasets/me/tickets/paths-info/main': guarded(({ body }) => {
      const found = read(body).paths.flatMap((path: string) => {
        const content = files.get(path);
        if (content === undefined) return [];
        const oid = sha('sha1', content, `blob ${content.length}\0`);
        const lfs = { oid: sha('sha256', content), size: content.length, pointerSize: 132 };
        return [{ type: 'file', path, size: content.length, ...(content.length > LARGE_BYTES ? { oid: 'a', lfs } : { oid }) }];
      });
      return exists() ?? { json: found };
    }),
    'POST /api/datasets/me/tickets/preupload/main': guarded(({ body }) => {
      const modes = read(body).files.map(({ path, size }: { path: string; size: number }) => ({
        path,
        uploadMode: size > LARGE_BYTES ? 'lfs' : 'regular',
      }));
      return exists() ?? { json: { files: modes } };
    }),
    'POST /datasets/me/tickets.git/info/lfs/objects/batch': guarded(({ body }) => ({
      json: {
        transfer: 'basic',
        objects: read(body).objects.map(({ oid, size }: { oid: string; size: number }) => ({
          oid,
          size,
          ...(large.has(oid) ? {} : { actions: { upload: { href: `${address.url}/large/${oid}` } } }),
        })),
      },
    })),
    'PUT /large/:oid': ({ body }, [oid = '']) => {
      if (sha('sha256', body) !== oid) return { status: 400 };
      large.set(oid, body);
      return {};
    },
    'POST /api/datasets/me/tickets/commit/main': guarded(({ body }) => {
      for (const line of body.toString().split('\n')) {
        const { key, value } = JSON.parse(line);
        if (key === 'file') files.set(value.path, Buffer.from(value.content, 'base64'));
        if (key === 'lfsFile') {
          const content = large.get(value.oid);
          if (content === undefined) return { status: 400, json: { error: 'no such object' } };
          files.set(value.path, content);
        }
      }
      return { json: { success: true, commitOid: 'c', commitUrl: `${address.url}/c`, hookOutput: '' } };
    }),
  };
}
