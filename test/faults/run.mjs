// All fault tools, one after another: `npm run faults`, and `npm run faults:short` for the form of CI (minutes). Ends with one line
// for each and one for all: N passed, M failed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TOOLS = ['kill', 'fuzz', 'syscalls', 'full-disk', 'interrupts', 'together', 'changing', 'same-bytes'];

let passed = 0;
let failed = 0;
for (const tool of TOOLS) {
  const path = fileURLToPath(new URL(`./${tool}.mjs`, import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [path, ...process.argv.slice(2)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.stdout.write(`== ${tool}\n${stdout}`);
  const [, passes, fails] = /(\d+) passed, (\d+) failed\n$/.exec(String(stdout)) ?? ['', '0', '1'];
  passed += Number(passes);
  failed += status !== 0 && fails === '0' ? 1 : Number(fails);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
