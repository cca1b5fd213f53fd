// What the fuzzer starts from: small files of every format and storage, each with the mapping it fits. The finds that were mended
// stand in test/faults/finds.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';

const FIXTURES = fileURLToPath(new URL('../read/fixtures/parquet/', import.meta.url));
const PLAIN = { text: 'text', labels: { label: { field: 'label' } } };
const LIST = { text: 'text', labels: { label: { field: 'label', kind: 'multi', json: true } } };
const CHAT = { messages: 'messages', labels: { label: { field: 'label' } } };
const TURNS = { conversation: { id: 'id', turn: 'turn', role: 'role', content: 'text' }, labels: { label: { field: 'label' } } };

/** Texts that have made readers stumble. */
const TEXTS = [
  'plain one',
  'a "quoted" word',
  'comma, semicolon; tab\t pipe|',
  'two\nlines',
  'carriage\r\nreturn',
  '日本語の文',
  'emoji 🙂 end',
  ' spaces ',
  "it's",
  'back\\slash',
  '\u00a0nbsp',
  '\u2028 line',
  '\u0000 nul',
  'NULL',
  '=1+1',
  '#comment',
  'naïve',
  'plain one',
  'x',
  'longer '.repeat(40),
];
const CLASSES = ['a', 'b', 'class one', 'ü', '__proto__'];
const ROWS = TEXTS.map((text, at) => ({
  id: `c${at >> 1}`,
  turn: String(at),
  role: at % 2 === 0 ? 'user' : 'assistant',
  text,
  label: CLASSES[(at >> 1) % 5],
}));

/** @returns the seeds: { name, bytes, mapping } */
export function corpus() {
  return [...tables(), ...documents(), ...columns()].map(({ name, bytes, mapping = PLAIN }) => ({
    name,
    bytes: Buffer.from(bytes),
    mapping,
  }));
}

function tables() {
  const table = (delimiter, end, quote = quoted) =>
    [
      'id,turn,role,text,label'.replaceAll(',', delimiter),
      ...ROWS.map((row) => Object.values(row).map(quote).join(delimiter)),
    ].join(end) + end;
  return [
    { name: 'comma.csv', bytes: table(',', '\n') },
    { name: 'crlf.csv', bytes: table(',', '\r\n') },
    { name: 'semicolon.csv', bytes: table(';', '\n') },
    { name: 'bom.csv', bytes: `\ufeff${table(',', '\n')}` },
    { name: 'bare.tsv', bytes: table('\t', '\n', (cell) => cell.replace(/\s/g, ' ')) },
    { name: 'pipe.csv', bytes: table('|', '\n') },
    { name: 'turns.csv', bytes: table(',', '\n'), mapping: TURNS },
    {
      name: 'lists.csv',
      bytes: `text,label\n${TEXTS.map((text) => `${quoted(text)},${quoted('["a","b"]')}`).join('\n')}`,
      mapping: LIST,
    },
  ];
}

const quoted = (cell) => (/[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function documents() {
  const lines = (rows) => rows.map((row) => JSON.stringify(row)).join('\n');
  const chats = ROWS.map(({ text, label }) => ({
    messages: [
      { role: 'user', content: text },
      { role: 'assistant', content: 'ok' },
    ],
    label,
  }));
  const whole = (value) => JSON.stringify(value, null, 1);
  return [
    { name: 'lines.jsonl', bytes: `${lines(ROWS)}\n` },
    { name: 'lists.jsonl', bytes: lines(ROWS.map((row) => ({ ...row, label: [row.label, 'b'] }))), mapping: LIST },
    { name: 'chats.jsonl', bytes: lines(chats), mapping: CHAT },
    { name: 'chats.json', bytes: whole(chats), mapping: CHAT },
    { name: 'records.json', bytes: whole(ROWS) },
    { name: 'dense.json', bytes: JSON.stringify(ROWS) },
    { name: 'arrays.json', bytes: whole({ a: ROWS.slice(0, 9), b: ROWS.slice(9) }) },
    { name: 'columns.json', bytes: whole({ text: ROWS.map(({ text }) => text), label: ROWS.map(({ label }) => label) }) },
    {
      name: 'split.json',
      bytes: whole({ columns: ['text', 'label'], index: [0, 1], data: ROWS.slice(0, 2).map(({ text, label }) => [text, label]) }),
    },
    {
      name: 'values.json',
      bytes: whole(ROWS.map(({ text, label }) => [text, label])),
      mapping: { text: '0', labels: { label: { field: '1' } } },
    },
  ];
}

function columns() {
  const column = (name, encoding) => ({
    name,
    type: 'STRING',
    data: ROWS.map((row) => row[name]),
    ...(encoding === undefined ? {} : { encoding }),
  });
  const written = ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BYTE_ARRAY'].map((encoding) => ({
    name: `${encoding}.parquet`,
    bytes: new Uint8Array(
      parquetWriteBuffer({
        columnData: [column('text', encoding), column('label')],
        codec: 'SNAPPY',
        pageSize: 200,
        rowGroupSize: 9,
      }),
    ),
  }));
  const fixtures = readdirSync(FIXTURES).filter((name) => name.endsWith('.parquet'));
  return [...written, ...fixtures.map((name) => ({ name, bytes: readFileSync(FIXTURES + name) }))];
}
