// Runs every peer of a case by turns with labelmill, and has each peer's files checked once.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, OUT } from './measure.mjs';
import { REFERENCE } from './peers.mjs';

const CHECKER = fileURLToPath(new URL('./checker.mjs', import.meta.url));

/**
 * Rounds of A B A C A D …, A being labelmill: each run of a peer is compared with the run of labelmill just before it, so that
 * what else the machine does falls on both.
 * @param job what readyCase returned, and its shape
 * @param peers those that take the case and are installed
 * @param limits rounds; budget: seconds, a peer that has used them up is not run again
 * @returns results by peer, labelmill first: { peer, runs, ratios, faults }
 */
export function runRounds(job, peers, { rounds, budget, onRun = () => undefined }) {
  const reference = createResult(REFERENCE);
  const results = peers.map(createResult);
  for (let round = 0; round < rounds; round++) {
    for (const result of results) {
      if (result.faults.length > 0 || (result.spent >= budget && round > 0)) continue;
      const base = runOnce(reference, job);
      const run = runOnce(result, job);
      if (base === undefined || run === undefined) continue;
      result.ratios.push({ wall: run.wall / base.wall, cpu: run.cpuSeconds / base.cpuSeconds });
      onRun(result.peer, run, base);
    }
  }
  return [reference, ...results];
}

const createResult = (peer) => ({ peer, runs: [], ratios: [], faults: [], loads: [], spent: 0 });

function runOnce(result, job) {
  const { peer } = result;
  const folder = join(OUT, peer.name.replaceAll(/\W+/g, '-'));
  result.loads.push(loadavg()[0]);
  const run = measure(peer.command({ ...job, folder }), folder);
  if (run.failure !== undefined) {
    result.faults.push(run.failure);
    return undefined;
  }
  if (result.runs.length === 0 && !peer.isFloor) result.faults.push(...checkOutput(peer, job, folder));
  rmSync(folder, { recursive: true, force: true });
  result.runs.push(run);
  result.spent += run.wall;
  return run;
}

/** In a process of its own: on Linux a child's peak memory would start from ours. */
function checkOutput({ rule, isCanonical }, { truth, minimum, maximum, shape }, folder) {
  const question = { folder, truth, minimum, maximum, rule: shape === 'lists' ? 'label sets' : rule, isCanonical };
  const answer = spawnSync(process.execPath, [CHECKER, JSON.stringify(question)], { encoding: 'utf8' });
  return answer.status === 0 ? JSON.parse(answer.stdout) : [`the checker failed: ${answer.stderr.trim()}`];
}
