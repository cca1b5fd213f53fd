// The server of the tests: routes on the loopback, and the faults that a network and a service have. A fault is planned for the
// next request, or with `on` for the next to one route; what is not planned goes well. There are these:
//   none        nothing goes wrong; for a place in a list of faults
//   answer      any status, headers and body in place of the route's answer: 401, 429 with Retry-After, 5xx, 410, a redirect, no
//               JSON. The route is not run
//   reset       the connection is reset once so many bytes of the body have arrived: nothing is done
//   done-reset  the route is run, then the connection is reset: done, but the answer is lost
//   truncated   the answer is cut after so many bytes of its body: done, and half said
//   hang        nothing is done and nothing answered: the client has to give up by itself
//   done-hang   the route is run, and nothing is answered
//   slow        the answer comes byte by byte
// A service that is gone for long is many faults in a row, or close(). faults.ts draws them by chance.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without query, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** All of it; what had arrived where a fault cut it. */
  readonly body: Buffer;
}

export interface RouteAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly json?: unknown;
  /** In place of `json`. */
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request; `parts` are what stands, decoded, where its pattern has `:name`. */
export type Route = (request: ReceivedRequest, parts: readonly string[]) => RouteAnswer;

/** By method and pattern: `GET /v1/files/:id`. The first that fits counts. */
export type Routes = Readonly<Record<string, Route>>;

/** What goes wrong with one request. */
export type Fault =
  /** Nothing goes wrong. */
  | { readonly kind: 'none' }
  | { readonly kind: 'answer'; readonly answer: RouteAnswer }
  /** The connection is reset once so many bytes of the body have arrived. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The route is run, then the connection is reset. */
  | { readonly kind: 'done-reset' }
  /** The route is run, and nothing is answered. */
  | { readonly kind: 'done-hang' }
  /** Nothing is done and nothing answered. */
  | { readonly kind: 'hang' }
  /** The answer comes byte by byte, so many milliseconds apart. */
  | { readonly kind: 'slow'; readonly everyMs: number }
  /** The answer ends after so many bytes of its body. */
  | { readonly kind: 'truncated'; readonly bytes: number };

/** A fault for the next request; with `on`, for the next to `METHOD /pattern`. */
export type PlannedFault = Fault & { readonly on?: string };

export interface LocalServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every request so far, in the order of their ends. */
  readonly requests: readonly ReceivedRequest[];
  /** Plans faults, after those that are still to come. */
  plan(...faults: readonly PlannedFault[]): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly routes: Routes;
  readonly faults?: readonly PlannedFault[];
}

/** A server on the loopback that answers by routes, and fails as planned: a fault per request. Close it in the end. */
export async function startServer({ routes, faults = [] }: ServerOptions): Promise<LocalServer> {
  const planned = [...faults];
  const requests: ReceivedRequest[] = [];
  const table = Object.entries(routes).map(([pattern, route]) => ({ pattern, expression: expressionOf(pattern), route }));

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const name = `${incoming.method ?? ''} ${url.pathname}`;
    const found = table.find(({ expression }) => expression.test(name));
    const at = planned.findIndex(({ on }) => on === undefined || on === found?.pattern);
    const fault: Fault = (at < 0 ? undefined : planned.splice(at, 1)[0]) ?? { kind: 'none' };
    const body = await readBody(incoming, fault.kind === 'reset' ? fault.afterBytes : Infinity);
    const { method = '', headers } = incoming;
    const request = { method, path: url.pathname, query: url.searchParams, headers, body };
    requests.push(request);
    if (fault.kind === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault.kind === 'hang') return;
    const parts = (found?.expression.exec(name)?.slice(1) ?? []).map(decodeURIComponent);
    const said = fault.kind === 'answer' ? fault.answer : (found?.route(request, parts) ?? NOT_FOUND);
    if (fault.kind === 'done-reset') return void incoming.socket.resetAndDestroy();
    if (fault.kind === 'done-hang') return;
    await write(response, said, fault);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    plan: (...more) => planned.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NOT_FOUND: RouteAnswer = { status: 404, json: { detail: 'Not Found' } };

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`);
}

async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (limit === 0) return Buffer.alloc(0);
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks);
}

async function write(response: ServerResponse, answer: RouteAnswer, fault: Fault): Promise<void> {
  const { status = 200, json, headers = {} } = answer;
  const body = answer.body ?? (json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json)));
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, 'content-length': body.length, ...headers });
  if (fault.kind === 'truncated') response.write(body.subarray(0, fault.bytes), () => response.destroy());
  else if (fault.kind === 'slow') {
    for (const byte of body) {
      if (response.destroyed) return;
      response.write(Buffer.from([byte]));
      await setTimeout(fault.everyMs);
    }
    response.end();
  } else response.end(body);
}
