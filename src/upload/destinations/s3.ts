import { Readable } from 'node:stream';
import type * as client from '@aws-sdk/client-s3';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { Destination } from '../destination.js';
import { loadPackage } from '../errors.js';
import type { Part } from '../part.js';
import { readPart } from '../read-part.js';

export interface S3Options {
  readonly bucket: string;
  /** Stands before the names of the files, with a slash between. */
  readonly prefix?: string;
  /** Address of a store that is not Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
}

const PACKAGES = ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'] as const;
/** Parts of a multipart upload: at least 8 MiB, and never more than 10,000 of them, which is the store's limit. */
const PART_BYTES = 8 * 2 ** 20;
const MOST_PARTS = 10_000;
/** Parts of one file on their way at once: with their buffers some 50 MB. */
const PARTS_AT_ONCE = 2;
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/**
 * A store that speaks S3. The key comes from where Amazon's SDK finds it. An object carries its SHA-256 as metadata, by which it
 * is known again; one of the same name and other content is never replaced.
 * @throws LabelmillError PACKAGE_MISSING
 */
export async function openS3({ bucket, prefix = '', endpoint, region }: S3Options): Promise<Destination> {
  const { client, storage } = await loadPackage(PACKAGES, async () => ({
    client: await import('@aws-sdk/client-s3'),
    storage: await import('@aws-sdk/lib-storage'),
  }));
  const s3 = new client.S3Client({
    maxAttempts: 1, // the uploader tries again, and asks first
    requestChecksumCalculation: 'WHEN_REQUIRED', // stores that are not Amazon's may not know the newer checksums
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(region === undefined ? {} : { region }),
  });
  const keyOf = ({ name }: Part): string => (prefix === '' ? name : `${prefix.replace(/\/+$/, '')}/${name}`);
  const idOf = (part: Part): string => `s3://${bucket}/${keyOf(part)}`;
  return {
    identity: ['s3', ...(endpoint === undefined ? [] : [endpoint]), `${bucket}/${prefix}`].join(' '),
    takes: 'all',
    closing: 'manifest',
    maxFileBytes: Infinity,
    async find(part, _id, signal) {
      const command = new client.HeadObjectCommand({ Bucket: bucket, Key: keyOf(part) });
      let head: client.HeadObjectCommandOutput;
      try {
        // a signal of its own, as listeners stay on it
        head = await s3.send(command, { abortSignal: AbortSignal.any([signal]) });
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw explain(error, `look for ${idOf(part)}`);
      }
      if (head.ContentLength === part.bytes && head.Metadata?.['sha256'] === part.sha256) return idOf(part);
      const message = `${idOf(part)} is there, and is not the file to be sent: nothing is replaced; name another prefix, or remove it`;
      throw new LabelmillError('SERVICE_CONFLICT', message, { id: idOf(part) });
    },
    async send(part, hooks) {
      const body = Readable.from(copies(readPart(part, hooks)), { objectMode: false, highWaterMark: 0 });
      const upload = new storage.Upload({
        client: s3,
        params: { Bucket: bucket, Key: keyOf(part), Body: body, Metadata: { sha256: part.sha256 }, ContentType: typeOf(part) },
        partSize: Math.max(PART_BYTES, Math.ceil(part.bytes / MOST_PARTS)),
        queueSize: PARTS_AT_ONCE,
      });
      const abort = (): void => void upload.abort().catch(() => undefined);
      hooks.signal.addEventListener('abort', abort, { once: true });
      try {
        await upload.done();
        return idOf(part);
      } catch (error) {
        throw explain(error, `send ${idOf(part)}`);
      } finally {
        hooks.signal.removeEventListener('abort', abort);
        body.destroy();
      }
    },
  };
}

/** The SDK gathers blocks to parts, and so keeps them. */
async function* copies(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const block of blocks) yield Buffer.from(block);
}

function typeOf({ name }: Part): string {
  return name.endsWith('.jsonl') ? 'application/jsonl' : 'application/json';
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** What the SDK says, as one of our errors. */
function explain(error: unknown, what: string): LabelmillError {
  if (error instanceof LabelmillError) return error;
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : reasonOf(error);
  const reason = [name === 'Error' ? reasonOf(error) : name, ...(status === undefined ? [] : [status])].join(', ');
  const facts = { reason, ...(status === undefined ? {} : { status }) };
  if (name === 'CredentialsProviderError')
    return new LabelmillError(
      'KEY_MISSING',
      `cannot ${what}: there is no key for the store; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile`,
      {},
      error,
    );
  if (status === 401 || status === 403)
    return new LabelmillError('KEY_REFUSED', `cannot ${what}: the store refuses the key (${reason})`, facts, error);
  if (status !== undefined && status >= 300 && status < 500 && !PASSING_STATUSES.has(status))
    return new LabelmillError(
      'SERVICE_REFUSED',
      `cannot ${what}: the store refuses (${reason}); check bucket and region`,
      facts,
      error,
    );
  return new LabelmillError('SERVICE_UNREACHABLE', `cannot ${what}: the store can't be reached (${reason})`, facts, error);
}
