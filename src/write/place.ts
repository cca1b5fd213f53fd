import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Disk } from './disk.js';

/** Where an output folder is, and what a run keeps beside it while it works. All paths are absolute. */
export interface Place {
  /** The output folder. */
  readonly path: string;
  /** The folder that holds it, free of symbolic links. */
  readonly parent: string;
  /** Twelve hexadecimal digits, different for each run. */
  readonly run: string;
  readonly lock: string;
  readonly staging: string;
  /** Where this run puts the older set for the instant of the swap. */
  readonly old: string;
  /** First folder made on the way to `parent`, if any was missing. */
  readonly made: string | undefined;
}

/** A leftover of some run of this output. */
export interface Leftover {
  readonly kind: 'staging' | 'old' | 'lock';
  readonly path: string;
  readonly run: string;
}

/**
 * Finds the place of an output folder and makes its parents.
 * @throws LabelmillError OUTPUT_NOT_OURS for the root, the current folder and a mount point, which can't be replaced as a whole;
 *         OUTPUT_UNWRITABLE
 */
export function locate(folder: string, disk: Disk): Place {
  const wanted = resolve(folder);
  const name = basename(wanted);
  if (name === '') throw unsuitable(wanted, 'is the root of the file system');
  const made = disk.makeParents(dirname(wanted));
  const parent = fs.realpathSync(dirname(wanted));
  const path = join(parent, name);
  if (path === currentFolder()) throw unsuitable(path, 'is the current folder');
  if (isMountPoint(path)) throw unsuitable(path, 'is a mount point');
  return { ...placeIn(parent, name), made };
}

/** The place of an output folder that is there. */
export function placeIn(parent: string, name: string): Place {
  const run = randomBytes(6).toString('hex');
  return {
    path: join(parent, name),
    parent,
    run,
    lock: join(parent, `.${name}.labelmill.lock`),
    staging: join(parent, `.${name}.tmp-${run}`),
    old: join(parent, `.${name}.old-${run}`),
    made: undefined,
  };
}

/** What runs of this output left beside it, this run's own included. Time O(entries of the parent). */
export function leftovers(place: Place): readonly Leftover[] {
  const name = basename(place.path);
  const prefixes = [
    { kind: 'staging', prefix: `.${name}.tmp-` },
    { kind: 'old', prefix: `.${name}.old-` },
    { kind: 'lock', prefix: `.${name}.labelmill.lock-` },
  ] as const;
  const found: Leftover[] = [];
  for (const entry of fs.readdirSync(place.parent).sort()) {
    for (const { kind, prefix } of prefixes) {
      const run = entry.slice(prefix.length);
      if (entry.startsWith(prefix) && /^[0-9a-f]{12}$/.test(run)) found.push({ kind, path: join(place.parent, entry), run });
    }
  }
  return found;
}

function unsuitable(path: string, what: string): LabelmillError {
  const message = `${path} ${what}, and publication replaces the output folder as a whole: name a folder inside it`;
  return new LabelmillError('OUTPUT_NOT_OURS', message, { path });
}

function currentFolder(): string | undefined {
  try {
    return fs.realpathSync(process.cwd());
  } catch {
    return undefined; // the current folder was removed: nothing can be equal to it
  }
}

/** A mount point can't be renamed, so publication would fail after all the work. */
function isMountPoint(path: string): boolean {
  let table: string;
  try {
    table = fs.readFileSync('/proc/self/mountinfo', 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return false; // not Linux: publication itself will say so
    throw error;
  }
  const escaped = path.replace(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return table.split('\n').some((line) => line.split(' ')[4] === escaped);
}
