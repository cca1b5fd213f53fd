// Peak memory of reading far more than memory holds: `npm run bench:inputs [-- csv=5000 jsonl=10000 parquet=5000]` (megabytes).
// Tables and lines are generated on the fly and piped in; Parquet is written first, as it is read by position, and its
// megabytes are those of the same rows as CSV.
// Prints a table and fails where a peak is above 512 MiB.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { TEXT_FORMATS } from './formats.mjs';
import { generate } from './generate.mjs';
import { rows, SHAPES } from './shapes.mjs';

const LIMIT_BYTES = 512 * 1024 * 1024;
const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.cjs', import.meta.url));

const given = process.argv.slice(2).map((argument) => argument.split('='));
const sizes =
  given.length > 0
    ? given
    : [
        ['csv', 5000],
        ['jsonl', 10_000],
        ['parquet', 5000],
      ];
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
let failed = false;
try {
  console.log('| format | MB | rows | wall s | peak MiB |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const [format, megabytes] of sizes) {
    const run = await measure(format, Number(megabytes));
    console.log(
      `| ${format} | ${run.megabytes} | ${run.rows} | ${run.wall.toFixed(0)} | ${(run.peakBytes / 2 ** 20).toFixed(0)} |`,
    );
    if (run.peakBytes > LIMIT_BYTES) failed = true;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function measure(format, megabytes) {
  const usageFile = join(folder, 'usage.json');
  const file = format === 'parquet' ? await writeParquet(megabytes) : undefined;
  const flags = ['--text', 'text', '--label', 'intent=label', '--min', '100', '--max', '300000', '--quiet'];
  const started = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    ['-r', USAGE, MAIN, 'prepare', file?.path ?? '-', ...flags, '--out', join(folder, 'out')],
    {
      env: { ...process.env, USAGE_FILE: usageFile },
      stdio: [file === undefined ? 'pipe' : 'ignore', 'inherit', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  const written = file ?? (await pipeRows(child.stdin, TEXT_FORMATS[format], megabytes));
  const [code] = await ended;
  if (code !== 0) throw new Error(`prepare ended with ${code}`);
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  rmSync(join(folder, 'out'), { recursive: true });
  if (file !== undefined) rmSync(file.path);
  return { ...written, wall, ...JSON.parse(readFileSync(usageFile, 'utf8')) };
}

async function pipeRows(stream, format, megabytes) {
  const { fields } = SHAPES.short;
  let block = format.head(fields);
  let bytes = 0;
  let count = 0;
  for (const row of rows(1)) {
    block += format.row(fields, row);
    count++;
    if (block.length < 1 << 20) continue;
    bytes += Buffer.byteLength(block);
    if (!stream.write(block)) await once(stream, 'drain');
    block = '';
    if (bytes >= megabytes * 1e6) break;
  }
  stream.end();
  return { megabytes: Math.round(bytes / 1e6), rows: count };
}

async function writeParquet(megabytes) {
  const path = join(folder, 'data.parquet');
  const count = await generate(path, megabytes);
  return { path, rows: count, megabytes: Math.round(statSync(path).size / 1e6) };
}
