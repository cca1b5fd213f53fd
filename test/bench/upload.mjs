// Peak memory and throughput of an upload beside the official client: `npm run bench:upload [-- megabytes]` (400).
// Prints a table and fails where the promise is broken: a file of 400 MB in under 100 MB of memory, and so three files at once, where
// the training file is above what the service takes and goes in shards. The last line is the same by `labelmill run`, which
// prepares in the same process; its peak is that of prepare, and has no limit here.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';

const LIMIT_BYTES = 100e6;
/** The service takes no larger file. */
const MOST_FILE_BYTES = 512e6;
/** Bytes of a row by those of its line of JSON, so that the file that is sent has the size that was asked for. */
const ROW_SHARE = 0.75;
const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.cjs', import.meta.url));
const OFFICIAL = `
  import { openAsBlob } from 'node:fs';
  import { Mistral } from '@mistralai/mistralai';
  const [file, serverURL] = process.argv.slice(-2);
  const client = new Mistral({ apiKey: 'key', serverURL });
  await client.files.upload({ file: { fileName: 'train.jsonl', content: await openAsBlob(file) }, purpose: 'fine-tune' });
`;

/** The official client loads a file whole, so that it is measured with one file only. */
const megabytes = Number(process.argv[2] ?? 400);
/** Train of a size that the service takes in two parts only, and validation: three files on their way at once. */
const shardedMegabytes = Math.round(megabytes * 1.6);
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
const server = await serve();
const FLAGS = ['--text', 'text', '--label', 'intent=label', '--sha256', '--quiet'];
let failed = false;
try {
  console.log('| client | MB | wall s | CPU s | peak MB | MB/s |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  const source = join(folder, 'data.jsonl');
  const out = join(folder, 'out');
  generate(source, megabytes * ROW_SHARE);
  await run([MAIN, 'prepare', source, '--out', out, ...FLAGS, '--split', '100/0']);
  await measureUpload('labelmill upload', out, 1);
  const script = join(folder, 'official.mjs');
  writeFileSync(script, OFFICIAL.replace("'@mistralai/mistralai'", JSON.stringify(import.meta.resolve('@mistralai/mistralai'))));
  const train = join(out, 'train.jsonl');
  tell('official client, file as Blob', statSync(train).size, await run([script, train, server.url]));

  generate(source, shardedMegabytes * ROW_SHARE);
  const split = ['--split', '90/9/1'];
  await run([MAIN, 'prepare', source, '--out', out, ...FLAGS, ...split]);
  const sharded = await measureUpload('labelmill upload, train in shards, and validation', out, partsOf(out));
  if (sharded.atOnce < 2) fail('the files were sent one by one');
  const before = server.stored.length;
  const flags = [source, '--out', join(folder, 'again'), ...FLAGS, ...split, '--every', '0', '--server', server.url];
  tell('labelmill run, up to its job', bytesOf(out), await run([MAIN, 'run', ...flags], 6));
  if (server.stored.length - before !== partsOf(out)) fail('run sent other files');
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function fail(why) {
  console.error(`FAILED ${why}`);
  failed = true;
}

/** Sends a set, tells what it took, and sees that all of it arrived, within the limit. */
async function measureUpload(client, out, files) {
  const before = server.stored.length;
  server.atOnce = 0;
  const used = await run([MAIN, 'upload', out, '--to', 'mistral', '--server', server.url, '--quiet']);
  tell(client, bytesOf(out), used);
  const stored = server.stored.slice(before);
  const sent = stored.reduce((sum, { bytes }) => sum + bytes, 0);
  if (sent !== bytesOf(out) || stored.length !== files) fail(`${stored.length} files of ${sent} bytes arrived`);
  if (files === 1) {
    const digest = createHash('sha256')
      .update(readFileSync(join(out, 'train.jsonl')))
      .digest('hex');
    if (stored[0]?.name !== `train-${digest.slice(0, 12)}.jsonl`) fail('the file has another name');
  }
  if (used.peakBytes > LIMIT_BYTES) fail(`peak above ${LIMIT_BYTES / 1e6} MB`);
  return { atOnce: server.atOnce };
}

function sizesOf(out) {
  return ['train.jsonl', 'validation.jsonl'].flatMap((name) => {
    const path = join(out, name);
    return existsSync(path) ? [statSync(path).size] : [];
  });
}

function bytesOf(out) {
  return sizesOf(out).reduce((sum, size) => sum + size, 0);
}

function partsOf(out) {
  return sizesOf(out).reduce((sum, size) => sum + Math.ceil(size / MOST_FILE_BYTES), 0);
}

function tell(client, bytes, { wall, cpuSeconds, peakBytes }) {
  const cells = [client, bytes / 1e6, wall, cpuSeconds, peakBytes / 1e6, bytes / 1e6 / wall];
  const digits = [0, 0, 1, 1, 0, 0];
  console.log(`| ${cells.map((cell, at) => (at === 0 ? cell : cell.toFixed(digits[at]))).join(' | ')} |`);
}

/** @param expected the exit code */
function run(args, expected = 0) {
  const usageFile = join(folder, 'usage.json');
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['-r', USAGE, ...args], {
    env: { ...process.env, USAGE_FILE: usageFile, MISTRAL_API_KEY: 'key' },
    stdio: ['ignore', 'ignore', expected === 0 ? 'inherit' : 'ignore'],
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      const wall = Number(process.hrtime.bigint() - started) / 1e9;
      if (code === expected) resolve({ wall, ...JSON.parse(readFileSync(usageFile, 'utf8')) });
      else reject(new Error(`${args[0]} ended with ${code}`));
    });
  });
}

/** A service that counts what it is sent and keeps none of it. */
function serve() {
  const stored = [];
  const told = { atOnce: 0 };
  let under = 0;
  const listener = createServer((request, response) => {
    if (request.url.startsWith('/v1/fine_tuning')) return answer(response, { detail: 'retired' }, 410);
    told.atOnce = Math.max(told.atOnce, ++under);
    response.on('close', () => under--);
    let head = '';
    let bytes = 0;
    request.on('data', (chunk) => {
      if (head.length < 4096) head += chunk.toString('latin1', 0, 4096);
      bytes += chunk.length;
    });
    request.on('end', () => {
      if (request.method === 'GET') return answer(response, { data: [], object: 'list', total: 0 });
      const name = /filename="([^"]+)"/.exec(head)?.[1];
      const boundary = /boundary=(\S+)/.exec(request.headers['content-type'])[1];
      const headBytes = head.indexOf('\r\n\r\n', head.indexOf('filename=')) + 4;
      const file = { name, bytes: bytes - headBytes - `\r\n--${boundary}--\r\n`.length };
      stored.push(file);
      answer(response, {
        id: `file-${stored.length}`,
        object: 'file',
        bytes: file.bytes,
        created_at: 1,
        filename: name,
        purpose: 'fine-tune',
        sample_type: 'instruct',
        source: 'upload',
      });
    });
  });
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () =>
      resolve(
        Object.assign(told, {
          url: `http://127.0.0.1:${listener.address().port}`,
          stored,
          close: () => {
            listener.close();
            listener.closeAllConnections();
          },
        }),
      ),
    );
  });
}

function answer(response, body, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
