// The interrupt loop: INT, TERM, and a second signal, at random instants, over nothing and over an older set. A run that is told to
// stop ends within 2 s with 130 or 143 and one line, or was done already; it leaves what was there, or the new set, and nothing
// else. After a second signal the next run heals.
import { readdirSync } from 'node:fs';
import { heal, layOut, lookAt, readyCase } from './cases.mjs';
import { after, ended, runTool, start } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 4000;
const MOST_MS = 2000;
const EXITS = { SIGINT: 130, SIGTERM: 143 };

await runTool('interrupts', { short: 8, long: 400 }, async ({ folder, runs, random, tally }) => {
  const cases = [];
  for (const workflow of workflows(ROWS)) cases.push(await readyCase(workflow, folder));
  for (let at = 0; at < runs; at++) {
    const tried = cases[at % cases.length];
    const hadOlder = at % 2 === 1;
    const signal = random.pick(['SIGINT', 'SIGTERM']);
    const isTwice = random.below(3) === 0;
    layOut(tried, hadOlder);
    const child = start(tried.args, { cwd: tried.folder, stdin: tried.workflow.stdin, env: { TMPDIR: tried.temporary } });
    const ending = ended(child);
    await after(tried.milliseconds * random.next() * 1.1);
    const sent = Date.now();
    child.kill(signal);
    const second = isTwice ? random.pick(['SIGINT', 'SIGTERM']) : signal;
    if (isTwice) child.kill(second);
    const { code, signal: endedBy, err } = await ending;
    const faults = [];
    if (Date.now() - sent > MOST_MS) faults.push(`took ${Date.now() - sent} ms to stop`);
    const found = await lookAt(tried, hadOlder, faults);
    // before labelmill listens, and at the second signal, the signal itself ends the process
    const isBare = endedBy !== null;
    // two signals that come at the same moment are delivered in the system's order
    const told = [signal, second].find((name) => EXITS[name] === code);
    if (!isBare && code !== 0 && told === undefined) faults.push(`exit ${code}: ${err}`);
    if (told !== undefined && err !== `stopped by ${told}; nothing was written\n`) faults.push(`it says: ${err}`);
    if (!isBare) {
      const expected = code === 0 ? 'new' : hadOlder ? 'older' : 'none';
      if (found !== expected) faults.push(`exit ${code}, and the folder holds: ${found}`);
      const hidden = readdirSync(tried.folder).filter((name) => name.startsWith('.'));
      if (hidden.length > 0) faults.push(`files are left over: ${hidden.join(', ')}`);
    }
    tally.note(`ended ${isBare ? 'by the signal' : `with ${code}`}, the folder held: ${found}`);
    await heal(tried, faults);
    tally.judge(`${tried.workflow.name}, ${signal}${isTwice ? ' and another' : ''}, run ${at}`, faults);
  }
});
