// The full disk: a run on small disks of growing sizes, over nothing and over an older set, until one is large enough. Each run
// that has no room ends with exit code 3 and names path and code; what was there stands and nothing else is left; with room made,
// the next run heals. Needs the right to mount a tmpfs; skipped, and said to be, without it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lookAt, readyCase } from './cases.mjs';
import { digestSet, freshFolder, run, runTool } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 4000;
const LARGE = '64m';

await runTool('full disk', { short: 3, long: 40 }, async ({ folder, runs, isShort, tally }) => {
  const disk = freshFolder(folder, 'disk');
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${LARGE}`, 'tmpfs', disk]).status !== 0) {
    tally.note('sweep of the full disk skipped: no right to mount a tmpfs here (run as root)');
    tally.judge('skipped', []);
    return;
  }
  try {
    for (const workflow of workflows(ROWS).slice(0, isShort ? 1 : 3)) await sweep({ workflow, folder, disk, runs, tally });
  } finally {
    spawnSync('umount', [disk]);
  }
});

async function sweep({ workflow, folder, disk, runs, tally }) {
  const made = await readyCase(workflow, folder);
  const tried = { ...made, out: join(disk, 'out') };
  const args = [...made.args, '--out', tried.out];
  const needed = kilobytesOf(made.out);
  for (let step = 1; step <= runs; step++) {
    for (const hadOlder of [false, true]) {
      resize(disk, LARGE);
      for (const entry of readdirSync(disk)) rmSync(join(disk, entry), { recursive: true });
      if (hadOlder) cpSync(made.olderSet, tried.out, { recursive: true });
      const size = Math.max(4, Math.ceil((needed * 1.5 * step) / runs)) + (hadOlder ? kilobytesOf(made.olderSet) : 0);
      resize(disk, `${size}k`);
      const before = hadOlder ? 'out' : '';
      const faults = [];
      const { code, err } = await run(args, { cwd: made.folder, stdin: workflow.stdin });
      const found = await lookAt(tried, hadOlder, faults);
      tally.note(`ended with ${code}`);
      if (code === 0) {
        if (found !== 'new') faults.push(`exit 0, but the folder holds: ${found}`);
      } else {
        if (code !== 3) faults.push(`exit ${code}: ${err}`);
        if (!err.includes('ENOSPC') || !err.includes(disk)) faults.push(`neither code nor path is named: ${err}`);
        if (found !== (hadOlder ? 'older' : 'none')) faults.push(`the folder holds: ${found}`);
        if (readdirSync(disk).join() !== before) faults.push(`files are left over: ${readdirSync(disk).join(', ')}`);
      }
      resize(disk, LARGE);
      const next = await run(args, { cwd: made.folder, stdin: workflow.stdin });
      if (next.code !== 0 || digestSet(tried.out) !== made.reference)
        faults.push(`with room, the next run ends with ${next.code}`);
      if (readdirSync(disk).join() !== 'out') faults.push(`files are left over: ${readdirSync(disk).join(', ')}`);
      tally.judge(`${workflow.name}, disk of ${size} KiB, older ${hadOlder}`, faults);
    }
  }
}

function resize(disk, size) {
  const { status, stderr } = spawnSync('mount', ['-o', `remount,size=${size}`, disk]);
  if (status !== 0) throw new Error(String(stderr));
}

/** What a folder's files take on a disk of 4 KiB pages. */
function kilobytesOf(folder) {
  return Number(spawnSync('du', ['-sk', folder]).stdout.toString().split('\t')[0]);
}
