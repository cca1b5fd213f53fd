// Peak memory of `prepare` as the data grows: `npm run bench:memory [-- small large]` (megabytes as CSV, 200 and 1000).
// Prints a table and fails where the promise is broken: under 512 MiB, and at most 24 bytes more per row.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.mjs';

const LIMIT_BYTES = 512 * 1024 * 1024;
const BYTES_PER_ROW = 24;
const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.cjs', import.meta.url));

const sizes = process.argv.slice(2).map(Number);
const [small, large] = sizes.length === 2 ? sizes : [200, 1000];
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
const failures = [];
try {
  console.log('| format | MB | rows | wall s | CPU s | peak MiB | bytes more per row |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const format of ['csv', 'jsonl']) {
    const runs = [await measure(format, small), await measure(format, large)];
    const [before, after] = runs;
    const perRow = (after.peakBytes - before.peakBytes) / (after.rows - before.rows);
    for (const run of runs) {
      const growth = run === after ? perRow.toFixed(1) : '';
      const cells = [
        format,
        run.megabytes,
        run.rows,
        run.wall.toFixed(1),
        run.cpuSeconds.toFixed(1),
        (run.peakBytes / 2 ** 20).toFixed(0),
        growth,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
    if (after.peakBytes > LIMIT_BYTES) failures.push(`${format}: peak above 512 MiB`);
    if (perRow > BYTES_PER_ROW) failures.push(`${format}: ${perRow.toFixed(1)} bytes more per row`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function measure(format, megabytes) {
  const source = join(folder, `data.${format}`);
  const out = join(folder, 'out');
  const usageFile = join(folder, 'usage.json');
  const rows = await generate(source, megabytes);
  const flags = ['--text', 'text', '--label', 'intent=label', '--min', '100', '--max', '300000', '--quiet'];
  const started = process.hrtime.bigint();
  const child = spawnSync(process.execPath, ['-r', USAGE, MAIN, 'prepare', source, ...flags, '--out', out], {
    env: { ...process.env, USAGE_FILE: usageFile },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  if (child.status !== 0) throw new Error(`prepare ended with ${child.status}`);
  const usage = JSON.parse(readFileSync(usageFile, 'utf8'));
  const run = { megabytes: Math.round(statSync(source).size / 1e6), rows, wall, ...usage };
  rmSync(source);
  rmSync(out, { recursive: true });
  return run;
}
