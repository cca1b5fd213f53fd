// The benchmark: `npm run bench [-- options]`. A new peer goes into peers.mjs, a new shape into shapes.mjs.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { listCases, readyCase } from './cases.mjs';
import { OUT } from './measure.mjs';
import { findInstalled, PEERS, takes } from './peers.mjs';
import { describeAll, describeCase } from './results.mjs';
import { runRounds } from './rounds.mjs';
import { SHAPES } from './shapes.mjs';

const HELP = `npm run bench [-- options]
  --sizes 20,200     megabytes of the rows as CSV (20)
  --shapes a,b       ${Object.keys(SHAPES).join(', ')} (all)
  --formats a,b      csv, jsonl, json, parquet (the usual ones of each shape)
  --peers a,b        parts of their names (all)
  --rounds n         runs of each (5; 3 from 1000 MB)
  --budget seconds   a peer that has used them up in a case is not run again (60)
  --write            write RESULTS.md
Peers in Python: npm run bench:peers installs them.`;
/** Rounds from this size on are fewer. */
const LARGE_MB = 1000;
const RESULTS = fileURLToPath(new URL('../../RESULTS.md', import.meta.url));

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '20' },
    shapes: { type: 'string', default: Object.keys(SHAPES).join() },
    formats: { type: 'string' },
    peers: { type: 'string', default: '' },
    rounds: { type: 'string' },
    budget: { type: 'string', default: '60' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else process.exitCode = (await bench(values)) ? 0 : 1;

/** @returns whether every peer ran and wrote what it should */
async function bench({ sizes, shapes, formats, peers, rounds, budget, write }) {
  const installed = findInstalled();
  const wanted = PEERS.filter(({ name }) => peers.split(',').some((part) => name.toLowerCase().includes(part.toLowerCase())));
  const isThere = ({ needs = [] }) => needs.every((name) => installed.has(name));
  const tables = [];
  let isRight = true;
  for (const each of listCases({
    sizes: sizes.split(',').map(Number),
    shapes: shapes.split(','),
    formats: formats?.split(','),
  })) {
    const job = { ...readyCase(each), shape: each.shape };
    const taking = wanted.filter((peer) => takes(peer, each));
    const results = runRounds(job, taking.filter(isThere), {
      rounds: Number(rounds ?? (each.megabytes < LARGE_MB ? 5 : 3)),
      budget: Number(budget),
      onRun: ({ name }, run, base) => console.error(`${name} ${run.wall.toFixed(2)} s, labelmill ${base.wall.toFixed(2)} s`),
    });
    const missing = taking.filter((peer) => !isThere(peer)).map(({ name }) => name);
    const table = describeCase({ ...each, what: SHAPES[each.shape].what }, job, results, missing);
    tables.push(table);
    isRight &&= results.every(({ faults }) => faults.length === 0);
    console.log(await pretty(table));
    if (write) writeFileSync(RESULTS, await pretty(describeAll(tables, installed)));
  }
  rmSync(OUT, { recursive: true, force: true });
  return isRight;
}

async function pretty(markdown) {
  return format(markdown, { ...(await resolveConfig(RESULTS)), parser: 'markdown' });
}
