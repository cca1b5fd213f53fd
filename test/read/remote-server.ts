import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** What a server does with one request. */
export type Step = (request: IncomingMessage, response: ServerResponse) => void;

export interface FaultServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Every request so far. */
  readonly requests: readonly IncomingMessage[];
}

/** A server on the loopback that follows a script: a step per request, the last one for all that follow. Goes when the test ends. */
export async function startServer(...steps: readonly Step[]): Promise<FaultServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const step = steps[Math.min(requests.length, steps.length - 1)];
    requests.push(request);
    step?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, requests };
}

export interface FileOptions {
  readonly etag?: string;
  readonly modified?: string;
  /** The server knows no ranges. */
  readonly isPlain?: boolean;
  /** Breaks the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** No Content-Length: chunked. */
  readonly isUnsized?: boolean;
}

/** A file as a web server gives it, with ranges and If-Range. */
export function file(content: Buffer, options: FileOptions = {}): Step {
  const { etag = '"one"', modified, isPlain = false, cutAfter, isUnsized = false } = options;
  return (request, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const condition = request.headers['if-range'];
    const isRanged = !isPlain && range !== undefined && (condition === undefined || condition === etag || condition === modified);
    const start = isRanged ? Number(range) : 0;
    if (isRanged && start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}`, etag }).end();
      return;
    }
    const body = content.subarray(start);
    response.writeHead(isRanged ? 206 : 200, {
      ...(etag === '' ? {} : { etag }),
      ...(modified === undefined ? {} : { 'last-modified': modified }),
      ...(isUnsized ? {} : { 'content-length': body.length }),
      ...(isRanged ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    });
    if (cutAfter === undefined || cutAfter >= body.length) response.end(body);
    else response.write(body.subarray(0, cutAfter), () => setImmediate(() => response.destroy()));
    if (cutAfter === 0) response.flushHeaders();
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Step {
  return (_request, response) => {
    response.writeHead(code, headers).end('no');
  };
}
