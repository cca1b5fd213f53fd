import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';

/** One request to be sent once. */
export interface Attempt {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  /** Sent as it is, or as it comes. */
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** Whether a connection that was used before may be used; it may just be closing. */
  readonly reusesConnection: boolean;
  /** For all of it. */
  readonly timeoutMs: number;
  /** Without a byte sent or received. */
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Bytes of an answer that are read at most. */
const LARGEST_ANSWER = 64 * 2 ** 20;

/**
 * Sends a request and reads its answer, whatever its status. Redirects are answers like others. Every attempt has its own timers.
 * @throws what the connection, the body or the timers say; an Error with the code ETIMEDOUT for the latter
 */
export function exchange(attempt: Attempt): Promise<Answer> {
  const { url, method, headers, body, timeoutMs, idleTimeoutMs, signal } = attempt;
  const send = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, ...(attempt.reusesConnection ? {} : { agent: false }) });
    const stop = (error: Error): void => {
      close();
      reject(error);
      request.destroy();
    };
    const timer = setTimeout(() => stop(timeout(`no whole answer within ${timeoutMs / 1000} s`)), timeoutMs);
    const onAbort = (): void => stop(new Error('aborted'));
    const close = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    request.setTimeout(idleTimeoutMs, () => stop(timeout(`no byte within ${idleTimeoutMs / 1000} s`)));
    let isAnswered = false;
    request.on('error', (error) => {
      if (!isAnswered) stop(error); // a server that refuses a body may answer before it has read it, and hang up
    });
    request.on('response', (response) => {
      isAnswered = true;
      readAnswer(response).then((answer) => {
        close();
        resolve(answer);
        if (!request.writableFinished) request.destroy();
      }, stop);
    });
    if (signal?.aborted === true) onAbort();
    else if (typeof body === 'function')
      writeBody(body(), request).catch((error: unknown) => {
        if (!isAnswered) stop(error instanceof Error ? error : new Error(String(error)));
      });
    else request.end(body);
  });
}

/** Writes a body as it comes. A block is let go, to be used again, before the next one is asked for. */
async function writeBody(blocks: AsyncIterable<Uint8Array>, request: http.ClientRequest): Promise<void> {
  for await (const block of blocks) {
    await new Promise<void>((resolve, reject) => {
      const close = (): void => reject(new Error('the connection was closed'));
      request.once('close', close); // nothing calls back once it is destroyed
      request.write(block, (error) => {
        request.off('close', close);
        if (error) reject(error);
        else resolve();
      });
    });
  }
  request.end();
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new Error(`an answer of more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

function timeout(message: string): Error {
  return Object.assign(new Error(message), { code: 'ETIMEDOUT' });
}
