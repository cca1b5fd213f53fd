import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import { createDigester, type Digester } from './digest.js';
import { explainErrors, NODE_DISK, type Disk } from './disk.js';
import { MANIFEST_NAME } from './folder-content.js';
import { createLineFile, type FileSummary, type LineFile, type OwnedLineFile } from './line-file.js';
import { acquireLock, type Lock } from './lock.js';
import type { Manifest } from '../core/manifest.js';
import { locate, type Place } from './place.js';
import { publishSet } from './publish.js';
import { recover, refuseForeign } from './recovery.js';
import { MARKER_NAME, removeInside, removeSet } from './removal.js';

export interface OutputOptions {
  /** Stops the opening, and a publication that has not begun to swap. */
  readonly signal?: AbortSignal;
  /** SHA-256 of every file, beside XXH64. Default false. */
  readonly sha256?: boolean;
  /** What every change to the disk goes through. For tests. */
  readonly disk?: Disk;
}

/** A set of files on its way to an output folder: all of it gets there, or nothing. */
export interface Output {
  /** Where the set is gathered. Working files may live here under names that start with a dot; they are not published. */
  readonly staging: string;
  /** What was found and done beside the run's own work, for people. Grows. */
  readonly notes: readonly string[];
  /** Starts a file of lines, such as `train.jsonl`. */
  lines(name: string): LineFile;
  /** Writes a whole text file, such as `report.html`; it ends with a line end. */
  whole(name: string, content: string): FileSummary;
  /**
   * Makes all files durable, writes the manifest, and swaps the set in for the older one as a whole.
   * @throws LabelmillError OUTPUT_UNWRITABLE, OUTPUT_NOT_OURS, OUTPUT_BUSY, ABORTED, INTERNAL (the manifest names other files
   *         than were written); the older set then stands as it stood
   */
  publish(manifest: Manifest): Promise<void>;
  /** Removes what was not published and frees the lock. Call it always; it never throws. What it can't remove, the next run does. */
  close(): Promise<void>;
}

/**
 * Takes an output folder: locks it, puts right what a killed run left, and makes a hidden staging folder beside it. The
 * folder itself stays as it is until publication.
 * @throws LabelmillError OUTPUT_BUSY (another run holds it), OUTPUT_NOT_OURS (it holds something else), OUTPUT_UNWRITABLE, ABORTED
 */
export async function openOutput(folder: string, options: OutputOptions = {}): Promise<Output> {
  stopIfAborted(options.signal);
  const startDigest = await createDigester();
  const disk = explainErrors(options.disk ?? NODE_DISK);
  const place = locate(folder, disk);
  const notes: string[] = [];
  let lock: Lock | undefined;
  try {
    refuseForeign(place.path);
    lock = acquireLock(place, disk);
    notes.push(...lock.notes, ...(await recover(place, disk)));
    refuseForeign(place.path);
    disk.makeFolder(place.staging);
    disk.close(disk.open(join(place.staging, MARKER_NAME), 'wx'));
  } catch (error) {
    cleanUp(place, disk, lock);
    throw error;
  }
  return createOutput({ place, disk, lock, notes, startDigest, options });
}

interface Taken {
  readonly place: Place;
  readonly disk: Disk;
  readonly lock: Lock;
  readonly notes: string[];
  readonly startDigest: Digester;
  readonly options: OutputOptions;
}

function createOutput({ place, disk, lock, notes, startDigest, options }: Taken): Output {
  const files = new Map<string, OwnedLineFile>();
  let state: 'open' | 'publishing' | 'published' | 'closed' = 'open';

  const startFile = (name: string): OwnedLineFile => {
    const isPlain = !/^\.|[/\\\0]/.test(name) && name !== '' && name !== MANIFEST_NAME;
    if (!isPlain || files.has(name) || state !== 'open') {
      throw new LabelmillError('INTERNAL', `cannot start the output file "${name}" (${state})`, { name, state });
    }
    const path = join(place.staging, name);
    const file = createLineFile({ name, path, disk, digest: startDigest(options.sha256 ?? false) });
    files.set(name, file);
    return file;
  };
  const confirm = (): void => {
    stopIfAborted(options.signal);
    if (lock.isHeld()) return;
    const message = `the lock of ${place.path} was taken away while this run worked: run again when no other run writes there`;
    throw new LabelmillError('OUTPUT_BUSY', message, { path: place.path, lock: place.lock });
  };

  return {
    staging: place.staging,
    notes,
    lines: startFile,
    whole(name, content) {
      const file = startFile(name);
      for (const line of content.replace(/\n$/, '').split('\n')) file.write(line);
      return file.finish();
    },
    async publish(manifest) {
      if (state !== 'open') throw new LabelmillError('INTERNAL', `an output is published once, and this one is ${state}`);
      confirm();
      state = 'publishing';
      const hadOlder = await publishSet({ place, disk, files: [...files.values()], manifest, confirm });
      state = 'published';
      if (hadOlder) removeOlder(place, disk, notes);
    },
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      for (const file of files.values()) await file.abandon().catch(() => undefined);
      cleanUp(place, disk, lock);
    },
  };
}

/** The new set is in place and durable, so trouble with the older one is told, not thrown: the next run removes it. */
function removeOlder(place: Place, disk: Disk, notes: string[]): void {
  const isGone = attempt(() => removeSet(place.old, disk));
  if (isGone !== true) notes.push(`the older set could not be removed and lies in ${place.old}`);
}

/** Leaves nothing of this run behind: staging folder, lock, and parents that were made for nothing. */
function cleanUp(place: Place, disk: Disk, lock: Lock | undefined): void {
  if (lock !== undefined) {
    attempt(() => {
      if (!fs.existsSync(place.staging)) return;
      removeInside(place.staging, disk);
      disk.removeFolder(place.staging);
    });
    attempt(() => lock.release());
  }
  attempt(() => removeMadeParents(place, disk));
}

/** Removes the parents this run made, from the innermost; the first that is not empty ends it with an error. */
function removeMadeParents(place: Place, disk: Disk): void {
  if (place.made === undefined) return;
  const last = dirname(fs.realpathSync(place.made));
  for (let folder = place.parent; folder !== last && folder.length > last.length; folder = dirname(folder))
    disk.removeFolder(folder);
}

/** The value of an act of cleaning up, or undefined where it fails: the failure must not hide why the run ended. */
function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new LabelmillError('ABORTED', 'stopped; nothing was published', {}, signal.reason);
}
