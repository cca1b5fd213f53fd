// Two runs at once on one output, started up to half a second apart: each ends with 0, or with 4 where the other holds the lock, at
// least one of them with 0; the set is that of a run that ended with 0, whole, and nothing else is left.
import { readdirSync } from 'node:fs';
import { layOut, lookAt, readyCase } from './cases.mjs';
import { after, run, runTool } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 4000;
const MOST_APART_MS = 500;

await runTool('together', { short: 6, long: 200 }, async ({ folder, runs, random, tally }) => {
  const [tried] = await Promise.all(
    workflows(ROWS)
      .slice(0, 1)
      .map((workflow) => readyCase(workflow, folder)),
  );
  for (let at = 0; at < runs; at++) {
    layOut(tried, at % 2 === 1);
    const options = { cwd: tried.folder };
    const apart = random.next() * MOST_APART_MS;
    // the second takes the seed of the older set, so that one can tell whose set it is
    const [first, second] = await Promise.all([
      run(tried.args, options),
      after(apart).then(() => run([...tried.args, '--seed', '7'], options)),
    ]);
    const faults = [];
    const found = await lookAt(tried, true, faults);
    const codes = [first.code, second.code];
    if (!codes.includes(0) || codes.some((code) => code !== 0 && code !== 4))
      faults.push(`exits ${codes.join()}: ${first.err}${second.err}`);
    if (found === 'none' || (found === 'new' && first.code !== 0) || (found === 'older' && second.code !== 0)) {
      faults.push(`exits ${codes.join()}, and the folder holds: ${found}`);
    }
    for (const { code, err } of [first, second]) if (code === 4 && !err.startsWith('error OUTPUT_BUSY: ')) faults.push(err);
    const left = readdirSync(tried.folder).sort().join(', ');
    if (left !== tried.names) faults.push(`files are left over: ${left}`);
    tally.note(`pairs that ended with ${codes.join(' and ')}`);
    tally.judge(`pair ${at}, ${apart.toFixed(0)} ms apart`, faults);
  }
});
