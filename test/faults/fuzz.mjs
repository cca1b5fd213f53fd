// The mutation fuzzer: files of every format, damaged by chance, through both lanes. A case that takes 10 s, ends the process or
// breaks what fuzz-judge.mjs demands is a find; `--seed S --from N --runs 1` does it again.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './support.mjs';

const CHILD = fileURLToPath(new URL('./fuzz-child.mjs', import.meta.url));
const HANG_MS = 10_000;
const WAIT_MS = 300_000;

await runTool('fuzz', { short: 600, long: 100_000 }, async ({ folder, runs, from, seed, tally }) => {
  const to = from + runs;
  for (let next = from; next < to;) next = await goThrough({ from: next, to, seed, folder: join(folder, 'case'), tally });
  const written = tally.facts.get('ended with written') ?? 0;
  if (runs >= 100) tally.judge('cases that are read at all', written < runs / 10 ? [`${written} of ${runs}`] : []);
});

/** Has a child do cases until the last, or until one ends it. @returns the number of the case to go on with */
function goThrough({ from, to, seed, folder, tally }) {
  return new Promise((resolve) => {
    const child = fork(CHILD, [seed, from, to, folder].map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let current = from;
    let isHanging = false;
    let usedBefore = 0;
    let waited = 0;
    /** Waits on while other programs have the processors: a case hangs that has worked for 10 s, or waited for five minutes. */
    const look = () => {
      waited += HANG_MS;
      if (processorMs(child.pid) - usedBefore < HANG_MS && waited < WAIT_MS) timer = setTimeout(look, HANG_MS);
      else {
        isHanging = true;
        child.kill('SIGKILL');
      }
    };
    let timer = setTimeout(look, HANG_MS);
    child.on('message', ({ number, begins, outcome, faults, story }) => {
      clearTimeout(timer);
      [usedBefore, waited] = [processorMs(child.pid), 0];
      timer = setTimeout(look, HANG_MS);
      current = number;
      if (begins) return;
      current = number + 1;
      tally.note(`ended with ${outcome}`);
      tally.judge(`case ${number} (${story.join(' ')})`, faults);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (current >= to) return resolve(to);
      tally.judge(`case ${current}`, [isHanging ? 'hangs' : `ended the process (${code ?? signal})`]);
      resolve(current + 1);
    });
  });
}

/** Processor time of a process; Infinity where the system does not tell, so that the clock alone counts. 100 ticks are a second. */
function processorMs(pid) {
  try {
    const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ');
    const fields = after.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Infinity;
  }
}
