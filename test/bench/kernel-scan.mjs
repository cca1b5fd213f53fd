// The kernel's first pass and the same work in JavaScript, in one process on the same bytes: find the cells of every row, hash
// the text, count the rows of each class. No reading, no writing. The kernel ranks besides.
import { readFileSync } from 'node:fs';
import { loadKernel, STOPS } from '../../dist/lane/load-kernel.js';
import { setTable } from '../../dist/lane/table-shape.js';
import { scanCsv } from './peers/scan-csv.mjs';

const ROUNDS = 5;
/** What the kernel may look at behind the bytes. */
const HEAD_ROOM = 128 * 1024;
/** id,text,label */
const TABLE = { width: 3, delimiter: 44, quote: 34, text: 1, keys: [2] };

/** @returns seconds of the kernel and of JavaScript for a table with columns id, text and label: the best of five turns each */
export async function timeScans(path) {
  const bytes = readFileSync(path);
  const start = bytes.indexOf(10) + 1;
  const kernel = await loadKernel({ textSeed: 0n, selectKey: 1n, orderKey: 2n }, bytes.length + HEAD_ROOM);
  Buffer.from(kernel.exports.memory.buffer, kernel.window, bytes.length).set(bytes);
  setTable(kernel.exports, TABLE);
  const best = { kernel: Infinity, script: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    const byKernel = time(() => scanByKernel(kernel, start, bytes.length));
    const byScript = time(() => scanByScript(bytes, start));
    if (byKernel.rows !== byScript.rows) throw new Error(`the kernel found ${byKernel.rows} rows, JavaScript ${byScript.rows}`);
    best.kernel = Math.min(best.kernel, byKernel.seconds);
    best.script = Math.min(best.script, byScript.seconds);
  }
  return best;
}

function time(scan) {
  const started = process.hrtime.bigint();
  const rows = scan();
  return { rows, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

function scanByKernel({ exports, window }, start, end) {
  let at = start;
  let rows = 0;
  let labelSets = 0;
  exports.clearLabels();
  while (at < end) {
    exports.beginScan(at);
    const stop = STOPS[exports.scanRows(window, end)];
    rows += exports.rows.value;
    at = exports.position.value;
    exports.takeEntries();
    if (stop === 'unknown-labels') exports.defineLabels(exports.keyAt.value, exports.keySize.value, labelSets++);
    else if (stop !== 'full' && at < end) throw new Error(`the kernel stopped: ${stop}`);
  }
  return rows;
}

function scanByScript(bytes, start) {
  const counts = new Map();
  let rows = 0;
  let hashes = 0;
  scanCsv(bytes, start, bytes.length, new Int32Array(TABLE.width * 2), (cells) => {
    rows++;
    let hash = 0x811c9dc5; // FNV-1a
    for (let at = cells[2]; at < cells[3]; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    hashes ^= hash;
    const label = bytes.latin1Slice(cells[4], cells[5]);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  if (hashes === 0) throw new Error('nothing was hashed'); // or the engine could leave the hashing out
  return rows;
}
