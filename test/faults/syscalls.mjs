// The n-th-call sweep: every fsync, rename, link, mkdir, unlink, open and write of a run in its own folder fails, once and for good
// (writes once: failing for good they stop Node.js itself; full-disk.mjs has them). The run ends with exit code 3, the path and the
// system's code and no stack, and the older set stands; or it ends with 0 and the new set is whole. The next run heals.
// Needs strace (apt-get install strace).
import { spawnSync } from 'node:child_process';
import { heal, layOut, lookAt, readyCase } from './cases.mjs';
import { callsOf, ERRORS, failAt, failedOnlyIn, refusalFaults, traced, watchAll } from './strace.mjs';
import { runTool } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 1000;

await runTool('system calls', { short: 16, long: 10_000 }, async ({ folder, runs, random, tally }) => {
  if (spawnSync('strace', ['--version']).status !== 0) {
    tally.judge('strace', ['is not here: apt-get install strace']);
    return;
  }
  const sweep = [];
  for (const workflow of workflows(ROWS)) {
    const tried = await readyCase(workflow, folder);
    for (const hadOlder of [false, true]) {
      const calls = callsOf(await tracedRun(tried, hadOlder, watchAll), tried.folder);
      sweep.push(...calls.map((failure) => ({ tried, hadOlder, failure })));
    }
  }
  tally.note('failing calls there are in the whole sweep', sweep.length);
  for (const each of random.shuffle(sweep).slice(0, runs)) await judgeFailure(each);

  function tracedRun(tried, hadOlder, flags) {
    layOut(tried, hadOlder);
    const { args, workflow, temporary } = tried;
    return traced(args, flags, { parent: folder, cwd: tried.folder, stdin: workflow.stdin, env: { TMPDIR: temporary } });
  }

  async function judgeFailure({ tried, hadOlder, failure }) {
    const { call, place, forGood } = failure;
    const trace = await tracedRun(tried, hadOlder, failAt(failure));
    const faults = [];
    const found = await lookAt(tried, hadOlder, faults);
    const isOurs = failedOnlyIn(trace, tried.folder);
    if (isOurs || trace.err.startsWith('error ')) {
      // where its own modules can't be opened, Node.js does not say why
      const code = isOurs ? ERRORS.get(call) : '';
      faults.push(...answerFaults(trace, { code, found, expected: hadOlder ? 'older' : 'none', forGood }));
      tally.note(`ended with ${trace.exit}${isOurs ? '' : ', where a call of Node.js failed, too'}`);
    } else tally.note('hit Node.js itself before or after the run, or nothing: judged by what lies there only');
    await heal(tried, faults);
    tally.judge(`${tried.workflow.name}, ${call} ${place}${forGood ? ' and on' : ''}, older ${hadOlder}`, faults);
  }
});

/** Once anything is refused, the older set stands; where the way back is barred for good, it lies beside until the next run. */
function answerFaults(trace, { code, found, expected, forGood }) {
  if (trace.exit === 0) return found === 'new' ? [] : [`exit 0, but the folder holds: ${found}`];
  const faults = refusalFaults(trace, code);
  if (found !== expected && !(forGood && found === 'none')) faults.push(`exit ${trace.exit}, and the folder holds: ${found}`);
  return faults;
}
