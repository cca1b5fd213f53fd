// Holds a peer's files against what the generator wrote: `node test/bench/checker.mjs '<JSON of a question>'`, see check().
// Streams; memory is 16 bytes per row of the input. Runs as a process of its own, so that its memory counts for nobody.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import xxhash from 'xxhash-wasm';

const SPLITS = [
  ['train', 0.8],
  ['validation', 0.1],
  ['test', 0.1],
];
const BLOCK_BYTES = 1 << 20;
/** Standard deviations an approximate count may be away: one in a billion is. */
const DEVIATIONS = 6;

/**
 * @param question folder: with the three files; truth: path of the truth file; minimum, maximum: per class; rule: how exact
 *   the counts must be ('exact': each class within 1 of its share in each split; 'chained': within 1.5, as two splits after
 *   each other are; 'label sets': as many rows as asked for, shares of single classes within 2 % and 10; 'approximate': by
 *   chance); isCanonical: lines are held against the canonical ones byte for byte, else by what they say
 * @returns what is wrong, at most a few sentences; empty where nothing is
 */
export async function check({ folder, truth, minimum, maximum, rule = 'exact', isCanonical = true }) {
  const { rows, classes } = JSON.parse(readFileSync(`${truth}.json`, 'utf8'));
  const { h64, h64Raw } = await xxhash();
  const prints = new BigUint64Array(rows);
  let lines = 0;
  const counts = new Map(classes.map(([name]) => [name, [0, 0, 0]]));
  const faults = [];
  const fault = (text) => faults.length < 5 && faults.push(text);

  for (const [number, [split]] of SPLITS.entries()) {
    try {
      readLines(`${folder}/${split}.jsonl`, (bytes) => {
        const value = JSON.parse(bytes.toString());
        if (lines === rows) throw new RangeError('more lines than there are rows');
        prints[lines++] = isCanonical ? h64Raw(bytes) : h64(JSON.stringify(value));
        for (const name of Object.values(value.labels).flat()) {
          const count = counts.get(name);
          if (count === undefined) throw new RangeError(`class ${name} is not in the input`);
          count[number]++;
        }
      });
    } catch (error) {
      fault(`${split}: ${error.message}`);
    }
  }

  const strangers = countStrangers(prints.subarray(0, lines).sort(), readPrints(truth));
  if (strangers > 0) fault(`${strangers} of ${lines} lines are no canonical line of the input, or occur too often`);
  for (const [name, size] of classes) {
    const wanted = size < minimum ? 0 : Math.min(size, maximum);
    for (const text of judgeClass(counts.get(name), wanted, rule)) fault(`${name}: ${text}`);
  }
  if (rule === 'label sets' && lines !== rows) fault(`${lines} lines of ${rows}`);
  return faults;
}

function* judgeClass(counts, wanted, rule) {
  const kept = counts.reduce((sum, count) => sum + count, 0);
  const isApproximate = rule === 'approximate' && wanted > 0;
  if (Math.abs(kept - wanted) > (isApproximate ? DEVIATIONS * Math.sqrt(wanted) : 0)) yield `${kept} kept, not ${wanted}`;
  for (const [number, [split, ratio]] of SPLITS.entries()) {
    const share = wanted * ratio;
    const away = Math.abs(counts[number] - share);
    if (away > tolerance(rule, share) + 1e-9) yield `${counts[number]} in ${split}, not about ${share.toFixed(1)}`;
  }
}

function tolerance(rule, share) {
  switch (rule) {
    case 'chained':
      return 1.5;
    case 'label sets':
      return 10 + share * 0.02;
    case 'approximate':
      return share === 0 ? 0 : 1 + DEVIATIONS * Math.sqrt(share);
    default:
      return 1;
  }
}

/** Of the sorted `found`, how many are not in the sorted `known`, each taken once. */
function countStrangers(found, known) {
  let at = 0;
  let count = 0;
  for (const print of found) {
    while (at < known.length && known[at] < print) at++;
    if (at < known.length && known[at] === print) at++;
    else count++;
  }
  return count;
}

function readPrints(truth) {
  const bytes = readFileSync(truth);
  return new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
}

/** Calls `onLine(bytes)` for each line, without its end. @throws where the last line has none */
function readLines(path, onLine) {
  const file = openSync(path, 'r');
  let block = Buffer.alloc(BLOCK_BYTES);
  let used = 0;
  try {
    for (let count; (count = readSync(file, block, used, block.length - used)) > 0;) {
      used += count;
      let at = 0;
      for (let end; (end = block.subarray(0, used).indexOf(10, at)) >= 0; at = end + 1) onLine(block.subarray(at, end));
      block.copyWithin(0, at, used);
      used -= at;
      if (used === block.length) block = Buffer.concat([block, Buffer.alloc(block.length)]);
    }
  } finally {
    closeSync(file);
  }
  if (used > 0) throw new SyntaxError('the last line does not end');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await check(JSON.parse(process.argv[2]))));
}
