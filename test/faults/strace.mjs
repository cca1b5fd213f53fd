// Calls of a run that are made to fail, and what a run says when one has. Needs strace (apt-get install strace).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './support.mjs';

/** The calls that fail, and what the system answers then. */
export const ERRORS = new Map(
  Object.entries({
    fsync: 'EIO',
    rename: 'EIO',
    link: 'EIO',
    mkdir: 'EACCES',
    unlink: 'EIO',
    rmdir: 'EIO',
    openat: 'EMFILE',
    write: 'ENOSPC',
  }),
);

/**
 * The calls of an undisturbed run that are about its folder, each to fail once and for good (writes once: failing for good they
 * stop Node.js itself).
 * @returns { call, place, forGood } of each
 */
export function callsOf(trace, folder) {
  const counts = new Map();
  const found = [];
  for (const { thread, call, line } of trace.calls) {
    const key = `${thread} ${call}`;
    const place = (counts.get(key) ?? 0) + 1;
    counts.set(key, place);
    if (!isAbout(folder, line)) continue;
    for (const forGood of call === 'write' ? [false] : [false, true]) found.push({ call, place, forGood });
  }
  return found;
}

/** Words for strace that let all these calls pass and write them down. */
export const watchAll = ['-e', `trace=${[...ERRORS.keys()].join(',')}`];

/** Words for strace that make a call fail. */
export function failAt({ call, place, forGood }) {
  return ['-e', `trace=${call}`, '-e', `inject=${call}:error=${ERRORS.get(call)}:when=${place}${forGood ? '+' : ''}`];
}

/** Whether calls failed in a traced run, and all that did were about the folder. */
export function failedOnlyIn(trace, folder) {
  const injected = trace.calls.filter(({ line }) => line.includes('(INJECTED)'));
  return injected.length > 0 && injected.every(({ line }) => isAbout(folder, line));
}

/** What is wrong with the answer of a run that did not end with 0. */
export function refusalFaults({ exit, err }, code) {
  const faults = [];
  if (exit !== 3) faults.push(`exit ${exit}: ${err}`);
  if (!err.includes(code) || !/[/.]\w/.test(err)) faults.push(`neither code nor path is named: ${err}`);
  if (/\n +at /.test(err)) faults.push(`a stack trace: ${err}`);
  return faults;
}

/** Whether a line of the trace names a path in the folder, or a handle of one; the current folder, which all lines name, is none. */
function isAbout(folder, line) {
  return line.includes(`"${folder}`) || line.includes(`<${folder}/`);
}

/**
 * A run under strace. One thread beside main does what is asynchronous, so that the count of its calls is the same each time.
 * @param options as those of `run`, and `parent`: a folder for the trace
 */
export async function traced(args, flags, { parent, env, ...options }) {
  const file = join(parent, 'trace');
  const through = ['strace', '-f', '-y', '-qq', '-o', file, ...flags];
  const { code, err } = await run(args, { ...options, through, env: { ...env, UV_THREADPOOL_SIZE: '1' } });
  const calls = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
    if (call !== undefined && call !== 'resumed') calls.push({ thread, call, line });
  }
  return { exit: code, err, calls };
}
