// The kill loop: SIGKILL at random instants (half of them in the last part of the run, where files are published) and at each
// step that changes a folder, over nothing and over an older set; sometimes the run that heals is killed, too. What is there
// then is the older set, none, or the new one; verify agrees; the next run gives the reference byte for byte and leaves nothing
// else behind. The steps need strace (apt-get install strace); without it they are skipped, and said to be.
import { spawnSync } from 'node:child_process';
import { heal, layOut, lookAt, readyCase } from './cases.mjs';
import { after, ended, run, runTool, start } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 4000;
/** Of the run's time, what its end takes: planning, writing, publication. */
const LAST = 0.35;
/** Calls that change a folder or make bytes durable. The main thread does all but fsync, which one thread more does. */
const STEPS = ['rename', 'link', 'unlink', 'mkdir', 'rmdir', 'fsync'];
/** The steps of a call that are tried; a run has fewer, and the sweep ends where nothing was killed. */
const MOST_STEPS = 40;

await runTool('kill', { short: 12, long: 1000 }, async ({ folder, runs, isShort, random, tally }) => {
  const cases = [];
  for (const workflow of workflows(ROWS)) cases.push(await readyCase(workflow, folder));
  for (let at = 0; at < runs; at++) {
    const tried = cases[at % cases.length];
    const hadOlder = at % 2 === 1;
    const from = random.next() < 0.5 ? 0 : 1 - LAST;
    const delay = () => tried.milliseconds * (from + random.next() * (1.1 - from));
    const kill = async (isFirst) => {
      if (!isFirst && random.next() < 0.75) return undefined;
      const child = start(tried.args, { cwd: tried.folder, stdin: tried.workflow.stdin, env: { TMPDIR: tried.temporary } });
      const told = ended(child);
      await after(delay());
      child.kill('SIGKILL');
      return told;
    };
    await judgeKill(tried, { hadOlder, kill, tally, what: `${tried.workflow.name}, kill ${at}` });
  }
  await sweepSteps(isShort ? cases.slice(0, 1) : cases, isShort ? ['rename'] : STEPS, tally);
});

/** Kills until `kill` has enough, looks at what is there each time, and runs once more. */
async function judgeKill(tried, { hadOlder, kill, tally, what }) {
  layOut(tried, hadOlder);
  const faults = [];
  for (let told = await kill(true); told !== undefined; told = await kill(false)) {
    const found = await lookAt(tried, hadOlder, faults);
    const before = hadOlder ? 'folder with an older set' : 'empty folder';
    const wasKilled = told.signal === 'SIGKILL';
    tally.note(wasKilled ? `kills, after which the ${before} held: ${found}` : 'runs that were done before the kill');
  }
  await heal(tried, faults);
  tally.judge(what, faults);
}

/** SIGKILL at the n-th call of a kind, for n = 1, 2, … until a run comes to its end. */
async function sweepSteps(cases, steps, tally) {
  if (spawnSync('strace', ['--version']).status !== 0) {
    tally.note('sweep of the steps skipped: no strace here');
    return;
  }
  for (const tried of cases) {
    for (const step of steps) {
      let kills = 0;
      for (const hadOlder of [false, true]) {
        let wasKilled = true;
        for (let place = 1; wasKilled && place <= MOST_STEPS; place++) {
          const kill = async (isFirst) => {
            if (!isFirst) return undefined;
            const inject = `inject=${step}:signal=KILL:when=${place}`;
            const through = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${step}`, '-e', inject];
            const env = { TMPDIR: tried.temporary, UV_THREADPOOL_SIZE: '1' };
            const told = await run(tried.args, { cwd: tried.folder, stdin: tried.workflow.stdin, through, env });
            wasKilled = told.code !== 0;
            if (wasKilled) kills++;
            return told;
          };
          await judgeKill(tried, { hadOlder, kill, tally, what: `${tried.workflow.name}, ${step} ${place}, older ${hadOlder}` });
        }
      }
      // a run takes each step at least where an older set lies
      if (kills === 0) tally.judge(`${tried.workflow.name}: a kill at its first ${step}`, ['did not happen']);
    }
  }
}
