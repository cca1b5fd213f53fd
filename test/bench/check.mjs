// What the gate costs beside reading and normalizing alone, in both lanes: `node test/bench/check.mjs [megabytes rounds]` (20, 5).
// Needs the build. Rounds are interleaved; compare the ratios. The checks alone are the checker fed with texts that are in memory.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChecker } from '../../dist/check/check.js';
import { resolveConfig } from '../../dist/config/config.js';
import { createLabelSets } from '../../dist/core/label-sets.js';
import { chooseLane } from '../../dist/lane/lane.js';
import { compileShapes } from '../../dist/pipeline/compile-shapes.js';
import { createJob } from '../../dist/pipeline/create-job.js';
import { resolveSourceGroups } from '../../dist/read/read.js';
import { createValidator } from '../../dist/validate/validate.js';
import { generate } from './generate.mjs';

const [megabytes = 20, rounds = 5] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'labelmill-bench-'));
try {
  for (const format of ['csv', 'jsonl']) {
    const source = join(folder, `data.${format}`);
    const rows = await generate(source, megabytes);
    const ways = {
      'by rows, no checks': () => scan(source, 'rows', false),
      'by rows, with checks': () => scan(source, 'rows', true),
      'by bytes, no checks': () => scan(source, 'auto', false),
      'by bytes, with checks (labelmill check)': () => scan(source, 'auto', true),
      ...(format === 'jsonl' ? { 'checks alone': () => checksAlone(source) } : {}),
    };
    const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
    await scan(source, 'rows', true);
    for (let round = 0; round < rounds; round++) for (const [name, way] of Object.entries(ways)) times[name].push(await way());
    console.log(`${format}: ${rows} rows, load ${loadavg()[0].toFixed(1)}; processor time a row, the best of ${rounds}`);
    const [base] = Object.values(times);
    for (const [name, list] of Object.entries(times)) {
      const ratios = list.map((each, at) => each / base[at]).sort((a, b) => a - b);
      const best = ((Math.min(...list) / rows) * 1000).toFixed(2);
      console.log(
        `  ${name.padEnd(40)} ${best} µs, ${ratios[Math.floor(rounds / 2)].toFixed(2)} times the first (median of the ratios)`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Pass 1 of a lane, with or without the checks. @returns CPU milliseconds */
async function scan(source, wanted, checks) {
  const config = await resolveConfig({
    sources: [source],
    mapping: { text: 'text', labels: { intent: { field: 'label' } } },
    out: join(folder, 'out'),
  });
  const groups = await resolveSourceGroups(config.sources, { baseDirectory: folder, invalidUtf8: 'error' });
  const shapes = compileShapes(config, groups);
  const validator = await createValidator({ targets: shapes.targets });
  const labelSets = createLabelSets(1);
  const parts = { config, shapes, validator, sources: groups.flat(), labelSets, directory: folder, salt: 0, hooks: {} };
  const { job } = await createJob({ ...parts, onBytes: () => undefined });
  const checker = createChecker({ targets: shapes.targets });
  const none = () => undefined;
  const { lane } = await chooseLane({ ...job, scansOnly: true, threads: 1, ...(checks ? withChecks(job, checker) : {}) }, wanted);
  const before = process.cpuUsage();
  await lane.scan({ example: none, examples: none, reject: none, filtered: none, merged: none });
  if (checks) checker.finish(checker.facts(known(labelSets)));
  const { user, system } = process.cpuUsage(before);
  lane.close();
  return (user + system) / 1000;
}

/** As src/pipeline/check.ts has it. */
function withChecks({ fingerprint }, checker) {
  return {
    fingerprint(input, out) {
      if (input.kind === 'messages') fingerprint(input, out);
      else out.high = out.low = 0;
    },
    onExample: checker.example,
  };
}

function checksAlone(source) {
  const labelSets = createLabelSets(1);
  const examples = readFileSync(source, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, row) => {
      const { text, label } = JSON.parse(line);
      return { input: { kind: 'text', text }, labels: [label], origin: { source, row, line: row, byte: 0 } };
    });
  const keys = examples.map(({ labels }, low) => ({ labelSet: labelSets.intern(labels), low }));
  const checker = createChecker({ targets: ['intent'] });
  const before = process.cpuUsage();
  examples.forEach((example, at) => checker.example(example, keys[at]));
  checker.finish(checker.facts(known(labelSets)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function known(labelSets) {
  return { labelSets: labelSets.freeze(), certificate: undefined, files: [], knownClasses: undefined, baseline: undefined };
}
