// What the fault tools share: a folder of their own, the command line as a child, the digest of a set, chance from a seed, and a
// verdict. Each tool ends with `N passed, M failed` and says by which seed a failure comes again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The built command line. */
export const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
/** Both would have the children do what no user's run does. */
const { NODE_OPTIONS: _options, NODE_EXTRA_CA_CERTS: _certificates, ...ENVIRONMENT } = process.env;
/** What fails is told with its particulars so many times. */
const MOST_TOLD = 10;

/**
 * Runs a tool: `--short` for the form of CI, `--runs N` for as many as wanted, `--seed N` for other chances,
 * `--from N` to begin at a case, `--part NAME` for what a tool does to one part alone.
 * @param name what the verdict is about
 * @param sizes how many runs the short and the long form have
 * @param body gets { folder, runs, from, part, seed, isShort, random, tally }
 */
export async function runTool(name, sizes, body) {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean' },
      runs: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      part: { type: 'string' },
    },
  });
  const isShort = values.short === true;
  const runs = Number(values.runs ?? (isShort ? sizes.short : sizes.long));
  const seed = Number(values.seed ?? 1);
  const from = Number(values.from ?? 0);
  const tally = createTally();
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'labelmill-faults-'));
  const started = Date.now();
  try {
    await body({ folder, runs, from, part: values.part, isShort, seed, random: createRandom(seed), tally });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  for (const [fact, count] of [...tally.facts].sort()) console.log(`  ${count} ${fact}`);
  console.log(`${name}: seed ${seed}, ${seconds} s`);
  console.log(`${tally.passed()} passed, ${tally.failed()} failed`);
  process.exitCode = tally.failed() === 0 && tally.passed() > 0 ? 0 : 1;
}

/** Counts what passed and failed, and tells the first that fail. */
function createTally() {
  const facts = new Map();
  let passed = 0;
  let failed = 0;
  return {
    facts,
    passed: () => passed,
    failed: () => failed,
    /** Counts a thing worth knowing. */
    note: (fact, count = 1) => facts.set(fact, (facts.get(fact) ?? 0) + count),
    /** @param faults what was wrong; none for a pass */
    judge(what, faults) {
      if (faults.length === 0) passed++;
      else if (++failed <= MOST_TOLD) console.log(`FAILED  ${what}: ${faults.join('; ')}`);
    },
  };
}

/** Numbers from 0 to 1 (mulberry32), and helpers over them. */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (list) => list[below(list.length)],
    shuffle(list) {
      const mixed = [...list];
      for (let at = mixed.length - 1; at > 0; at--) {
        const other = below(at + 1);
        [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
      }
      return mixed;
    },
  };
}

/**
 * Starts labelmill in a folder.
 * @param options `stdin`: bytes; `through`: words of a command that runs it; `env`: more environment
 */
export function start(args, { cwd, stdin, through = [], env = {} }) {
  const [program, ...words] = [...through, process.execPath, MAIN, ...args];
  const child = spawn(program, words, { cwd, env: { ...ENVIRONMENT, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined); // a run that ends early doesn't read it all
  if (stdin !== 'open') child.stdin.end(stdin ?? '');
  return child;
}

/** How a child ended and what it said. */
export function ended(child) {
  const parts = { out: [], err: [] };
  child.stdout.on('data', (chunk) => parts.out.push(chunk));
  child.stderr.on('data', (chunk) => parts.err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, out: Buffer.concat(parts.out).toString(), err: Buffer.concat(parts.err).toString() }),
    );
  });
}

export const run = (args, options) => ended(start(args, options));

export const after = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** SHA-256 over names and bytes of a set, but for the block of times and paths of manifest and report; `none` where there is no folder. */
export function digestSet(folder) {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return 'none';
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort())
    hash
      .update(`${name}\0`)
      .update(steadyBytes(name, readFileSync(join(folder, name))))
      .update('\0');
  return hash.digest('hex');
}

function steadyBytes(name, bytes) {
  if (name === 'report.html') return bytes.toString().replace(/<footer>.*?<\/footer>/s, '');
  if (name !== 'manifest.json' && name !== 'report.json') return bytes;
  try {
    const { run: _run, ...rest } = JSON.parse(bytes.toString());
    return JSON.stringify(rest);
  } catch {
    return bytes; // torn: no reference has this digest
  }
}

/** Makes a folder anew. */
export function freshFolder(...parts) {
  const folder = join(...parts);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
