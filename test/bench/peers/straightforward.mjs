// The straightforward program: csv-parse (or JSON.parse, or stream-json) row by row, ajv, arrays per class, JSON.stringify.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse';

const [source, out, minimum, maximum, seed] = process.argv.slice(2).map((value, at) => (at < 2 ? value : Number(value)));

const text = { type: 'string', minLength: 1, maxLength: 1_000_000 };
const message = { type: 'object', required: ['role', 'content'], properties: { role: text, content: text } };
const validate = new Ajv({ allowUnionTypes: true }).compile({
  type: 'object',
  required: ['labels'],
  additionalProperties: false,
  properties: {
    text,
    messages: { type: 'array', minItems: 1, items: message },
    labels: { type: 'object', additionalProperties: { type: ['string', 'array'], minLength: 1, items: text } },
  },
});

async function* rowsOf(path) {
  const stream = createReadStream(path);
  if (path.endsWith('.csv')) yield* stream.pipe(parse({ columns: true }));
  else if (path.endsWith('.jsonl')) for await (const line of createInterface({ input: stream })) yield JSON.parse(line);
  else {
    const { streamArray } = await import('stream-json/streamers/stream-array.js');
    for await (const { value } of stream.pipe(streamArray.withParserAsStream())) yield value;
  }
}

function exampleOf(row) {
  const tags = typeof row.tags === 'string' ? JSON.parse(row.tags) : row.tags;
  const labels = tags === undefined ? { intent: row.label.trim() } : { tags };
  return row.messages === undefined ? { text: row.text.trim(), labels } : { messages: row.messages, labels };
}

/** mulberry32 */
function createRandom(start) {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = createRandom(seed);
function shuffle(list) {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
}

const byLabels = new Map();
for await (const row of rowsOf(source)) {
  const example = exampleOf(row);
  if (!validate(example)) continue;
  const key = String(Object.values(example.labels)[0]);
  const examples = byLabels.get(key);
  if (examples === undefined) byLabels.set(key, [example]);
  else examples.push(example);
}

const splits = { train: [], validation: [], test: [] };
for (const examples of byLabels.values()) {
  if (examples.length < minimum) continue;
  shuffle(examples);
  const kept = Math.min(examples.length, maximum);
  const train = Math.round(kept * 0.8);
  const validation = train + Math.round(kept * 0.1);
  for (let at = 0; at < kept; at++) {
    const split = at < train ? splits.train : at < validation ? splits.validation : splits.test;
    split.push(examples[at]);
  }
}

for (const [name, examples] of Object.entries(splits)) {
  shuffle(examples);
  const file = createWriteStream(`${out}/${name}.jsonl`);
  for (const example of examples) if (!file.write(`${JSON.stringify(example)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
