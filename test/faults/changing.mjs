// Sources that change while they are read: appended to, cut, replaced, written to in place, removed, in each phase of a run, in both
// lanes, plain and compressed. The run ends with exit code 3 and the older set stands, or it was done with the file: then what it
// published is the reference. Never is a change taken for damage in the data.
import {
  appendFileSync,
  closeSync,
  cpSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { prepare } from '../../dist/bundle/index.js';
import { digestSet, freshFolder, runTool } from './support.mjs';
import { workflows } from './workflows.mjs';

const MAPPING = { text: 'body', labels: { queue: { field: 'queue' } } };
const ROWS = 40_000;
const CHANGES = new Map([
  ['append', (path) => appendFileSync(path, 'one more row,refund\n')],
  ['cut', (path) => truncateSync(path, 200_000)],
  [
    'replace',
    (path) => {
      writeFileSync(`${path}.new`, readFileSync(path).subarray(7));
      renameSync(`${path}.new`, path);
    },
  ],
  [
    'write in place',
    (path) => {
      const handle = openSync(path, 'r+');
      writeSync(handle, '\xff"', 100_003);
      closeSync(handle);
    },
  ],
  ['remove', (path) => rmSync(path)],
]);

await runTool('changing sources', { short: 30, long: 1000 }, async ({ folder, runs, random, tally }) => {
  const cases = [];
  for (const workflow of workflows(ROWS).slice(0, 1)) {
    for (const lane of ['auto', 'rows'])
      for (const stored of [false, true]) cases.push(await readyTable({ workflow, lane, stored, folder }));
  }
  for (let at = 0; at < runs; at++) {
    const tried = cases[at % cases.length];
    const [change, make] = [...CHANGES][random.below(CHANGES.size)];
    const call = 2 + random.below(tried.calls - 1); // at the first the file is not open yet
    writeFileSync(tried.path, tried.bytes);
    let calls = 0;
    let phase = '';
    const outcome = await outcomeOf(tried, (progress) => {
      if (++calls !== call) return;
      phase = progress.phase;
      make(tried.path);
    });
    const faults = [];
    const state = digestSet(tried.options.out);
    if (outcome === 'written' ? state !== tried.reference : state !== tried.older)
      faults.push(`${outcome}, and the set is another`);
    if (!['written', 'SOURCE_CHANGED', 'SOURCE_UNREADABLE'].includes(outcome)) faults.push(`ended with ${outcome}`);
    if (outcome === 'written') cpSync(tried.olderSet, freshFolder(tried.options.out), { recursive: true });
    tally.note(`${change} in ${phase || 'no phase'}: ${outcome}`);
    tally.judge(
      `${tried.options.sources[0]}, lane ${tried.options.lane}, ${change} at call ${call} (${phase}), run ${at}`,
      faults,
    );
  }
});

/** A table to be changed, with the number of times that its run tells how far it is: at each of them it can be changed. */
async function readyTable({ workflow, lane, stored, folder: parent }) {
  const folder = freshFolder(parent, `${lane}-${stored}`);
  const [table] = workflow.files.values();
  const bytes = stored ? gzipSync(table) : table;
  const name = stored ? 'table.csv.gz' : 'table.csv';
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const options = {
    baseDirectory: folder,
    sources: [name],
    mapping: MAPPING,
    lane,
    out: join(folder, 'out'),
    balance: { max: 900 },
  };
  const tried = { options, path, bytes };
  let calls = 0;
  const first = await outcomeOf(tried, () => calls++);
  if (first !== 'written') throw new Error(`${name}: ${first}`);
  const reference = digestSet(options.out);
  await outcomeOf({ options: { ...options, seed: 7 } }, () => undefined);
  const olderSet = `${folder}-older`;
  cpSync(options.out, olderSet, { recursive: true });
  return { ...tried, calls, reference, olderSet, older: digestSet(olderSet) };
}

/** `written`, or the code of the error. */
async function outcomeOf({ options }, onProgress) {
  try {
    await prepare(options, { onProgress });
    return 'written';
  } catch (error) {
    return error.code ?? String(error.stack);
  }
}
