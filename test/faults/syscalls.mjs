// The n-th-call sweep: every fsync, rename, link, mkdir, unlink, open and write of a run in its own folder fails, once and for good
// (writes once: failing for good they stop Node.js itself; full-disk.mjs has them). The run ends with exit code 3, the path and the
// system's code and no stack, and the older set stands; or it ends with 0 and the new set is whole. The next run heals.
// Needs strace (apt-get install strace).
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { heal, layOut, lookAt, readyCase } from './cases.mjs';
import { run, runTool } from './support.mjs';
import { workflows } from './workflows.mjs';

const ERRORS = new Map(
  Object.entries({
    fsync: 'EIO',
    rename: 'EIO',
    link: 'EIO',
    mkdir: 'EACCES',
    unlink: 'EIO',
    rmdir: 'EIO',
    openat: 'EMFILE',
    write: 'ENOSPC',
  }),
);
const ROWS = 1000;

await runTool('system calls', { short: 16, long: 10_000 }, async ({ folder, runs, random, tally }) => {
  if (spawnSync('strace', ['--version']).status !== 0) {
    tally.judge('strace', ['is not here: apt-get install strace']);
    return;
  }
  const sweep = [];
  for (const workflow of workflows(ROWS)) {
    const tried = await readyCase(workflow, folder);
    for (const hadOlder of [false, true]) sweep.push(...(await callsOf(tried, hadOlder, folder)));
  }
  tally.note('failing calls there are in the whole sweep', sweep.length);
  for (const each of random.shuffle(sweep).slice(0, runs)) await judgeFailure(each, folder, tally);
});

/** The calls of an undisturbed run that are about its folder, each to fail once and for good. */
async function callsOf(tried, hadOlder, folder) {
  const trace = await traced(tried, hadOlder, folder, ['-e', `trace=${[...ERRORS.keys()].join(',')}`]);
  const counts = new Map();
  const found = [];
  for (const { thread, call, line } of trace.calls) {
    const key = `${thread} ${call}`;
    const place = (counts.get(key) ?? 0) + 1;
    counts.set(key, place);
    if (!isAbout(tried, line)) continue;
    for (const forGood of call === 'write' ? [false] : [false, true]) found.push({ tried, hadOlder, call, place, forGood });
  }
  return found;
}

async function judgeFailure({ tried, hadOlder, call, place, forGood }, folder, tally) {
  const code = ERRORS.get(call);
  const inject = `inject=${call}:error=${code}:when=${place}${forGood ? '+' : ''}`;
  const trace = await traced(tried, hadOlder, folder, ['-e', `trace=${call}`, '-e', inject]);
  const injected = trace.calls.filter(({ line }) => line.includes('(INJECTED)'));
  const faults = [];
  const found = await lookAt(tried, hadOlder, faults);
  const what = `${tried.workflow.name}, ${call} ${place}${forGood ? ' and on' : ''}, older ${hadOlder}`;
  const isOurs = injected.length > 0 && injected.every(({ line }) => isAbout(tried, line));
  if (isOurs || trace.err.startsWith('error ')) {
    faults.push(...answerFaults(trace, { code, found, expected: hadOlder ? 'older' : 'none', forGood }));
    tally.note(`ended with ${trace.exit}${isOurs ? '' : ', where a call of Node.js failed, too'}`);
  } else tally.note('hit Node.js itself before or after the run, or nothing: judged by what lies there only');
  await heal(tried, faults);
  tally.judge(what, faults);
}

/** Once anything is refused, the older set stands; where the way back is barred for good, it lies beside until the next run. */
function answerFaults({ exit, err }, { code, found, expected, forGood }) {
  if (exit === 0) return found === 'new' ? [] : [`exit 0, but the folder holds: ${found}`];
  const faults = [];
  if (exit !== 3) faults.push(`exit ${exit}: ${err}`);
  if (!err.includes(code) || !/[/.]\w/.test(err)) faults.push(`neither code nor path is named: ${err}`);
  if (/\n +at /.test(err)) faults.push(`a stack trace: ${err}`);
  if (found !== expected && !(forGood && found === 'none')) faults.push(`exit ${exit}, and the folder holds: ${found}`);
  return faults;
}

/** Whether a line of the trace names a path in the folder, or a handle of one; the current folder, which all lines name, is none. */
function isAbout({ folder }, line) {
  return line.includes(`"${folder}`) || line.includes(`<${folder}/`);
}

/** A run under strace. One thread beside main does what is asynchronous, so that the count of its calls is the same each time. */
async function traced(tried, hadOlder, folder, flags) {
  layOut(tried, hadOlder);
  const file = join(folder, 'trace');
  const env = { TMPDIR: tried.temporary, UV_THREADPOOL_SIZE: '1' };
  const through = ['strace', '-f', '-y', '-qq', '-o', file, ...flags];
  const { code, err } = await run(tried.args, { cwd: tried.folder, stdin: tried.workflow.stdin, through, env });
  const calls = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (call !== undefined && call !== 'resumed') calls.push({ thread, call, line });
  }
  return { exit: code, err, calls };
}
