// The determinism sweep: the same examples with their rows permuted, in several files, under other names, compressed, from a pipe in
// pieces of any size, in both lanes, with the index on disk, in other time zones, languages, folders and file modes, and a large
// table on 1, 2 and 4 threads. One SHA-256 over the splits of each table.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ended, freshFolder, runTool, start } from './support.mjs';
import { workflows } from './workflows.mjs';

const ROWS = 3000;
/** Threads pay, and are started, from 48 MiB on. */
const LARGE_BYTES = 49 * 1024 * 1024;
const FLAGS = ['--text', 'body', '--label', 'queue=queue', '--max', '450', '--quiet'];
const ENVIRONMENTS = [
  { TZ: 'Pacific/Apia' },
  { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' },
  { LC_ALL: 'C' },
  { LANG: 'ja_JP.UTF-8', UV_THREADPOOL_SIZE: '1' },
];

await runTool('same bytes', { short: 12, long: 50 }, async ({ folder, runs, random, tally }) => {
  const [{ files }] = workflows(ROWS);
  const [header, ...rows] = recordsOf([...files.values()][0].toString());
  const expected = await digestOf({ folder: freshFolder(folder, 'first'), sources: [['table.csv', tableOf(header, rows)]] });
  for (let at = 0; at < runs; at++) {
    const own = freshFolder(folder, `run-${at}`);
    const made = makeRun({ header, rows, at, random });
    const digest = await digestOf({ folder: own, ...made });
    tally.judge(`run ${at}: ${made.story}`, digest === expected ? [] : [`another SHA-256: ${digest}`]);
  }
  const copies = Math.ceil(LARGE_BYTES / tableOf(header, rows).length);
  const large = Array.from({ length: copies }, (_, copy) => rows.map((row) => row.replace('"', `"${copy} `)));
  const source = join(freshFolder(folder, 'large'), 'table.csv');
  writeFileSync(source, tableOf(header, large.flat()));
  const digests = [];
  for (const threads of ['1', '2', '4'])
    digests.push(await digestOf({ folder: join(folder, 'large'), named: [source], flags: ['--threads', threads] }));
  for (const [at, digest] of digests.entries())
    tally.judge(`large table, run ${at}`, digest === digests[0] ? [] : ['another SHA-256']);
});

/** One way to give the same examples. */
function makeRun({ header, rows, at, random }) {
  const mixed = at % 3 === 0 ? rows : random.shuffle(rows);
  const table = tableOf(header, mixed);
  const env = random.pick(ENVIRONMENTS);
  const flags = random.pick([[], ['--lane', 'rows'], ['--threads', '4']]);
  const told = `${JSON.stringify(env)} ${flags.join(' ')}`;
  switch (at % 4) {
    case 0:
      return { story: `plain ${told}`, sources: [['other name.csv', table]], env, flags, cwd: 'elsewhere' };
    case 1: {
      const middle = random.below(mixed.length);
      const parts = [mixed.slice(0, middle), mixed.slice(middle)].map((part, place) => [
        `${1 - place}.csv`,
        tableOf(header, part),
      ]);
      return { story: `two files, cut at ${middle} ${told}`, sources: parts, env, flags };
    }
    case 2:
      return { story: `compressed ${told}`, sources: [['table.csv.gz', gzipSync(table)]], env, flags };
    default: {
      const sizes = random.pick([
        [1, 7],
        [1000, 3],
        [65_536, 1],
      ]);
      return { story: `a pipe, pieces of ${sizes.join(' and ')} ${told}`, piped: Buffer.from(table), sizes, env, flags };
    }
  }
}

/** SHA-256 over the splits that a run gives. */
async function digestOf({ folder, sources = [], named, piped, sizes, env = {}, flags = [], cwd = '.' }) {
  for (const [name, bytes] of sources) writeFileSync(join(folder, name), bytes);
  const words = named ?? (piped === undefined ? sources.map(([name]) => join(folder, name)) : ['-']);
  mkdirSync(join(folder, cwd), { recursive: true });
  const out = join(folder, 'out');
  const child = start(['prepare', ...words, ...FLAGS, ...flags, '--out', out], { cwd: join(folder, cwd), stdin: 'open', env });
  const told = ended(child);
  if (piped !== undefined) await feed(child.stdin, piped, sizes);
  child.stdin.end();
  const { code, err } = await told;
  if (code !== 0) throw new Error(err);
  const hash = createHash('sha256');
  for (const split of ['train', 'validation', 'test']) hash.update(readFileSync(join(out, `${split}.jsonl`)));
  return hash.digest('hex');
}

/** Writes small pieces for a while, each on its own, and then the rest in pieces of the largest size. */
async function feed(stdin, bytes, sizes) {
  let at = 0;
  for (let piece = 0; at < bytes.length; piece++) {
    const size = piece < 400 ? sizes[piece % sizes.length] : 65_536;
    await new Promise((resolve) => stdin.write(bytes.subarray(at, at + size), resolve));
    at += size;
  }
}

function tableOf(header, rows) {
  return [header, ...rows, ''].join('\n');
}

/** The records of a table whose quoted cells may hold line ends. */
function recordsOf(table) {
  const records = [];
  let open = '';
  for (const line of table.trimEnd().split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    if ((open.split('"').length - 1) % 2 === 1) continue;
    records.push(open);
    open = '';
  }
  return records;
}
