// Uploads that are disturbed, to a folder and to the service of the tests: SIGKILL at random instants, most of them once the journal
// has so many lines, sometimes of the run that heals, too, and failing calls on the journal, the set and the folder. Whatever is there then is whole and there once, and the
// journal claims no more; the next run sends the rest under the ids that were told. The failing calls need strace.
import { spawnSync } from 'node:child_process';
import { callsOf, ERRORS, failAt, failedOnlyIn, refusalFaults, traced, watchAll } from './strace.mjs';
import { after, ended, run, runTool, start } from './support.mjs';
import { readyUploads } from './upload-cases.mjs';

/** What a step of a run takes, more or less. */
const MOST_AFTER_MS = 10;

await runTool('upload', { short: 8, long: 400 }, async ({ folder, runs, isShort, random, tally }) => {
  const cases = await readyUploads(folder);
  try {
    for (let at = 0; at < runs; at++) await judgeKill(cases[at % cases.length], at);
    if (spawnSync('strace', ['--version']).status !== 0) {
      tally.judge('strace', ['is not here: apt-get install strace']);
      return;
    }
    for (const tried of cases) await sweepCalls(tried, isShort ? 3 : 10_000);
  } finally {
    for (const tried of cases) await tried.close();
  }

  async function judgeKill(tried, at) {
    tried.layOut();
    const faults = [];
    do {
      const child = start(tried.args, tried.options);
      const told = ended(child);
      if (random.below(4) === 0) await after(tried.milliseconds * random.next());
      else await hasLines(tried, child, tried.lineCount() + random.below(tried.steps - tried.lineCount() + 1));
      child.kill('SIGKILL');
      const { signal } = await told;
      const there = tried.lookAt(faults);
      tally.note(signal === 'SIGKILL' ? `kills, ${tried.name} holding ${there}` : 'runs that were done before the kill');
    } while (random.next() < 0.25);
    await tried.heal(faults);
    tally.judge(`${tried.name}, kill ${at}`, faults);
  }

  /** Waits until the journal has so many lines, and an instant more; or the run is done. */
  async function hasLines({ lineCount }, child, lines) {
    while (child.exitCode === null && lineCount() < lines) await after(0);
    await after(random.next() * MOST_AFTER_MS);
  }

  async function sweepCalls(tried, most) {
    const watch = async (flags) => {
      tried.layOut();
      return traced(tried.args, flags, { parent: folder, ...tried.options });
    };
    const sweep = callsOf(await watch(watchAll), tried.folder);
    tally.note(`failing calls there are in the sweep of ${tried.name}`, sweep.length);
    for (const failure of random.shuffle(sweep).slice(0, most)) {
      const trace = await watch(failAt(failure));
      const faults = [];
      tried.lookAt(faults);
      if (trace.exit !== 0 && (failedOnlyIn(trace, tried.folder) || trace.err.startsWith('error ')))
        faults.push(...refusalFaults(trace, ERRORS.get(failure.call)));
      tally.note(`failing calls after which ${tried.name} ended with ${trace.exit}`);
      await tried.heal(faults);
      tally.judge(`${tried.name}, ${failure.call} ${failure.place}${failure.forGood ? ' and on' : ''}`, faults);
    }
  }
});
