// What must hold on any machine, as ratios inside one run: `npm run bench:gates`. Under a minute; exit 1 where a gate fails.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readyCase } from './cases.mjs';
import { timeScans } from './kernel-scan.mjs';
import { measure, OUT } from './measure.mjs';
import { findInstalled, labelmill, PEERS } from './peers.mjs';
import { median } from './results.mjs';
import { judgeKernel, judgeMemory, judgeSame, judgeSpeed, summarize } from './verdicts.mjs';

const SMALL_MB = 20;
const LARGE_MB = 80;
/** Four times as large. Peaks are compared between LARGE_MB and this one: a second thread, whose memory is its own, has joined by both. */
const HUGE_MB = 320;
const ROUNDS = 5;
const FILES = ['train.jsonl', 'validation.jsonl', 'test.jsonl'];

const folder = join(OUT, 'gates');
const prepare = (job, ...flags) => run(labelmill({ ...job, folder }, ...flags));
const straightforward = PEERS.find(({ name }) => name.startsWith('csv-parse'));

try {
  const [small, large] = [SMALL_MB, LARGE_MB].map((megabytes) => readyCase({ shape: 'short', format: 'csv', megabytes }));
  const runs = Array.from({ length: ROUNDS }, () => ({ small: prepare(small), large: prepare(large) }));
  const theirs = { small: runStraightforward(small), large: runStraightforward(large) };
  const huge = readyCase({ shape: 'short', format: 'csv', megabytes: HUGE_MB });
  const hugeRuns = Array.from({ length: ROUNDS }, () => ({ huge: prepare(huge) }));
  const { lines, exitCode } = summarize([
    judgeSpeed({ small: leastOf(runs, 'small'), large: leastOf(runs, 'large') }, theirs),
    judgeKernel(await timeScans(small.source)),
    judgeMemory({ small: usualPeak(runs, 'large'), large: usualPeak(hugeRuns, 'huge'), moreRows: huge.rows - large.rows }),
    judgeSame(digestWays(large)),
  ]);
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
} finally {
  rmSync(OUT, { recursive: true, force: true });
}

function run(command) {
  const measured = measure(command, folder);
  if (measured.failure !== undefined) throw new Error(measured.failure);
  return measured;
}

function runStraightforward(job) {
  return run(straightforward.command({ ...job, folder }));
}

/** The least of each figure: what disturbs a run only ever adds to it. */
function leastOf(runs, size) {
  const least = (key) => Math.min(...runs.map((each) => each[size][key]));
  return { wall: least('wall'), cpuSeconds: least('cpuSeconds') };
}

function usualPeak(runs, size) {
  return median(runs.map((each) => each[size].peakBytes));
}

/** The digest of all files by lane and number of threads. */
function digestWays(job) {
  const ways = [[], ['--lane', 'rows']];
  if (findInstalled().has('--threads')) for (const threads of ['1', '2', '4']) ways.push(['--threads', threads]);
  return new Map(
    ways.map((flags) => {
      prepare(job, ...flags);
      const hash = createHash('sha256');
      for (const file of FILES) hash.update(readFileSync(join(folder, file)));
      return [flags.join(' ') || 'as it comes', hash.digest('hex')];
    }),
  );
}
