import fs from 'node:fs';
import { basename, dirname } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';
import { explainErrors, NODE_DISK } from './disk.js';
import { acquireLock, type Lock } from './lock.js';
import { leftovers, placeIn } from './place.js';
import { unlinkIfThere } from './removal.js';

/**
 * Takes the lock of an output folder that is there, to read it: no run replaces the folder in the meantime.
 * @throws LabelmillError SOURCE_MISSING (no folder), OUTPUT_BUSY, OUTPUT_UNWRITABLE
 */
export function lockOutput(folder: string): Lock {
  const disk = explainErrors(NODE_DISK);
  const found = findFolder(folder);
  const place = placeIn(dirname(found), basename(found));
  const lock = acquireLock(place, disk);
  for (const { kind, path } of leftovers(place)) if (kind === 'lock') unlinkIfThere(path, disk); // ours, and those of runs that are gone
  return lock;
}

function findFolder(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch (error) {
    const facts = { path: folder, reason: reasonOf(error) };
    const message = `there is no folder ${folder} (${facts.reason}): name one that prepare wrote`;
    throw new LabelmillError('SOURCE_MISSING', message, facts, error);
  }
}
