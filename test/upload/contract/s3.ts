import { createHash } from 'node:crypto';
import { openS3 } from '../../../src/upload/destinations/s3.js';
import { CANARY, serve } from '../../mistral/support.js';
import type { RouteAnswer, Routes } from '../../server/server.js';
import { withEnvironment } from './environment.js';
import type { Subject } from './subject.js';

interface StoredObject {
  readonly content: Buffer;
  readonly metadata: Readonly<Record<string, string>>;
}

export async function s3Subject(): Promise<Subject> {
  withEnvironment({ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: CANARY, AWS_REGION: 'eu-west-1' });
  const objects = new Map<string, StoredObject>();
  const unfinished = new Map<string, Omit<StoredObject, 'content'> & { readonly parts: Map<number, Buffer> }>();
  const server = await serve({ routes: routesOf(objects, unfinished) });
  const open = (): Promise<Subject['destination']> => openS3({ bucket: 'sets', prefix: 'a b/c', endpoint: server.url });
  return {
    destination: await open(),
    content: async (id) => objects.get(id)?.content,
    count: async () => objects.size + unfinished.size,
    again: open,
    obstruct: async (name, content) => void objects.set(`s3://sets/a b/c/${name}`, { content, metadata: {} }),
    fail: (status) => server.plan({ kind: 'answer', answer: { status } }),
  };
}

/** As much of S3 as the SDK needs to look, to put, and to put in parts. */
function routesOf(
  objects: Map<string, StoredObject>,
  unfinished: Map<string, Omit<StoredObject, 'content'> & { readonly parts: Map<number, Buffer> }>,
): Routes {
  const idOf = (path: string): string => `s3://${decodeURIComponent(path).slice(1)}`;
  const xml = (content: string): RouteAnswer => ({
    body: Buffer.from(`<?xml version="1.0"?>${content}`),
    headers: { 'content-type': 'application/xml' },
  });
  const metadataOf = (headers: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)]] : [],
      ),
    );
  return {
    'HEAD /.+': ({ path }) => {
      const found = objects.get(idOf(path));
      if (found === undefined) return { status: 404 };
      const metadata = Object.entries(found.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
      return { headers: { 'content-length': `${found.content.length}`, ...Object.fromEntries(metadata) } };
    },
    'POST /.+': ({ path, query, headers }) => {
      const id = idOf(path);
      const upload = query.get('uploadId');
      if (upload === null) {
        unfinished.set(id, { metadata: metadataOf(headers), parts: new Map() });
        return xml(`<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>`);
      }
      const begun = unfinished.get(id);
      if (begun === undefined) return { status: 404 };
      const numbers = [...begun.parts.keys()].sort((a, b) => a - b);
      objects.set(id, { metadata: begun.metadata, content: Buffer.concat(numbers.map((number) => begun.parts.get(number)!)) });
      unfinished.delete(id);
      return xml(`<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>`);
    },
    'PUT /.+': ({ path, query, headers, body }) => {
      const id = idOf(path);
      const number = query.get('partNumber');
      if (number === null) objects.set(id, { content: body, metadata: metadataOf(headers) });
      else unfinished.get(id)?.parts.set(Number(number), body);
      return { headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
    },
    'DELETE /.+': ({ path }) => {
      unfinished.delete(idOf(path));
      return { status: 204 };
    },
  };
}
