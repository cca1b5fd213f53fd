import fs from 'node:fs';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { advice, systemCode, type Disk } from './disk.js';
import { currentHolder, parseHolder, stateOf, type Holder } from './holder.js';
import type { Place } from './place.js';
import { unlinkIfThere } from './removal.js';
import { writeFully } from './write-fully.js';

/** Turns at the lock before giving up; each is lost only to another run that took or freed it in that instant. */
const TURNS = 10;
/** What `link` answers on file systems without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/** The right of one run to publish to one place. */
export interface Lock {
  /** Whether the lock on disk is still this run's. */
  isHeld(): boolean;
  /** Removes the lock, unless it is another run's by now. */
  release(): void;
  /** What was done about the lock of a dead run. */
  readonly notes: readonly string[];
}

/**
 * Takes the lock of a place. A lock whose process has ended is taken over.
 * @throws LabelmillError OUTPUT_BUSY where another run holds it, OUTPUT_UNWRITABLE
 */
export function acquireLock(place: Place, disk: Disk): Lock {
  const notes: string[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    if (tryToCreate(place, disk)) return heldLock(place, disk, notes);
    const content = readLock(place.lock);
    if (content === undefined) continue;
    const holder = parseHolder(content);
    refuseLiving(place, holder);
    if (takeAway(place, disk, content)) {
      notes.push(`took over from a run that ended without cleaning up (process ${holder?.pid ?? 'unknown'})`);
    }
  }
  throw busy(place, 'is being taken by several runs at once: wait for them, or choose another folder');
}

function heldLock(place: Place, disk: Disk, notes: readonly string[]): Lock {
  const isHeld = (): boolean => {
    const content = readLock(place.lock);
    return content !== undefined && parseHolder(content)?.run === place.run;
  };
  return {
    notes,
    isHeld,
    release() {
      if (isHeld()) disk.unlink(place.lock);
    },
  };
}

/**
 * The content is written beside the lock and linked into place, so that nobody ever reads half a lock, not even after a kill.
 * Without hard links the lock is made empty and then filled. The draft of the run that wins is left to its recovery.
 */
function tryToCreate(place: Place, disk: Disk): boolean {
  const draft = `${place.lock}-${place.run}`;
  const content = Buffer.from(JSON.stringify(currentHolder(place.run)) + '\n');
  unlinkIfThere(draft, disk);
  writeNew(draft, content, disk);
  try {
    disk.link(draft, place.lock);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (NO_LINKS.has(code) && tryToCreateWithoutLink(place, content, disk)) return true;
    unlinkIfThere(draft, disk);
    if (NO_LINKS.has(code) || code === 'EEXIST' || code === 'ENOENT') return false; // ENOENT: the winner cleaned our draft up
    throw error;
  }
}

function tryToCreateWithoutLink(place: Place, content: Uint8Array, disk: Disk): boolean {
  try {
    writeNew(place.lock, content, disk);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function writeNew(path: string, content: Uint8Array, disk: Disk): void {
  const handle = disk.open(path, 'wx');
  try {
    writeFully(disk, handle, content);
  } finally {
    disk.close(handle);
  }
}

function readLock(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    const reason = reasonOf(error);
    const action = reason === 'EISDIR' ? 'it is a folder; remove it' : advice(reason, path, 0);
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot read the lock ${path} (${reason}): ${action}`, { path, reason }, error);
  }
}

function refuseLiving(place: Place, holder: Holder | undefined): void {
  if (holder === undefined) return; // empty or damaged: no run of ours leaves that while it lives
  const state = stateOf(holder);
  if (state === 'gone') return;
  const action =
    state === 'alive'
      ? `is being written by process ${holder.pid}: wait for it to end, or choose another folder`
      : `is being written by process ${holder.pid} on host "${holder.host}": if that run has ended, remove its lock with: rm '${place.lock}'`;
  throw busy(place, action, holder);
}

/**
 * Moves a dead run's lock aside and makes sure that it was that lock and not the fresh one of a run that was quicker,
 * which is put back.
 * @returns whether the dead lock is gone by our doing
 */
function takeAway(place: Place, disk: Disk, content: string): boolean {
  const aside = `${place.lock}-${place.run}`;
  try {
    disk.rename(place.lock, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
  const moved = readLock(aside);
  if (moved === content) unlinkIfThere(aside, disk);
  else if (moved !== undefined) disk.rename(aside, place.lock);
  return moved === content;
}

function busy(place: Place, action: string, holder?: Holder): LabelmillError {
  const facts = { path: place.path, lock: place.lock, ...(holder === undefined ? {} : { pid: holder.pid, host: holder.host }) };
  return new LabelmillError('OUTPUT_BUSY', `${place.path} ${action}`, facts);
}
