import { createHash } from 'node:crypto';
import { idOf } from './ids.js';
import { problem } from './problems.js';
import type { ReceivedRequest, Route, RouteAnswer, Routes } from './server.js';

/** A file that the local service keeps. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly purpose: string | undefined;
  readonly content: Buffer;
  /** As the service tells of it. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface FileStore {
  readonly routes: Routes;
  /** In the order of their arrival. */
  readonly files: KeptFile[];
  get(id: string): KeptFile | undefined;
  /** Keeps the file of a form, as `POST /v1/files` does. */
  take(request: Pick<ReceivedRequest, 'headers' | 'body'>): RouteAnswer;
}

export interface FileStoreOptions {
  /** The one that is taken. Default: any, also none. */
  readonly key?: string;
  /** Seconds since 1970. Default: a second later with each file. */
  readonly now?: () => number;
  /** Bytes of a file at most. Default 512 MB. */
  readonly maxBytes?: number;
  /** Keeps a file of the same name and content twice where it is sent twice, so that a test sees it. The service keeps it once. */
  readonly keepsEqual?: boolean;
  /** Takes files of any name, as for other purposes than training. */
  readonly takesAll?: boolean;
}

const UNAUTHORIZED: RouteAnswer = { status: 401, json: { detail: 'Unauthorized' } };
const NOT_FOUND: RouteAnswer = { status: 404, json: { detail: 'Not Found' } };
const FIRST_DAY = 1_759_500_189;

/** The files of the service, as documented: multipart in, one object for equal content and name. */
export function createFileStore(options: FileStoreOptions = {}): FileStore {
  const { key, maxBytes = 512_000_000, keepsEqual = false, takesAll = false } = options;
  const files: KeptFile[] = [];
  let made = 0;
  const now = options.now ?? ((): number => FIRST_DAY + made);
  const get = (id: string | undefined): KeptFile | undefined => files.find((file) => file.id === id);
  const take: FileStore['take'] = ({ headers, body }) => {
    const form = parseForm(headers['content-type'] ?? '', body);
    const file = form?.get('file');
    if (file?.name === undefined) return problem(['body', 'file'], 'Field required', 'missing');
    const { name, content } = file;
    if (content.length > maxBytes) return { status: 413, json: { detail: 'Request Entity Too Large' } };
    if (!(takesAll || name.endsWith('.jsonl')) || content.length === 0) {
      const type = content.length === 0 ? 'application/x-empty' : 'application/zip';
      const message = `Received file with mimetype ${type}, only application/jsonl are currently supported`;
      return { status: 422, json: { detail: 'Invalid file format.', message } };
    }
    const signature = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const same = files.find((kept) => kept.name === name && kept.json['signature'] === signature);
    if (same !== undefined && !keepsEqual) return { json: same.json };
    const id = idOf('file', made++);
    const purpose = form?.get('purpose')?.content.toString();
    const json = {
      id,
      object: 'file',
      bytes: content.length,
      created_at: Math.floor(now()),
      filename: name,
      purpose: purpose ?? 'fine-tune',
      sample_type: 'instruct',
      num_lines: content.toString('latin1').split('\n').length - 1,
      mimetype: 'application/jsonl',
      source: 'upload',
      signature,
      expires_at: null,
      visibility: form?.get('visibility')?.content.toString() ?? 'workspace',
    };
    files.push({ id, name, purpose, content, json });
    return { json };
  };
  const withFile =
    (answer: (file: KeptFile) => RouteAnswer): Route =>
    (_request, [id]) => {
      const file = get(id);
      return file === undefined ? NOT_FOUND : answer(file);
    };
  const routes: Routes = {
    'POST /v1/files': take,
    'GET /v1/files': ({ query }) => {
      const search = query.get('search') ?? '';
      const purpose = query.get('purpose');
      const found = files.filter(({ name, json }) => name.includes(search) && (purpose === null || json['purpose'] === purpose));
      const data = found.map(({ json }) => json);
      return { json: { data: pageOf(data, query), object: 'list', total: data.length } };
    },
    'GET /v1/files/:id': withFile(({ json }) => ({ json: { ...json, deleted: false } })),
    'GET /v1/files/:id/content': withFile(({ content }) => ({ body: content })),
    'DELETE /v1/files/:id': withFile((file) => {
      files.splice(files.indexOf(file), 1);
      return { json: { id: file.id, object: 'file', deleted: true } };
    }),
  };
  const guard =
    (route: Route): Route =>
    (request, parts) =>
      key === undefined || request.headers.authorization === `Bearer ${key}` ? route(request, parts) : UNAUTHORIZED;
  return {
    files,
    get,
    take,
    routes: Object.fromEntries(Object.entries(routes).map(([pattern, route]) => [pattern, guard(route)])),
  };
}

/** The lines of a file of JSON Lines. */
export function linesOf(content: Buffer): readonly any[] {
  const lines = content.toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** A page of a list, as its query asks. */
export function pageOf<Value>(data: readonly Value[], query: URLSearchParams): readonly Value[] {
  const size = Number(query.get('page_size') ?? 100);
  const start = Number(query.get('page') ?? 0) * size;
  return data.slice(start, start + size);
}

interface Field {
  readonly name: string | undefined;
  readonly content: Buffer;
}

/** The fields of a form; undefined where it is not whole. */
function parseForm(type: string, body: Buffer): ReadonlyMap<string, Field> | undefined {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const fields = new Map<string, Field>();
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at >= 0;) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString() === '--') return fields;
    const headEnd = body.indexOf('\r\n\r\n', start);
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), headEnd);
    if (headEnd < 0 || next < 0) return undefined;
    const head = body.subarray(start, headEnd).toString();
    const name = /[; ]name="([^"]*)"/i.exec(head)?.[1];
    if (name === undefined) return undefined;
    fields.set(name, { name: /filename="([^"]*)"/i.exec(head)?.[1], content: body.subarray(headEnd + 4, next) });
    at = next + 2;
  }
  return undefined;
}
