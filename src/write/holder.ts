import fs from 'node:fs';
import os from 'node:os';
import { reasonOf } from '../core/errors.js';

/** The process that holds a lock. */
export interface Holder {
  /** The run that made the lock. */
  readonly run: string;
  readonly pid: number;
  readonly host: string;
  /** When the process started: clock ticks since the machine started, `@`, identity of that start; null where it is unknown. */
  readonly started: string | null;
}

/** This process, as the holder of a run's lock. */
export function currentHolder(run: string): Holder {
  return { run, pid: process.pid, host: os.hostname(), started: startOf(process.pid) };
}

/** Reads a lock's content; undefined where it is none of ours. */
export function parseHolder(content: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('run' in value && 'pid' in value && 'host' in value && 'started' in value)) return undefined;
  const { run, pid, host, started } = value;
  if (typeof run !== 'string' || typeof host !== 'string') return undefined;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (started !== null && typeof started !== 'string') return undefined;
  return { run, pid, host, started };
}

/** `gone`: the process has ended, or its number now belongs to another; `elsewhere`: on another host, so nobody here can tell. */
export function stateOf(holder: Holder): 'alive' | 'gone' | 'elsewhere' {
  if (holder.host !== os.hostname()) return 'elsewhere';
  if (!isRunning(holder.pid)) return 'gone';
  const started = startOf(holder.pid);
  return started !== null && holder.started !== null && started !== holder.started ? 'gone' : 'alive';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return reasonOf(error) !== 'ESRCH'; // EPERM: it runs, as another user
  }
}

/** Field 22 of /proc/PID/stat, counted after the command's closing parenthesis, with the identity of the machine's start. */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return ticks === undefined ? null : `${ticks}@${boot}`;
  } catch {
    return null;
  }
}
