// A seeded generator of labelled data: `node test/bench/generate.mjs <file> <megabytes> [shape] [seed]`. The name's end tells
// the format: csv, jsonl, json or parquet. Megabytes are those of the rows as a table, so that every format holds the same rows.
// Beside the file it writes what the checker goes by: <file without its end>.truth, the sorted XXH64 of every canonical line, 8
// bytes each, and <…>.truth.json, rows and classes.
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import xxhash from 'xxhash-wasm';
import { openRows, tableBytes } from './formats.mjs';
import { lineOf, rows, SHAPES } from './shapes.mjs';

/** Goes up when the same seed gives other rows; data of another version is made anew. */
export const GENERATOR_VERSION = 1;

/** Writes rows until they have the bytes asked for. @returns rows written */
export async function generate(path, megabytes, { shape = 'short', seed = 1, withTruth = false } = {}) {
  const { fields } = SHAPES[shape];
  const output = openRows(`${path}.part`, path.slice(path.lastIndexOf('.') + 1), fields);
  const truth = withTruth ? await openTruth(shape) : undefined;
  let bytes = 0;
  let count = 0;
  for (const row of rows(seed, shape)) {
    output.add(row);
    truth?.add(row);
    count++;
    bytes += tableBytes(row);
    if (bytes >= megabytes * 1e6) break;
  }
  output.end();
  truth?.write(path.replace(/\.\w+$/, '.truth'), count);
  renameSync(`${path}.part`, path);
  return count;
}

async function openTruth(shape) {
  const { h64 } = await xxhash();
  const labelAt = SHAPES[shape].fields.length - 1;
  const classes = new Map();
  let prints = new BigUint64Array(1 << 16);
  let count = 0;
  return {
    add(row) {
      if (count === prints.length) {
        const larger = new BigUint64Array(count * 2);
        larger.set(prints);
        prints = larger;
      }
      prints[count++] = h64(lineOf(shape, row));
      for (const name of [row[labelAt]].flat()) classes.set(name, (classes.get(name) ?? 0) + 1);
    },
    write(path, rowCount) {
      writeFileSync(path, prints.subarray(0, count).sort());
      const about = { generator: GENERATOR_VERSION, shape, rows: rowCount, classes: [...classes] };
      writeFileSync(`${path}.json`, JSON.stringify(about));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, megabytes, shape = 'short', seed = '1'] = process.argv.slice(2);
  console.log(`${await generate(path, Number(megabytes), { shape, seed: Number(seed), withTruth: true })} rows`);
}
