// Runs one process to its end and says what it took. Wall time is ours, from start to exit; processor time and peak memory are
// what the process says of itself (usage.cjs, peers/usage.py).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const OUT = fileURLToPath(new URL('./out', import.meta.url));
const USAGE = fileURLToPath(new URL('./usage.cjs', import.meta.url));
/** Both cost every Node.js process time that has nothing to do with it. */
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...ENVIRONMENT } = process.env;

/** The command that runs a program of Node.js such that it says what it used. */
export const nodeCommand = (program, ...args) => [process.execPath, '-r', USAGE, program, ...args];

/**
 * @param command program and arguments, which write into `folder`
 * @param folder made empty before the clock starts: removing old files can take longer than the job
 * @returns wall and cpuSeconds in seconds, peakBytes; or the failure
 */
export function measure(command, folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const each of [OUT, folder]) mkdirSync(each, { recursive: true });
  const usageFile = join(OUT, 'usage.json');
  rmSync(usageFile, { force: true });
  const [program, ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawnSync(program, args, {
    env: { ...ENVIRONMENT, USAGE_FILE: usageFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  if (child.status !== 0) {
    const said = String(child.stderr ?? '').trim();
    return { failure: `ended with ${child.status ?? child.signal}: ${said.slice(said.lastIndexOf('\n') + 1)}` };
  }
  return { wall, ...JSON.parse(readFileSync(usageFile, 'utf8')) };
}
