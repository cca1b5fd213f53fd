import { randomBytes } from 'node:crypto';
import { LabelmillError } from '../core/errors.js';
import { listMember, member, numberMember, stringMember } from './member.js';
import type { Service } from './request.js';

/** A file of the service. */
export interface RemoteFile {
  readonly id: string;
  readonly name: string;
  /** Undefined where the service doesn't say. */
  readonly bytes: number | undefined;
  /** Seconds since 1970. */
  readonly created: number;
}

export interface FileUpload {
  readonly name: string;
  readonly bytes: number;
  /** Opens the content. Closed where it is not read to its end. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** The files for training. Each call is one request, or one per page, and none is repeated: that is the uploader's business. */
export interface Files {
  /** Host and port. */
  readonly server: string;
  list(name: string, signal: AbortSignal): Promise<readonly RemoteFile[]>;
  get(id: string, signal: AbortSignal): Promise<RemoteFile | undefined>;
  /** Streams a file. Memory: a few blocks of it. */
  upload(file: FileUpload, signal: AbortSignal): Promise<RemoteFile>;
}

const PURPOSE = 'fine-tune';
const PAGE_SIZE = 100;
const TIMEOUT_MS = 60_000;
/** The slowest line that an upload is waited for: 100 KB/s. */
const TIMEOUT_MS_PER_MB = 10_000;
const ADVICE: ReadonlyMap<number, string> = new Map([
  [413, 'the service takes files of up to 512 MB'],
  [422, 'the service takes files of JSON Lines, each line with its labels; see labelmill verify'],
]);

export function openFiles(service: Service): Files {
  const once = { repeat: 'never', advice: ADVICE } as const;
  return {
    server: service.host,
    async list(name, signal) {
      const found: RemoteFile[] = [];
      for (let page = 0; ; page++) {
        const query = new URLSearchParams({ page: `${page}`, page_size: `${PAGE_SIZE}`, search: name, purpose: PURPOSE });
        const answer = await service.send({ ...once, method: 'GET', path: '/v1/files', query, what: 'list the files' }, signal);
        if (!Array.isArray(member(answer, 'data'))) throw unclear('a list of files');
        const files = listMember(answer, 'data');
        found.push(...files.map(readFile).filter((file) => file.name === name));
        if (files.length < PAGE_SIZE) return found;
      }
    },
    async get(id, signal) {
      const path = `/v1/files/${encodeURIComponent(id)}`;
      try {
        const answer = await service.send({ ...once, method: 'GET', path, what: `look for the file ${id}` }, signal);
        return member(answer, 'deleted') === true ? undefined : readFile(answer);
      } catch (error) {
        if (error instanceof LabelmillError && error.facts['status'] === 404) return undefined;
        throw error;
      }
    },
    async upload({ name, bytes, open }, signal) {
      const boundary = `labelmill-${randomBytes(16).toString('hex')}`;
      const head = Buffer.from(
        [
          `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\n${PURPOSE}`,
          `\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quotedName(name)}"`,
          `\r\ncontent-type: application/octet-stream\r\n\r\n`,
        ].join(''),
      );
      const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
      async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
        yield head;
        yield* open();
        yield tail;
      }
      const stream = {
        type: `multipart/form-data; boundary=${boundary}`,
        bytes: head.length + bytes + tail.length,
        open: body,
      };
      const timeoutMs = TIMEOUT_MS + Math.ceil((TIMEOUT_MS_PER_MB * bytes) / 1e6);
      const request = { ...once, method: 'POST', path: '/v1/files', stream, timeoutMs, what: `send ${name}` } as const;
      return readFile(await service.send(request, signal));
    },
  };
}

/** A name within the quotes of a header, as forms of web pages send it. */
function quotedName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** @throws LabelmillError SERVICE_UNREACHABLE where it is none: whatever stands between may have answered */
function readFile(value: unknown): RemoteFile {
  const id = stringMember(value, 'id');
  const name = stringMember(value, 'filename');
  if (id === undefined || id === '' || name === undefined) throw unclear('a file');
  return { id, name, bytes: numberMember(value, 'bytes'), created: numberMember(value, 'created_at') ?? 0 };
}

function unclear(what: string): LabelmillError {
  return new LabelmillError('SERVICE_UNREACHABLE', `the service's answer is not ${what}; see that no one stands between`);
}
