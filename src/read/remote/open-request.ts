import type { HttpAddress } from './http-address.js';
import type { RemoteSettings } from './settings.js';

/** A request that was sent. */
export interface OpenRequest {
  /** Waits for status and headers. @throws what fetch throws; an Error where the server is silent too long */
  response(): Promise<Response>;
  /** The body. To be iterated once, after `response`. Throws as `response` does. */
  pieces(): AsyncGenerator<Buffer, void, undefined>;
  /** Frees the connection. */
  close(): void;
}

/** Sends a request. Time counts only while the server is waited for, so that a slow consumer is no reason to give up. */
export function openRequest(
  address: HttpAddress,
  headers: Readonly<Record<string, string>>,
  { idleTimeoutMs }: RemoteSettings,
  signal: AbortSignal | undefined,
): OpenRequest {
  const stop = new AbortController();
  const { authorization } = address;
  const sent = fetch(address.url, {
    headers: { 'accept-encoding': 'identity', ...(authorization === undefined ? {} : { authorization }), ...headers },
    signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
  });
  // it may be awaited by nobody, where the run is stopped first
  sent.catch(() => undefined);

  async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
    const timer = setTimeout(() => {
      stop.abort(new Error(`the server sent nothing for ${idleTimeoutMs / 1000} seconds`));
    }, idleTimeoutMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    response: () => inTime(sent),
    async *pieces() {
      const { body } = await sent;
      if (body === null) return;
      const reader = body.getReader();
      for (;;) {
        const step = await inTime(reader.read());
        if (step.done) return;
        const bytes: unknown = step.value;
        if (bytes instanceof Uint8Array) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
    },
    close: () => stop.abort(),
  };
}
