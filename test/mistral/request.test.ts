import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LabelmillError } from '../../src/core/errors.js';
import { openService, type ServiceRequest } from '../../src/mistral/mistral.js';
import type { RouteAnswer, Routes } from '../server/server.js';
import { CANARY, connect, failureOf, fakeTime, serve } from './support.js';

const ROUTES: Routes = {
  'GET /v1/things': () => ({ json: { data: [1] } }),
  'POST /v1/things': ({ body }) => ({ json: { got: body.toString() } }),
};
const GET: ServiceRequest = { method: 'GET', path: '/v1/things', what: 'list the things' };
const POST: ServiceRequest = { method: 'POST', path: '/v1/things', what: 'make a thing', json: { name: 'é' } };

function answering(answer: RouteAnswer): Routes {
  return { 'GET /v1/things': () => answer, 'POST /v1/things': () => answer };
}

describe('a request', () => {
  it('carries the key and the body, and gives back the JSON that was answered', async () => {
    const server = await serve({ routes: ROUTES });
    const service = await connect(server);
    expect(await service.send(GET)).toEqual({ data: [1] });
    expect(await service.send(POST)).toEqual({ got: '{"name":"é"}' });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${CANARY}`, `Bearer ${CANARY}`]);
    expect(server.requests[1]?.headers['content-length']).toBe('13');
  });

  it('streams a body of a known size', async () => {
    const server = await serve({ routes: ROUTES });
    const service = await connect(server);
    const stream = {
      type: 'text/plain',
      bytes: 6,
      async *open() {
        yield Buffer.from('one');
        yield Buffer.from('two');
      },
    };
    expect(await service.send({ method: 'POST', path: '/v1/things', what: 'send it', stream })).toEqual({ got: 'onetwo' });
    const broken = { ...stream, open: () => throwing(new LabelmillError('SOURCE_CHANGED', 'it changed')) };
    const { code } = await failureOf(service.send({ method: 'POST', path: '/v1/things', what: 'send it', stream: broken }));
    expect(code).toBe('SOURCE_CHANGED');
  });

  it.each([429, 500, 502, 503, 504])('is sent again after %i, with growing delays', async (status) => {
    const fault = { kind: 'answer', answer: { status } } as const;
    const server = await serve({ routes: ROUTES, faults: [fault, fault, fault] });
    const time = fakeTime();
    expect(await (await connect(server, { time })).send(GET)).toEqual({ data: [1] });
    expect(time.waits).toEqual([500, 1000, 2000]);
  });

  it('is sent again after a connection that broke and an answer that was cut or no JSON', async () => {
    const server = await serve({ routes: ROUTES });
    server.plan(
      { kind: 'reset', afterBytes: 0 },
      { kind: 'done-reset' },
      { kind: 'truncated', bytes: 5 },
      { kind: 'answer', answer: { body: Buffer.from('<html>') } },
    );
    expect(await (await connect(server)).send(GET)).toEqual({ data: [1] });
    expect(server.requests).toHaveLength(5);
  });

  it('is given up after six tries', async () => {
    const server = await serve({ routes: answering({ status: 503 }) });
    const { code, exitCode, message } = await failureOf((await connect(server)).send(GET));
    expect({ code, exitCode }).toEqual({ code: 'SERVICE_UNREACHABLE', exitCode: 5 });
    expect(message).toMatch(/^cannot list the things: 127\.0\.0\.1:\d+ fails \(503\); try again later$/);
    expect(server.requests).toHaveLength(6);
  });

  it('waits as long as the service asks, in seconds or to a date, and not above two minutes', async () => {
    const time = fakeTime(Date.UTC(2026, 0, 1));
    const asks = (after: string): RouteAnswer => ({ status: 429, headers: { 'retry-after': after } });
    const server = await serve({ routes: ROUTES });
    server.plan({ kind: 'answer', answer: asks('7') }, { kind: 'answer', answer: asks('Thu, 01 Jan 2026 00:01:07 GMT') });
    await (await connect(server, { time })).send(GET);
    expect(time.waits).toEqual([7000, 60_000]);
    server.plan({ kind: 'answer', answer: asks('3600') });
    const { code, message } = await failureOf((await connect(server, { time })).send(GET));
    expect(code).toBe('SERVICE_BUSY');
    expect(message).toContain('asks to come back at 2026-01-01T01:01:07.000Z (429)');
    expect(time.waits).toHaveLength(2);
  });

  it('is not repeated where it makes something, unless it is sure that nothing was done', async () => {
    const server = await serve({ routes: ROUTES });
    const service = await connect(server);
    server.plan({ kind: 'done-reset' });
    expect((await failureOf(service.send(POST))).facts).toMatchObject({ isDoubtful: true });
    server.plan({ kind: 'done-reset' });
    expect((await failureOf(service.send({ ...POST, repeat: 'undone' }))).facts).toMatchObject({ isDoubtful: true });
    expect(server.requests).toHaveLength(2);
    server.plan({ kind: 'answer', answer: { status: 429 } });
    await service.send({ ...POST, repeat: 'undone' });
    server.plan({ kind: 'answer', answer: { status: 429 } });
    expect((await failureOf(service.send(POST))).facts).not.toHaveProperty('isDoubtful');
    expect(server.requests).toHaveLength(5);
  });

  it.each(['hang', 'done-hang'] as const)('gives up waiting for an answer that does not come: %s', async (kind) => {
    const server = await serve({ routes: ROUTES, faults: [{ kind }, { kind }] });
    const slow = await failureOf((await connect(server)).send({ ...GET, repeat: 'never', timeoutMs: 50 }));
    expect(slow.message).toContain("can't be reached (ETIMEDOUT)");
    const idle = await failureOf((await connect(server, { idleTimeoutMs: 50 })).send({ ...GET, repeat: 'never' }));
    expect(idle.code).toBe('SERVICE_UNREACHABLE');
  });

  it('gives up an answer that drips', async () => {
    const server = await serve({ routes: ROUTES, faults: [{ kind: 'slow', everyMs: 20 }] });
    const { code } = await failureOf((await connect(server)).send({ ...GET, repeat: 'never', timeoutMs: 100 }));
    expect(code).toBe('SERVICE_UNREACHABLE');
  });

  it('ends at once when it is stopped', async () => {
    const server = await serve({ routes: ROUTES, faults: [{ kind: 'hang' }] });
    const controller = new AbortController();
    const sent = (await connect(server)).send(GET, controller.signal);
    controller.abort();
    expect((await failureOf(sent)).code).toBe('ABORTED');
  });

  it('that nobody answers names the host and the cause', async () => {
    const server = await serve({ routes: ROUTES });
    const service = await connect(server);
    await server.close();
    const { message, exitCode } = await failureOf(service.send(POST));
    expect(exitCode).toBe(5);
    expect(message).toBe(
      `cannot make a thing: ${service.host} can't be reached (ECONNREFUSED); look at the connection, then try again`,
    );
  });
});

describe('a refusal', () => {
  const long = { detail: [1, 2, 3, 4].map((at) => ({ type: 't', loc: ['body', 'inputs', at], msg: `bad ${at}` })) };
  it.each<[number, RouteAnswer, string, string]>([
    [401, { json: { detail: 'Unauthorized' } }, 'KEY_REFUSED', 'refuses the key (401): Unauthorized; see that MISTRAL_API_KEY'],
    [401, { json: { message: 'Unauthorized', request_id: 'f' } }, 'KEY_REFUSED', 'refuses the key (401): Unauthorized; see'],
    [403, {}, 'KEY_REFUSED', 'refuses the key (403); see'],
    [404, { json: { detail: 'Not Found' } }, 'SERVICE_REFUSED', 'has no such thing (404): Not Found'],
    [404, { json: { object: 'error', message: 'no model', code: '3040' } }, 'SERVICE_REFUSED', 'thing (404): no model'],
    [409, { json: { detail: 'similar job' } }, 'SERVICE_CONFLICT', '(409): similar job'],
    [410, { body: Buffer.from('<h1>Gone</h1>') }, 'SERVICE_RETIRED', 'has retired this (410)'],
    [413, { json: { detail: 'too large' } }, 'SERVICE_REFUSED', 'refuses the request (413): too large'],
    [422, { json: long }, 'SERVICE_REFUSED', ': inputs.1: bad 1; inputs.2: bad 2; inputs.3: bad 3; and 1 more'],
    [422, { json: { detail: 'Invalid file format.', message: 'zip' } }, 'SERVICE_REFUSED', ': Invalid file format. zip'],
    [422, { json: { message: { detail: [{ msg: 'deep' }] } } }, 'SERVICE_REFUSED', '(422): deep'],
    [400, { json: { error: { message: 'inner' } } }, 'SERVICE_REFUSED', '(400): inner'],
    [302, { headers: { location: 'http://127.0.0.2/' } }, 'SERVICE_REFUSED', 'points elsewhere, where the key is not sent (302)'],
  ])('with %i is told in words and not repeated: %j', async (status, answer, code, words) => {
    const server = await serve({ routes: answering({ ...answer, status }) });
    const error = await failureOf((await connect(server)).send(GET));
    expect(error).toMatchObject({ code, exitCode: 6, facts: { status } });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('<h1>');
    expect(server.requests).toHaveLength(1);
  });

  it('shows neither the key nor controls the service sends back', async () => {
    const server = await serve({ routes: answering({ status: 400, json: { detail: `key ${CANARY}\u001b[2J` } }) });
    const error = await failureOf((await connect(server)).send(GET));
    expect(error.message).toContain('key [key]\\x1b[2J');
    expect(JSON.stringify([error.message, error.facts, error.stack])).not.toContain(CANARY);
  });
});

describe('the key', () => {
  const open = (environment: Readonly<Record<string, string>>) => openService({ environment });

  it.each(['two words', 'line\nend', 'schlüssel', 'tab\t'])('is refused unseen where it can not be one: %j', async (key) => {
    const { code, message } = await failureOf(open({ MISTRAL_API_KEY: key }));
    expect(code).toBe('KEY_MISSING');
    expect(message).not.toContain(key);
  });

  it('comes from a file that only its owner can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'labelmill-key-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'key');
    await writeFile(path, `${CANARY}\n`, { mode: 0o600 });
    const server = await serve({ routes: ROUTES });
    const environment = { MISTRAL_API_KEY_FILE: path, MISTRAL_BASE_URL: `${server.url}/proxy/v1/` };
    await openService({ environment, server: server.url }).then((service) => service.send(GET));
    expect(server.requests[0]).toMatchObject({ path: '/v1/things', headers: { authorization: `Bearer ${CANARY}` } });
    await openService({ environment }).then((service) => service.send({ ...GET, repeat: 'never' }).catch(() => undefined));
    expect(server.requests[1]?.path).toBe('/proxy/v1/things');
    await chmod(path, 0o640);
    expect((await failureOf(open(environment))).message).toContain(`chmod 600 ${path}`);
    expect((await failureOf(open({ MISTRAL_API_KEY_FILE: join(folder, 'no') }))).message).toContain('ENOENT');
    expect((await failureOf(open({}))).code).toBe('KEY_MISSING');
  });

  it.each(['http://example.org', 'https://me:secret@example.org', 'https://example.org?a=secret', 'ftp://127.0.0.1', 'nowhere'])(
    'is not sent to %s',
    async (server) => {
      const error = await failureOf(openService({ server, environment: { MISTRAL_API_KEY: CANARY } }));
      expect(error.code).toBe('USAGE');
      expect(error.message).not.toContain('secret');
    },
  );
});

async function* throwing(error: Error): AsyncGenerator<Uint8Array, void, undefined> {
  throw error;
}
