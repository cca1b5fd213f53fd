import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command line: `npm test` builds before vitest runs. */
export const MAIN = fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));

/** Files to start with, by path from the folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** What standard input holds; nothing where it is not given. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder to run in, from the case's folder. */
  readonly from?: string;
}

/** A folder of its own with some files, and the command line run in it. */
export interface Case {
  readonly folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** A run that is fed and watched while it goes on. */
  start(args: readonly string[], env?: RunOptions['env']): ChildProcessWithoutNullStreams;
  read(path: string): Promise<string>;
  /** Names in the folder, hidden ones too, sorted. */
  names(path?: string): Promise<readonly string[]>;
}

/** Runs `body` with a case whose folder is gone afterwards. */
export async function withCase(files: Files, body: (given: Case) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-cli-'));
  const children: ChildProcessWithoutNullStreams[] = [];
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await body(caseIn(folder, (child) => children.push(child)));
  } finally {
    for (const child of children) child.kill('SIGKILL'); // does nothing to those that have ended
    await rm(folder, { recursive: true, force: true });
  }
}

function caseIn(folder: string, onStart: (child: ChildProcessWithoutNullStreams) => void): Case {
  const start = (args: readonly string[], { env = {}, from = '.' }: RunOptions): ChildProcessWithoutNullStreams => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: join(folder, from),
      env: { PATH: process.env['PATH'], HOME: folder, ...env },
    });
    onStart(child);
    return child;
  };
  return {
    folder,
    run(args, options = {}) {
      const child = start(args, options);
      child.stdin.on('error', () => undefined); // a run that ends early doesn't read it all
      child.stdin.end(options.stdin ?? '');
      return ended(child);
    },
    start: (args, env = {}) => start(args, { env }),
    read: (path) => readFile(join(folder, path), 'utf8'),
    names: async (path = '.') => (await readdir(join(folder, path))).sort(),
  };
}

/** How a run ended and what it said, once all of it has arrived. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

/** The one line a run that fails says, beginning with the code of the error. */
export function errorLine(code: string, message: string): string {
  return `error ${code}: ${message}\n`;
}

/** What is said of rows that can't be used; `lines` are the rows. */
export function rejectLines(summary: string, lines: readonly string[]): string {
  const advice =
    'mend the rows or the mapping, let them be set aside with --max-rejects N or P%, or see all of them with --rejects FILE';
  return errorLine('TOO_MANY_REJECTS', [summary, ...lines.map((line) => `  ${line}`), advice].join('\n'));
}

/** A table of tickets: `body,queue`, as many rows of each queue as said. */
export function tickets(counts: readonly (readonly [queue: string, count: number])[]): string {
  const rows = counts.flatMap(([queue, count]) => Array.from({ length: count }, (_, at) => `${queue} says ${at},${queue}`));
  return ['body,queue', ...rows, ''].join('\n');
}

export const TICKETS = tickets([
  ['refund', 30],
  ['delivery', 20],
  ['praise', 10],
]);

/** Says which fields of the tickets are which. */
export const MAPPING = ['--text', 'body', '--label', 'queue=queue'] as const;
