import { createHash } from 'node:crypto';
import { idOf } from './ids.js';
import { problem } from './problems.js';
import type { ReceivedRequest, RouteAnswer, Routes } from './server.js';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly content: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Files {
  readonly routes: Routes;
  get(id: string): StoredFile | undefined;
}

/** The files of the service: multipart in, one object for equal content and name. */
export function createFiles({ now, maxBytes }: { readonly now: () => number; readonly maxBytes: number }): Files {
  const files = new Map<string, StoredFile>();
  const find = (id: string | undefined, answer: (file: StoredFile) => RouteAnswer): RouteAnswer => {
    const file = files.get(id ?? '');
    return file === undefined ? { status: 404, json: { detail: 'Not Found' } } : answer(file);
  };
  const routes: Routes = {
    'POST /v1/files': (request) => {
      const { file, fields } = readForm(request);
      if (file === undefined) return problem(['body', 'file'], 'Field required', 'missing');
      if (file.content.length > maxBytes) return { status: 413, json: { detail: 'Request Entity Too Large' } };
      if (!file.name.endsWith('.jsonl') || file.content.length === 0) {
        const type = file.content.length === 0 ? 'application/x-empty' : 'application/zip';
        const message = `Received file with mimetype ${type}, only application/jsonl are currently supported`;
        return { status: 422, json: { detail: 'Invalid file format.', message } };
      }
      const signature = createHash('sha256').update(file.content).digest('hex').slice(0, 16);
      const same = [...files.values()].find(({ name, json }) => name === file.name && json['signature'] === signature);
      if (same !== undefined) return { json: same.json };
      const id = idOf('file', files.size);
      const json = {
        id,
        object: 'file',
        bytes: file.content.length,
        created_at: Math.floor(now()),
        filename: file.name,
        purpose: fields.get('purpose') ?? 'fine-tune',
        sample_type: 'instruct',
        num_lines: linesOf(file.content).length,
        mimetype: 'application/jsonl',
        source: 'upload',
        signature,
        expires_at: null,
        visibility: fields.get('visibility') ?? 'workspace',
      };
      files.set(id, { id, name: file.name, content: file.content, json });
      return { json };
    },
    'GET /v1/files': ({ query }) => {
      const data = [...files.values()]
        .map(({ json }) => json)
        .filter((json) => String(json['filename']).includes(query.get('search') ?? ''));
      return { json: { data: pageOf(data, query), object: 'list', total: data.length } };
    },
    'GET /v1/files/:id': (_request, [id]) => find(id, ({ json }) => ({ json: { ...json, deleted: false } })),
    'GET /v1/files/:id/content': (_request, [id]) => find(id, ({ content }) => ({ body: content })),
    'DELETE /v1/files/:id': (_request, [id]) =>
      find(id, (file) => {
        files.delete(file.id);
        return { json: { id: file.id, object: 'file', deleted: true } };
      }),
  };
  return { routes, get: (id) => files.get(id) };
}

/** The lines of a file of JSON Lines. */
export function linesOf(content: Buffer): readonly any[] {
  const lines = content.toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

export function pageOf<Value>(data: readonly Value[], query: URLSearchParams): readonly Value[] {
  const size = Number(query.get('page_size') ?? 100);
  const start = Number(query.get('page') ?? 0) * size;
  return data.slice(start, start + size);
}

interface Form {
  readonly file?: { readonly name: string; readonly content: Buffer };
  readonly fields: ReadonlyMap<string, string>;
}

function readForm({ headers, body }: ReceivedRequest): Form {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const text = body.toString('latin1');
  const fields = new Map<string, string>();
  let file: Form['file'];
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end);
    const content = Buffer.from(part.slice(end + 4, -2), 'latin1');
    const name = /\bname="([^"]*)"/.exec(head)?.[1] ?? '';
    const fileName = /\bfilename="([^"]*)"/.exec(head)?.[1];
    if (fileName === undefined) fields.set(name, content.toString('utf8'));
    else file = { name: Buffer.from(fileName, 'latin1').toString('utf8'), content };
  }
  return { fields, ...(file === undefined ? {} : { file }) };
}
