// Three ways a run can go: a table through the byte lane, conversations from standard input (which is spooled), and lists of
// labels from a compressed table, set aside rows included.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom } from './support.mjs';

const WORDS = [
  'card',
  'refund',
  'late',
  'parcel',
  'thank',
  'you',
  'café',
  '東京',
  'a "quoted" one',
  'comma, here',
  'two\nlines',
  '🙂',
];
const CLASSES = ['refund', 'delivery', 'praise', 'other', 'naïve'];

/**
 * @param rows how many rows each source has
 * @returns { name, args, files (name → bytes), stdin } of each workflow; the sources have to be written to the run's folder
 */
export function workflows(rows) {
  const random = createRandom(7);
  const text = (at) => `${Array.from({ length: 3 + random.below(6) }, () => random.pick(WORDS)).join(' ')} ${at}`;
  const examples = Array.from({ length: rows }, (_, at) => ({
    text: text(at),
    queue: random.pick(CLASSES),
    tag: random.pick(CLASSES),
  }));
  const cell = (value) => `"${value.replaceAll('"', '""')}"`;
  const table = ['body,queue', ...examples.map(({ text, queue }) => `${cell(text)},${queue}`), ''].join('\n');
  const chats = examples.map(({ text, queue }) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: text },
        { role: 'assistant', content: 'yes' },
      ],
      queue,
    }),
  );
  const lists = ['body,tags', ...examples.map(({ text, queue, tag }) => `${cell(text)},${cell(JSON.stringify([queue, tag]))}`)];
  for (let at = 100; at < lists.length; at += 500) lists[at] = '"no labels here",';
  return [
    {
      name: 'table',
      args: ['table.csv', '--text', 'body', '--label', 'queue=queue', '--max', String(Math.floor(rows / 6))],
      files: new Map([['table.csv', Buffer.from(table)]]),
    },
    {
      name: 'chats from a pipe',
      args: ['-', '--format', 'jsonl', '--messages', 'messages', '--label', 'queue=queue', '--min', '5'],
      files: new Map(),
      stdin: Buffer.from(`${chats.join('\n')}\n`),
    },
    {
      name: 'lists, compressed',
      args: ['lists.csv.gz', '--text', 'body', '--list', 'tags=tags', '--max-rejects', '5%', '--duplicates', 'keep-one'],
      files: new Map([['lists.csv.gz', gzipSync(lists.join('\n'))]]),
    },
  ];
}

/** Writes a workflow's sources to a folder. */
export function writeSources({ files }, folder) {
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
}
