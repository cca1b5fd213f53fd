// Mutation testing of the parts that must not err: split, balance, write, spool and the journal of uploads. A change at a time, drawn
// by chance, is made to a copy of the sources; a test has to fail for it, or it survives. `--runs N` changes (200), `--seed N`,
// `--part split` for all of them in one part; survivors are told with their lines. Fails under 85 % found.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutationsOf } from './mutations.mjs';
import { runTool } from './support.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCORE = 0.85;
/** A change that makes a loop endless is found, too: by tests that take so many times as long as without it, and ten seconds. */
const MOST_TIMES = 3;
const MOST_MS = 10_000;
/** What is changed, and the tests that are about it. Each part has as many changes. */
const PARTS = [
  { files: ['src/upload/journal.ts'], tests: ['test/upload/journal.test.ts', 'test/upload/deliver.test.ts'] },
  { files: ['src/lane/spool.ts'], tests: ['test/lane/spool.test.ts'] },
  { files: filesOf('src/balance'), tests: ['test/balance'] },
  { files: filesOf('src/write'), tests: ['test/write'] },
  { files: filesOf('src/split'), tests: ['test/split'] },
];

await runTool('mutations', { short: 10, long: 200 }, async ({ folder, runs, part, random, tally }) => {
  for (const name of ['src', 'test', 'schemas', 'dist', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter: (path) => !path.includes('/peers/') });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const scores = [];
  const wanted = PARTS.filter(({ files }) => part === undefined || files[0].includes(part));
  for (const { files, tests } of wanted) {
    const all = files.flatMap((file) => {
      return mutationsOf(readFileSync(join(ROOT, file), 'utf8')).map((change) => ({ file, change }));
    });
    const drawn = random.shuffle(all).slice(0, Math.ceil(runs / wanted.length));
    const name = files.length === 1 ? files[0] : dirname(files[0]);
    const started = Date.now();
    if (!(await passes(folder, tests, Infinity))) throw new Error(`the tests of ${name} fail without any change`);
    const mostMs = MOST_MS + MOST_TIMES * (Date.now() - started);
    let found = 0;
    for (const each of drawn) found += Number(await isFound(each, { folder, tests, mostMs }));
    console.log(`${name}: ${found} of ${drawn.length} found, of ${all.length} that could be made`);
    scores.push({ found, made: drawn.length });
  }
  const [found, made] = ['found', 'made'].map((what) => scores.reduce((sum, score) => sum + score[what], 0));
  tally.judge(`${found} of ${made} found`, found < made * SCORE ? [`less than ${100 * SCORE} %`] : []);
});

/** Makes a change, runs the tests and takes it back. */
async function isFound({ file, change: { start, end, text } }, { folder, tests, mostMs }) {
  const source = readFileSync(join(ROOT, file), 'utf8');
  writeFileSync(join(folder, file), source.slice(0, start) + text + source.slice(end));
  const survives = await passes(folder, tests, mostMs);
  writeFileSync(join(folder, file), source);
  const line = source.slice(0, start).split('\n').length;
  if (survives) console.log(`survives  ${file}:${line}: ${JSON.stringify(source.slice(start, end))} → ${JSON.stringify(text)}`);
  return !survives;
}

/** In a group of its own, so that a loop without end in one of its processes ends with it. */
async function passes(folder, tests, mostMs) {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const flags = ['run', '--bail', '1', '--reporter', 'dot', '--root', folder, ...tests];
  const child = spawn(process.execPath, [vitest, ...flags], { cwd: folder, stdio: 'ignore', detached: true });
  const timer = mostMs < Infinity ? setTimeout(() => process.kill(-child.pid, 'SIGKILL'), mostMs) : undefined;
  const [status] = await once(child, 'exit');
  clearTimeout(timer);
  return status === 0;
}

function filesOf(folder) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}
