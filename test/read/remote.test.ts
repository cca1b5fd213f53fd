import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { RemoteSettings } from '../../src/read/remote/settings.js';
import { readSource, resolveSources, type FileSource, type ReadOptions, type Source } from '../../src/read/read.js';
import { errorOf, plain, readText, values, type ReadBack } from './support.js';
import { file, startServer, status, type Step } from './remote-server.js';

const CONTENT = Buffer.from('text,label\n' + Array.from({ length: 20_000 }, (_, row) => `text ${row} é,c${row % 9}\n`).join(''));
const OTHER = Buffer.from(CONTENT.toString().replaceAll('text 1', 'TEXT 1'));

interface Tried {
  readonly delays: number[];
  readonly remote: Partial<RemoteSettings>;
}

/** Waits for nothing, but notes for how long it should have. */
function impatient(more: Partial<RemoteSettings> = {}): Tried {
  const delays: number[] = [];
  const wait = (delayMs: number): Promise<void> => {
    delays.push(delayMs);
    return Promise.resolve();
  };
  return { delays, remote: { wait, environment: {}, ...more } };
}

async function find(path: string, tried: Tried = impatient()): Promise<Source> {
  const [source] = await resolveSources([path], { remote: tried.remote });
  if (source === undefined) throw new Error('no source');
  return source;
}

async function read(input: string | FileSource, tried: Tried = impatient(), options: ReadOptions = {}): Promise<ReadBack> {
  const [source] = await resolveSources([input], { remote: tried.remote });
  const reading = readSource(source!, options);
  const rows = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return { rows, summary: reading.summary() };
}

async function expectWhole(path: string, tried?: Tried): Promise<void> {
  const { rows, summary } = await read(path, tried);
  expect(rows).toHaveLength(20_000);
  expect(summary.digest).toBe((await readText('data.csv', CONTENT)).summary.digest);
}

describe('a source at an address', () => {
  it('gives the rows of the file, whatever the chunks', async () => {
    const { origin, requests } = await startServer(file(CONTENT));
    const local = await readText('data.csv', CONTENT);
    for (const chunkSizeBytes of [7, 64 * 1024]) {
      const { rows, summary } = await read({ path: `${origin}/data.csv`, name: 'data.csv' }, impatient(), { chunkSizeBytes });
      expect(plain(rows)).toEqual(plain(local.rows));
      expect(summary).toEqual(local.summary);
    }
    expect(requests[0]?.headers).toMatchObject({ 'accept-encoding': 'identity' });
  });

  it('is refused where an encrypted address leads to one that is not', async () => {
    const given = vi.spyOn(globalThis, 'fetch').mockImplementation(() => {
      const response = new Response('a,b\nx,y\n');
      Object.defineProperty(response, 'url', { value: 'http://example.invalid/data.csv' });
      return Promise.resolve(response);
    });
    try {
      const error = await errorOf(read('https://example.invalid/data.csv'));
      expect(error.code).toBe('SOURCE_UNREADABLE');
      expect(error.message).toContain('without encryption');
    } finally {
      given.mockRestore();
    }
  });

  it('is decompressed and decoded as a file is', async () => {
    const { origin } = await startServer(file(gzipSync(Buffer.from('\ufeffa,b\né,x\n', 'utf16le'))));
    const { rows, summary } = await read(`${origin}/data.csv.gz`);
    expect(values(rows)).toEqual([['é', 'x']]);
    expect(summary).toMatchObject({ compression: 'gzip', encoding: 'utf-16le' });
  });

  it('can be read once and has no path', async () => {
    const source = await find('http://127.0.0.1:9/data.csv');
    expect(source.rereadable).toBe(false);
    expect(source.path).toBeUndefined();
  });

  it('is named without credentials, query and fragment, and sends the credentials', async () => {
    const { origin, requests } = await startServer(status(404));
    const path = `${origin.replace('//', '//user:canary-pass%20word@')}/a%20b.csv?token=canary-token#canary`;
    expect((await find(path)).name).toBe(`${origin}/a%20b.csv`);
    const error = await errorOf(read(path));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', exitCode: 3 });
    expect(`${error.message} ${JSON.stringify(error.facts)} ${String(error.cause)} ${error.stack}`).not.toContain('canary');
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:canary-pass word').toString('base64')}`);
    expect(requests[0]?.url).toBe('/a%20b.csv?token=canary-token');
  });

  it('that is no valid address is refused without its credentials', async () => {
    const error = await errorOf(find('http://user:canary@:99999/x?canary'));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(JSON.stringify([error.message, error.facts])).not.toContain('canary');
  });

  it('given twice is refused, and with two queries is not', async () => {
    const remote = impatient().remote;
    expect((await errorOf(resolveSources(['http://h/a?x', 'http://h/a?x'], { remote }))).code).toBe('USAGE');
    expect(await resolveSources(['http://h/a?x', 'http://h/a?y'], { remote })).toHaveLength(2);
  });
});

describe('a connection that breaks', () => {
  it.each([0, 1, 1000, CONTENT.length / 2, CONTENT.length - 1].map(Math.floor))(
    'after %i bytes is taken up where it broke',
    async (cutAfter) => {
      const { origin, requests } = await startServer(file(CONTENT, { cutAfter }), file(CONTENT));
      const tried = impatient();
      await expectWhole(`${origin}/data.csv`, tried);
      expect(tried.delays).toEqual([500]);
      const asked = requests[1]?.headers;
      if (asked?.range !== undefined) expect(asked['if-range']).toBe('"one"');
      if (cutAfter >= 1000) expect(asked?.range).toMatch(/^bytes=\d+-$/);
    },
  );

  it('again and again is taken up each time, with delays that double', async () => {
    const { origin } = await startServer(...[10, 20, 30, 40, 50].map((cutAfter) => file(CONTENT, { cutAfter })), file(CONTENT));
    const tried = impatient();
    await expectWhole(`${origin}/data.csv`, tried);
    expect(tried.delays).toEqual([500, 1000, 2000, 4000, 8000]);
  });

  it('six times in a row is an error that says so', async () => {
    const { origin, requests } = await startServer(file(CONTENT, { cutAfter: 10 }));
    const error = await errorOf(read(`${origin}/data.csv`));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', exitCode: 3 });
    expect(error.message).toContain('tried 6 times');
    expect(requests).toHaveLength(6);
  });

  it.each([
    ['without ranges', { isPlain: true }],
    ['without ETag and date', { etag: '' }],
    ['with a weak ETag', { etag: 'W/"one"' }],
    ['with a date alone', { etag: '', modified: 'Sat, 01 Aug 2026 10:00:00 GMT' }],
    ['without lengths', { isUnsized: true }],
  ])('to a server %s is read whole', async (_what, options) => {
    const { origin } = await startServer(file(CONTENT, { ...options, cutAfter: 5000 }), file(CONTENT, options));
    await expectWhole(`${origin}/data.csv`);
  });

  it('after the last byte needs no more of it', async () => {
    const cut: Step = (_request, response) => {
      response.writeHead(200, { etag: '"one"' });
      response.write(CONTENT, () => setImmediate(() => response.destroy()));
    };
    const { origin } = await startServer(cut, file(CONTENT));
    await expectWhole(`${origin}/data.csv`);
  });

  it.each([
    ['another ETag', file(OTHER, { etag: '"two"' })],
    ['another date', file(OTHER, { etag: '', modified: 'Sun, 02 Aug 2026 10:00:00 GMT' })],
    ['another length', file(CONTENT.subarray(0, -1))],
    ['no more bytes', file(CONTENT.subarray(0, 100))],
  ])('and finds %s ends with SOURCE_CHANGED', async (what, step) => {
    const etag = what === 'another date' ? '' : '"one"';
    const modified = 'Sat, 01 Aug 2026 10:00:00 GMT';
    const { origin } = await startServer(file(CONTENT, { etag, modified, cutAfter: 200_000 }), step);
    const error = await errorOf(read(`${origin}/data.csv`));
    expect(error).toMatchObject({ code: 'SOURCE_CHANGED', exitCode: 3 });
    expect(error.message).toContain('changed while it was read');
  });

  it.each([
    ['others', OTHER],
    ['fewer', CONTENT.subarray(0, 100)],
  ])('and finds the first bytes to be %s, where nothing else tells, ends with SOURCE_CHANGED', async (_what, now) => {
    const options = { etag: '', isPlain: true, isUnsized: true };
    const { origin } = await startServer(file(CONTENT, { ...options, cutAfter: 200_000 }), file(now, options));
    expect((await errorOf(read(`${origin}/data.csv`))).code).toBe('SOURCE_CHANGED');
  });
});

describe('a server', () => {
  it.each([408, 429, 500, 502, 503, 504])('that answers %i is asked again', async (code) => {
    const { origin, requests } = await startServer(status(code), status(code), file(CONTENT));
    await expectWhole(`${origin}/data.csv`);
    expect(requests).toHaveLength(3);
  });

  it('is left alone as long as it asks for, and not waited for above two minutes', async () => {
    const soon = await startServer(
      status(429, { 'retry-after': '7' }),
      status(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }),
      file(CONTENT),
    );
    const tried = impatient();
    await expectWhole(`${soon.origin}/data.csv`, tried);
    expect(tried.delays[0]).toBe(7000);
    expect(tried.delays[1]).toBeGreaterThan(50_000);
    const late = await startServer(status(429, { 'retry-after': '3600' }));
    expect((await errorOf(read(`${late.origin}/data.csv`))).message).toContain('asks to come back in 3600 seconds');
    expect(late.requests).toHaveLength(1);
  });

  it.each([
    [401, 'refuses access'],
    [403, 'refuses access'],
    [404, 'there is no'],
    [410, 'there is no'],
    [400, 'answers 400'],
  ])('that answers %i is asked once, and the error says why', async (code, words) => {
    const { origin, requests } = await startServer(status(code));
    const error = await errorOf(read(`${origin}/data.csv`));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', exitCode: 3, facts: { status: code } });
    expect(error.message).toContain(words);
    expect(requests).toHaveLength(1);
  });

  it('that is silent before or within its answer is given up and asked again', async () => {
    const silent: Step = () => undefined;
    const stuck: Step = (_request, response) => {
      response.writeHead(200, { etag: '"one"', 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 70_000));
    };
    const { origin, requests } = await startServer(silent, stuck, file(CONTENT));
    await expectWhole(`${origin}/data.csv`, impatient({ idleTimeoutMs: 40 }));
    expect(requests[2]?.headers.range).toBe('bytes=70000-');
  });

  it('that is not there ends with SOURCE_UNREADABLE and the reason', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const address = closed.address();
    const gone = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await new Promise((resolve) => closed.close(resolve));
    const error = await errorOf(read(`${gone}/data.csv`));
    expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE', exitCode: 3 });
    expect(error.message).toMatch(/ECONNREFUSED \(tried 6 times\)/);
  });

  it('that redirects is followed, without credentials to another host', async () => {
    const target = await startServer(file(CONTENT));
    const redirect: Step = (_request, response) => {
      response.writeHead(307, { location: `${target.origin.replace('127.0.0.1', 'localhost')}/stored` }).end();
    };
    const { origin } = await startServer(redirect);
    await expectWhole(`${origin.replace('//', '//user:secret@')}/data.csv`);
    expect(target.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('that encodes the body in transit is understood, also where it breaks', async () => {
    const encoded = gzipSync(CONTENT);
    const send =
      (cutAfter: number): Step =>
      (_request, response) => {
        response.writeHead(200, { etag: '"one"', 'content-encoding': 'gzip', 'content-length': encoded.length });
        if (cutAfter >= encoded.length) response.end(encoded);
        else response.write(encoded.subarray(0, cutAfter), () => setImmediate(() => response.destroy()));
      };
    const { origin, requests } = await startServer(send(encoded.length / 2), send(encoded.length));
    await expectWhole(`${origin}/data.csv`);
    expect(requests[1]?.headers.range).toBeUndefined();
  });

  it('is not asked any more once the run is stopped', async () => {
    const stop = new AbortController();
    const stuck: Step = (_request, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 100_000), () => setImmediate(() => stop.abort()));
    };
    const { origin, requests } = await startServer(stuck);
    expect((await errorOf(read(`${origin}/data.csv`, impatient(), { signal: stop.signal }))).code).toBe('ABORTED');
    expect(requests).toHaveLength(1);
  });

  it('is hung up on where the consumer leaves', async () => {
    const { origin } = await startServer(file(CONTENT));
    for await (const batch of readSource(await find(`${origin}/data.csv`), { chunkSizeBytes: 1000 }).batches)
      if (batch.length > 0) break;
  });
});
