import type { ReceivedRequest, RouteAnswer, Routes } from './server.js';

/** A file that the local service keeps. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly purpose: string | undefined;
  readonly content: Buffer;
  readonly created: number;
}

export interface FileStore {
  readonly routes: Routes;
  /** In the order of their arrival. */
  readonly files: KeptFile[];
  /** Keeps the file of a form, as `POST /v1/files` does. */
  take(request: Pick<ReceivedRequest, 'headers' | 'body'>): RouteAnswer;
}

const UNAUTHORIZED: RouteAnswer = { status: 401, json: { detail: 'Unauthorized' } };
const NOT_FOUND: RouteAnswer = { status: 404, json: { detail: 'Not Found' } };
const FIRST_DAY = 1_759_500_189;

/**
 * The files of the service, as documented; but a file of the same name and content that is sent twice is kept twice, so that
 * a test sees it.
 * @param key the one that is taken; any where it is not given
 */
export function createFileStore(key?: string): FileStore {
  const files: KeptFile[] = [];
  let made = 0;
  const guarded =
    (route: Routes[string]): Routes[string] =>
    (request, parts) =>
      key === undefined || request.headers.authorization === `Bearer ${key}` ? route(request, parts) : UNAUTHORIZED;
  const take: FileStore['take'] = ({ headers, body }) => {
    const form = parseForm(headers['content-type'] ?? '', body);
    const file = form?.get('file');
    if (file?.name === undefined) return { status: 422, json: { detail: 'Invalid file format.' } };
    if (file.content.length === 0) return { status: 422, json: { detail: 'Received file with mimetype application/x-empty' } };
    const id = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
    const purpose = form?.get('purpose')?.content.toString();
    const kept = { id, name: file.name, purpose, content: file.content, created: FIRST_DAY + made };
    files.push(kept);
    return { json: describeFile(kept) };
  };
  return {
    files,
    take,
    routes: {
      'POST /v1/files': guarded(take),
      'GET /v1/files': guarded(({ query }) => {
        const search = query.get('search') ?? '';
        const purpose = query.get('purpose');
        const found = files.filter((file) => file.name.includes(search) && (purpose === null || file.purpose === purpose));
        const size = Number(query.get('page_size') ?? 100);
        const first = Number(query.get('page') ?? 0) * size;
        const data = found.slice(first, first + size).map(describeFile);
        return { json: { data, object: 'list', total: found.length } };
      }),
      'GET /v1/files/:id': guarded((_, [id]) => {
        const file = files.find((kept) => kept.id === id);
        return file === undefined ? NOT_FOUND : { json: { ...describeFile(file), deleted: false } };
      }),
      'DELETE /v1/files/:id': guarded((_, [id]) => {
        const at = files.findIndex((kept) => kept.id === id);
        if (at < 0) return NOT_FOUND;
        files.splice(at, 1);
        return { json: { id, object: 'file', deleted: true } };
      }),
    },
  };
}

function describeFile({ id, name, purpose, content, created }: KeptFile): object {
  return {
    id,
    object: 'file',
    bytes: content.length,
    created_at: created,
    filename: name,
    purpose: purpose ?? 'fine-tune',
    sample_type: 'pretrain',
    num_lines: content.toString('latin1').split('\n').length - 1,
    mimetype: 'application/jsonl',
    source: 'upload',
    signature: 'd4821d2de1917341',
    expires_at: null,
    visibility: 'workspace',
  };
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
