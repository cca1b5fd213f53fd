// A seeded generator of labelled data: `node test/bench/generate.mjs <file.csv|file.jsonl> <megabytes> [seed]`.
// Texts of 22 to 74 characters from banking words, some quoted, some beyond ASCII; 60 classes by Zipf's law (exponent 1.1).
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const WORDS =
  'card payment transfer account balance pending refund top up cash withdrawal fee exchange rate direct debit declined lost stolen pin code app login verify identity limit statement cancel change address virtual physical arrival abroad currency when why how does my the is not still please help can you with for from to an have been charged twice wrong amount'.split(
    ' ',
  );
const BEYOND_ASCII = ['café', 'naïve', 'Zürich', '東京', 'Привет', 'مرحبا', '🙂', 'señor'];
const CLASSES = 60;

/** sfc32: https://pracrand.sourceforge.net/RNG_engines.txt */
export function createRandom(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed >>> 0];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

/** Endless rows `[id, text, label]`. */
export function* rows(seed) {
  const random = createRandom(seed);
  const weights = Array.from({ length: CLASSES }, (_, at) => 1 / (at + 1) ** 1.1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const cumulative = [];
  weights.reduce((sum, weight) => cumulative[cumulative.push(sum + weight) - 1], 0);
  for (let id = 1; ; id++) {
    let text = '';
    const length = 22 + Math.floor(random() * 52);
    while (text.length < length) text += (text === '' ? '' : ' ') + WORDS[Math.floor(random() * WORDS.length)];
    const kind = random();
    if (kind < 0.08) text += ` ${BEYOND_ASCII[Math.floor(random() * BEYOND_ASCII.length)]}`;
    else if (kind < 0.2) text = text.replace(' ', ', ');
    else if (kind < 0.23) text = `the "${text}"`;
    else if (kind < 0.24) text = text.replace(' ', '\n');
    const at = random() * total;
    yield [id, `${text} ${id.toString(36)}`, `class_${cumulative.findIndex((sum) => at < sum)}`];
  }
}

const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
/** What a file starts with, and a row of it. */
export const FORMATS = {
  csv: { head: 'id,text,label\n', row: ([id, text, label]) => `${id},${cell(text)},${label}\n` },
  jsonl: { head: '', row: ([id, text, label]) => `${JSON.stringify({ id, text, label })}\n` },
};

/** Writes rows until the file has the bytes asked for. @returns rows written */
export function generate(path, megabytes, seed = 1) {
  const format = FORMATS[path.slice(path.lastIndexOf('.') + 1)];
  const file = openSync(path, 'w');
  let written = 0;
  let count = 0;
  let block = format.head;
  for (const row of rows(seed)) {
    block += format.row(row);
    count++;
    if (block.length < 1 << 20) continue;
    written += writeSync(file, block);
    block = '';
    if (written >= megabytes * 1e6) break;
  }
  closeSync(file);
  return count;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, megabytes, seed] = process.argv.slice(2);
  console.log(`${generate(path, Number(megabytes), Number(seed ?? 1))} rows`);
}
