// Pure JavaScript on bytes, without WebAssembly: two passes over a table, exact counts by sequential selection (Fan, Muller and
// Rezucha 1962: each row is taken with the chance that what is still wanted has among what is still to come), no strings of texts.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { scanCsv } from './scan-csv.mjs';

const [source, out, minimum, maximum, seed] = process.argv.slice(2).map((value, at) => (at < 2 ? value : Number(value)));
const BLOCK_BYTES = 1 << 20;
const OUTPUT_BYTES = 1 << 20;
const ESCAPES = new Uint8Array(256);
for (const [byte, letter] of Object.entries({ 8: 'b', 9: 't', 10: 'n', 12: 'f', 13: 'r', 34: '"', 92: '\\' }))
  ESCAPES[byte] = letter.charCodeAt(0);

/** Reads the source once and calls `onRow(bytes, text from, text to, label)`. */
function readRows(onRow) {
  const file = openSync(source, 'r');
  const block = Buffer.alloc(BLOCK_BYTES * 2);
  let used = readSync(file, block, 0, BLOCK_BYTES);
  let at = block.indexOf(10) + 1;
  const header = block.latin1Slice(0, at - 1).split(',');
  const [text, label] = [header.indexOf('text') * 2, header.indexOf('label') * 2];
  const cells = new Int32Array(header.length * 2);
  const take = () => onRow(block, cells[text], cells[text + 1], block.latin1Slice(cells[label], cells[label + 1]));
  while (used > 0) {
    at = scanCsv(block, at, used, cells, take);
    block.copyWithin(0, at, used);
    used -= at;
    at = 0;
    const count = readSync(file, block, used, block.length - used);
    if (count === 0) break;
    used += count;
  }
  closeSync(file);
}

function openOutput(name) {
  const file = openSync(`${out}/${name}.jsonl`, 'w');
  const buffer = Buffer.alloc(OUTPUT_BYTES * 2);
  let size = buffer.latin1Write('{"text":"', 0);
  const flush = (end) => writeSync(file, buffer, 0, end);
  return {
    /** The start of the next line is always there already. */
    write(bytes, from, to, tail) {
      for (let at = from; at < to; at++) {
        const byte = bytes[at];
        const letter = ESCAPES[byte];
        if (letter !== 0) buffer[size++] = 92;
        buffer[size++] = letter || byte;
        if (byte === 34) at++; // doubled in the table
      }
      buffer.set(tail, size);
      size += tail.length;
      if (size < OUTPUT_BYTES) return;
      flush(size - LINE_START);
      size = buffer.latin1Write('{"text":"', 0);
    },
    close() {
      flush(size - LINE_START);
      closeSync(file);
    },
  };
}
const LINE_START = '{"text":"'.length;

const classes = new Map();
readRows((_bytes, _from, _to, label) => {
  const known = classes.get(label);
  if (known === undefined) classes.set(label, { coming: 1 });
  else known.coming++;
});
for (const [label, each] of classes) {
  const kept = each.coming < minimum ? 0 : Math.min(each.coming, maximum);
  const train = Math.round(kept * 0.8);
  const validation = Math.round(kept * 0.1);
  each.wanted = [train, validation, kept - train - validation];
  each.tail = Buffer.from(`","labels":{"intent":${JSON.stringify(Buffer.from(label, 'latin1').toString())}}}\n{"text":"`);
}

let row = seed;
/** A number below `count` that depends on seed and row alone (lowbias32, Wellons). */
function draw(count) {
  let mixed = row++ | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296) * count);
}

const outputs = ['train', 'validation', 'test'].map(openOutput);
readRows((bytes, from, to, label) => {
  const { wanted, tail } = classes.get(label);
  let drawn = draw(classes.get(label).coming--);
  for (let split = 0; split < 3; split++) {
    if (drawn < wanted[split]) {
      wanted[split]--;
      outputs[split].write(bytes, from, to, tail);
      return;
    }
    drawn -= wanted[split];
  }
});
for (const output of outputs) output.close();
