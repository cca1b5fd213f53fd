import { LabelmillError } from '../../core/errors.js';
import type { Destination, SendHooks } from '../destination.js';
import type { Part } from '../part.js';
import { readPart } from '../read-part.js';

/** A file as the service tells of it. */
export interface ServiceFile {
  readonly id: string;
  readonly name: string;
  /** Undefined where the service doesn't say. */
  readonly bytes: number | undefined;
  /** Seconds since 1970. */
  readonly created: number;
}

/** The files of the service. Every call is one request that is not sent again. */
export interface FileService {
  /** Host and port. */
  readonly server: string;
  /** The files that have this name. */
  list(name: string, signal: AbortSignal): Promise<readonly ServiceFile[]>;
  /** Undefined where there is none by this id. */
  get(id: string, signal: AbortSignal): Promise<ServiceFile | undefined>;
  upload(file: FileToUpload, signal: AbortSignal): Promise<ServiceFile>;
}

export interface FileToUpload {
  readonly name: string;
  readonly bytes: number;
  /** Opens the content. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** The service takes no larger file: 512 MB, as documented. */
const MAX_FILE_BYTES = 512_000_000;
const NAME_DIGITS = 12;

/**
 * The files of the service that trains classifiers. The name of a file carries the first 12 digits of its SHA-256, so that a
 * name and a size tell the content, and files of other data sets are never taken for ours.
 */
export function openMistral(files: FileService, maxFileBytes = MAX_FILE_BYTES): Destination {
  return {
    identity: `mistral ${files.server}`,
    takes: ['train', 'validation'],
    closing: 'nothing',
    maxFileBytes,
    async find(part, id, signal) {
      const known = id === undefined ? undefined : await files.get(id, signal);
      const found = known === undefined ? await files.list(nameOf(part), signal) : [known];
      const [first] = [...found].sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
      return first === undefined ? undefined : checked(first, part).id;
    },
    send: async (part, hooks) => checked(await files.upload(fileOf(part, hooks), hooks.signal), part).id,
  };
}

function fileOf(part: Part, hooks: SendHooks): FileToUpload {
  return { name: nameOf(part), bytes: part.bytes, open: () => readPart(part, hooks) };
}

/** `train-3f2a9c0d1b2e.jsonl` */
function nameOf({ name, sha256 }: Part): string {
  const at = name.lastIndexOf('.');
  return `${name.slice(0, at)}-${sha256.slice(0, NAME_DIGITS)}${name.slice(at)}`;
}

function checked(file: ServiceFile, part: Part): ServiceFile {
  if (file.bytes === undefined || file.bytes === part.bytes) return file;
  const { id, name, bytes } = file;
  const message = `the service keeps ${bytes} bytes of ${name}, not ${part.bytes}, as ${id}: delete that file, then run again`;
  throw new LabelmillError('SERVICE_REFUSED', message, { id, file: name, bytes, expected: part.bytes });
}
