// Peak memory and throughput of an upload beside the official client: `npm run bench:upload [-- megabytes]` (400).
// Prints a table and fails where the promise is broken: a file of 400 MB in under 100 MB of memory.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';

const LIMIT_BYTES = 100e6;
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

const megabytes = Number(process.argv[2] ?? 400);
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
const server = await serve();
let failed = false;
try {
  const source = join(folder, 'data.jsonl');
  const out = join(folder, 'out');
  generate(source, megabytes * ROW_SHARE);
  const flags = ['--text', 'text', '--label', 'intent=label', '--split', '100/0', '--sha256', '--quiet'];
  await run([MAIN, 'prepare', source, '--out', out, ...flags]);
  const train = join(out, 'train.jsonl');
  const bytes = statSync(train).size;
  console.log('| client | MB | wall s | CPU s | peak MB | MB/s |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  const ours = await run([MAIN, 'upload', out, '--to', 'mistral', '--server', server.url, '--quiet']);
  tell('labelmill upload', bytes, ours);
  const sent = createHash('sha256').update(readFileSync(train)).digest('hex');
  if (server.stored.at(-1)?.name !== `train-${sent.slice(0, 12)}.jsonl` || server.stored.at(-1)?.bytes !== bytes) {
    console.error('FAILED the file did not arrive');
    failed = true;
  }
  const script = join(folder, 'official.mjs');
  writeFileSync(script, OFFICIAL.replace("'@mistralai/mistralai'", JSON.stringify(import.meta.resolve('@mistralai/mistralai'))));
  tell('official client, file as Blob', bytes, await run([script, train, server.url]));
  if (ours.peakBytes > LIMIT_BYTES) {
    console.error(`FAILED peak above ${LIMIT_BYTES / 1e6} MB`);
    failed = true;
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function tell(client, bytes, { wall, cpuSeconds, peakBytes }) {
  const cells = [client, bytes / 1e6, wall, cpuSeconds, peakBytes / 1e6, bytes / 1e6 / wall];
  const digits = [0, 0, 1, 1, 0, 0];
  console.log(`| ${cells.map((cell, at) => (at === 0 ? cell : cell.toFixed(digits[at]))).join(' | ')} |`);
}

function run(args) {
  const usageFile = join(folder, 'usage.json');
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['-r', USAGE, ...args], {
    env: { ...process.env, USAGE_FILE: usageFile, MISTRAL_API_KEY: 'key' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code) => {
      const wall = Number(process.hrtime.bigint() - started) / 1e9;
      if (code === 0) resolve({ wall, ...JSON.parse(readFileSync(usageFile, 'utf8')) });
      else reject(new Error(`${args[0]} ended with ${code}`));
    });
  });
}

/** A service that counts what it is sent and keeps none of it. */
function serve() {
  const stored = [];
  const listener = createServer((request, response) => {
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
      resolve({
        url: `http://127.0.0.1:${listener.address().port}`,
        stored,
        close: () => {
          listener.close();
          listener.closeAllConnections();
        },
      }),
    );
  });
}

function answer(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
