// The floor: reads the source twice and writes it once, which any program of two passes pays. Needs no more than the first
// two arguments of the contract.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const [source, out] = process.argv.slice(2);
const block = Buffer.alloc(1 << 20);
const output = openSync(`${out}/copy`, 'w');
for (const writes of [false, true]) {
  const input = openSync(source, 'r');
  for (let count; (count = readSync(input, block)) > 0;) if (writes) writeSync(output, block, 0, count);
  closeSync(input);
}
closeSync(output);
