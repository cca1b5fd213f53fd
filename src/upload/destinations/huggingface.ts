import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type * as hub from '@huggingface/hub';
import pLimit from 'p-limit';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import { SPLITS } from '../../core/splits.js';
import type { Destination } from '../destination.js';
import { loadPackage, unreadable } from '../errors.js';
import type { Part } from '../part.js';
import { readPart, readUnchecked } from '../read-part.js';

export interface HuggingFaceOptions {
  /** `user/name` */
  readonly repository: string;
  /** Whether a repository that is made is open to all. Default false. */
  readonly public?: boolean;
  /** Address of the Hub. Default: `HF_ENDPOINT`, else the Hub's own. */
  readonly server?: string;
  /** Where `HF_TOKEN` and `HF_ENDPOINT` are read from. Default: that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Time for a request, and for each MB of it. */
const TIMEOUT_MS = 300_000;
const TIMEOUT_MS_PER_MB = 10_000;

/**
 * A data set repository on the Hugging Face Hub, with a card. Each file is one commit, so one after another. A file of the same
 * name and other content gets a new version; the Hub keeps the older one.
 * @throws LabelmillError PACKAGE_MISSING, KEY_MISSING
 */
export async function openHuggingFace(options: HuggingFaceOptions): Promise<Destination> {
  const { environment = process.env } = options;
  const { createRepo, pathsInfo, uploadFile } = await loadPackage(['@huggingface/hub'], () => import('@huggingface/hub'));
  const hubUrl = (options.server ?? environment['HF_ENDPOINT'] ?? 'https://huggingface.co').replace(/\/+$/, '');
  const accessToken = environment['HF_TOKEN'] ?? environment['HUGGING_FACE_HUB_TOKEN'] ?? '';
  if (!/^hf_[\w-]+$/.test(accessToken))
    throw new LabelmillError(
      'KEY_MISSING',
      'there is no key for the Hub: set HF_TOKEN to one that may write; it begins with hf_',
    );
  const repo: hub.RepoDesignation = { type: 'dataset', name: options.repository };
  const access = { repo, hubUrl, accessToken };
  const oneByOne = pLimit(1);
  const idOf = ({ name }: Part): string => `hf://datasets/${options.repository}/${name}`;
  const told = (error: unknown, what: string): LabelmillError => explain(error, what, accessToken);
  return {
    identity: `huggingface ${hubUrl}/datasets/${options.repository}`,
    takes: SPLITS,
    closing: 'card',
    maxFileBytes: Infinity,
    async find(part) {
      try {
        const [info] = await pathsInfo({ ...access, paths: [part.name], fetch: fetchWithin(part) });
        return info !== undefined && (await isSame(info, part)) ? idOf(part) : undefined;
      } catch (error) {
        if (statusOf(error) === 404) return undefined; // no repository yet
        throw told(error, `look for ${idOf(part)}`);
      }
    },
    send: (part, hooks) =>
      oneByOne(async () => {
        const content = await blobOf(part);
        await readThrough(readPart(part, hooks)); // its digest, before any of it leaves; a blob notices later changes
        try {
          await createRepo({ ...access, visibility: options.public === true ? 'public' : 'private' }).catch((error: unknown) => {
            if (statusOf(error) !== 409) throw error; // it is there
          });
          await uploadFile({
            ...access,
            file: { path: part.name, content },
            commitTitle: `Add ${part.name}`,
            useXet: false, // needs a second service and more memory; the Hub takes both
            abortSignal: AbortSignal.any([hooks.signal]), // of its own, as listeners stay on it
            fetch: fetchWithin(part),
          });
          return idOf(part);
        } catch (error) {
          throw told(error, `send ${idOf(part)}`);
        }
      }),
  };
}

async function readThrough(blocks: AsyncGenerator<Buffer, void, undefined>): Promise<void> {
  for (let step = await blocks.next(); step.done !== true;) step = await blocks.next();
}

/** Each request in its own time. */
function fetchWithin({ bytes }: Part): typeof fetch {
  const timeoutMs = TIMEOUT_MS + (TIMEOUT_MS_PER_MB * bytes) / 1e6;
  return (input, init) => {
    const timeout = AbortSignal.timeout(Math.round(timeoutMs));
    const signal = init?.signal ?? undefined;
    return fetch(input, { ...init, signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) });
  };
}

/** Large files are known by their SHA-256, the others as git knows them: by the SHA-1 of a header and the content. */
async function isSame(info: hub.PathInfo, part: Part): Promise<boolean> {
  if (info.lfs !== undefined) return info.lfs.oid.replace(/^sha256:/, '') === part.sha256;
  if (info.size !== part.bytes) return false;
  const hash = createHash('sha1').update(`blob ${part.bytes}\0`);
  for await (const block of readUnchecked(part)) hash.update(block);
  return hash.digest('hex') === info.oid;
}

async function blobOf({ content, bytes }: Part): Promise<Blob> {
  if ('text' in content) return new Blob([content.text]);
  try {
    return (await openAsBlob(content.path)).slice(content.start, content.start + bytes);
  } catch (error) {
    throw unreadable(content.path, error);
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** What the client says, as one of our errors, and never with the key. */
function explain(error: unknown, what: string, key: string): LabelmillError {
  if (error instanceof LabelmillError) return error;
  const status = statusOf(error);
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = (status === undefined ? reasonOf(cause) : `it answers ${status}`).replaceAll(key, '[key]');
  const facts = { reason, ...(status === undefined ? {} : { status }) };
  if (status === 401 || status === 403)
    return new LabelmillError(
      'KEY_REFUSED',
      `cannot ${what}: the Hub refuses the key (${reason}); see that HF_TOKEN may write`,
      facts,
    );
  if (status !== undefined && status >= 300 && status < 500 && ![408, 409, 412, 425, 429].includes(status))
    return new LabelmillError(
      'SERVICE_REFUSED',
      `cannot ${what}: the Hub refuses (${reason}); check the repository's name`,
      facts,
    );
  return new LabelmillError('SERVICE_UNREACHABLE', `cannot ${what}: the Hub can't be reached (${reason})`, facts);
}
