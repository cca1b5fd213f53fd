// All fault tools: `npm run faults`, and `npm run faults:short` for the form of CI (two minutes); two at a time where there are two
// processors, but for those that look at the clock; or those that are named: `npm run faults -- kill --runs 1000`. Ends with one line
// for each and one for all: N passed, M failed.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ended } from './support.mjs';

const TOOLS = ['kill', 'fuzz', 'syscalls', 'full-disk', 'together', 'changing', 'same-bytes', 'upload', 'memory'];
/** How long they take to stop is judged, so nothing runs beside them. */
const ALONE = ['interrupts'];

const named = process.argv.slice(2).filter((word) => [...TOOLS, ...ALONE].includes(word));
const flags = process.argv.slice(2).filter((word) => !named.includes(word));
const isWanted = (tool) => named.length === 0 || named.includes(tool);
let passed = 0;
let failed = 0;
const waiting = TOOLS.filter(isWanted);
await Promise.all(
  Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let tool = waiting.shift(); tool !== undefined; tool = waiting.shift()) await runOne(tool);
  }),
);
for (const tool of ALONE.filter(isWanted)) await runOne(tool);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runOne(tool) {
  const path = fileURLToPath(new URL(`./${tool}.mjs`, import.meta.url));
  const { code, out, err } = await ended(spawn(process.execPath, [path, ...flags]));
  process.stdout.write(`== ${tool}\n${out}${err}`);
  const [, passes, fails] = /(\d+) passed, (\d+) failed\n$/.exec(out) ?? ['', '0', '1'];
  passed += Number(passes);
  failed += code !== 0 && fails === '0' ? 1 : Number(fails);
}
