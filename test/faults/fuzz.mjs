// The mutation fuzzer: files of every format, damaged by chance, through both lanes. A case that takes 10 s, ends the process or
// breaks what fuzz-judge.mjs demands is a find; `--seed S --from N --runs 1` does it again.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './support.mjs';

const CHILD = fileURLToPath(new URL('./fuzz-child.mjs', import.meta.url));
const HANG_MS = 10_000;
const START_MS = 20_000;

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
    const hang = () => {
      isHanging = true;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(hang, START_MS);
    child.on('message', ({ number, begins, outcome, faults, story }) => {
      clearTimeout(timer);
      timer = setTimeout(hang, HANG_MS);
      current = number;
      if (begins) return;
      current = number + 1;
      tally.note(`ended with ${outcome}`);
      tally.judge(`case ${number} (${story.join(' ')})`, faults);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (current >= to) return resolve(to);
      tally.judge(`case ${current}`, [isHanging ? `hangs for ${HANG_MS / 1000} s` : `ended the process (${code ?? signal})`]);
      resolve(current + 1);
    });
  });
}
