// The two lanes side by side, and the I/O floor: `npm run bench:lanes [-- megabytes rounds]` (20 and 3).
// Rounds are interleaved; compare the ratios, since other work on the machine moves all figures. Both must write the same bytes.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.cjs', import.meta.url));
const FILES = ['train.jsonl', 'validation.jsonl', 'test.jsonl'];

const [megabytes = 20, rounds = 3] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
try {
  const source = join(folder, 'data.csv');
  const rows = generate(source, megabytes);
  const runs = { floor: [], bytes: [], rows: [] };
  for (let round = 0; round < rounds; round++) {
    runs.floor.push(copy(source, join(folder, 'copy')));
    runs.bytes.push(prepare(source, 'auto', rows));
    runs.rows.push(prepare(source, 'rows', rows));
    for (const file of FILES) {
      const [a, b] = ['auto', 'rows'].map((lane) => readFileSync(join(folder, lane, file)));
      if (!a.equals(b)) throw new Error(`${file} differs between the lanes`);
    }
  }
  console.log(`${megabytes} MB of CSV, ${rows} rows, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}\n`);
  console.log('| way | wall s (best, median) | CPU s (best, median) | peak MiB |\n| --- | ---: | ---: | ---: |');
  for (const [name, list] of Object.entries(runs)) {
    const peak = Math.max(...list.map(({ peakBytes }) => peakBytes)) / 2 ** 20;
    console.log(
      `| ${name} | ${spread(list.map(({ wall }) => wall))} | ${spread(list.map(({ cpuSeconds }) => cpuSeconds))} | ${peak.toFixed(0)} |`,
    );
  }
  const ratios = runs.rows.map(({ cpuSeconds }, at) => cpuSeconds / runs.bytes[at].cpuSeconds);
  console.log(`\nrows / bytes, CPU, per round: ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[0].toFixed(2)}, ${sorted[Math.floor(sorted.length / 2)].toFixed(2)}`;
}

function prepare(source, lane, rows) {
  const out = join(folder, lane);
  const usageFile = join(folder, 'usage.json');
  rmSync(out, { recursive: true, force: true });
  const max = String(Math.ceil(rows / 45));
  const flags = ['--text', 'text', '--label', 'intent=label', '--min', '100', '--max', max, '--lane', lane, '--quiet'];
  const started = performance.now();
  const child = spawnSync(process.execPath, ['-r', USAGE, MAIN, 'prepare', source, ...flags, '--out', out], {
    env: { ...process.env, USAGE_FILE: usageFile },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`prepare --lane ${lane} ended with ${child.status}`);
  return { wall: (performance.now() - started) / 1000, ...JSON.parse(readFileSync(usageFile, 'utf8')) };
}

/** Reads the source twice and writes it once: what any program of two passes pays. */
function copy(from, to) {
  const started = performance.now();
  const before = process.cpuUsage();
  const block = Buffer.alloc(1 << 20);
  const output = openSync(to, 'w');
  for (const writes of [false, true]) {
    const input = openSync(from, 'r');
    for (let count; (count = readSync(input, block)) > 0;) if (writes) writeSync(output, block, 0, count);
    closeSync(input);
  }
  closeSync(output);
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  rmSync(to);
  return { wall, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 };
}
