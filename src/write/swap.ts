import fs from 'node:fs';
import type { Disk } from './disk.js';
import type { Place } from './place.js';
import { syncFolder } from './sync-folder.js';

/**
 * Moves the staging folder to its place. An older set is set aside first, as a whole, so that a reader sees the old set, for
 * an instant none, or the new one, never a mix. If a step fails, the steps before it are undone.
 * @returns whether an older set now lies at `place.old`
 * @throws LabelmillError OUTPUT_UNWRITABLE
 */
export async function swapIn(place: Place, disk: Disk): Promise<boolean> {
  const hadOlder = fs.lstatSync(place.path, { throwIfNoEntry: false }) !== undefined;
  if (hadOlder) disk.rename(place.path, place.old);
  try {
    disk.rename(place.staging, place.path);
  } catch (error) {
    if (hadOlder) disk.rename(place.old, place.path);
    throw error;
  }
  try {
    await syncFolder(place.parent, disk);
  } catch (error) {
    disk.rename(place.path, place.staging);
    if (hadOlder) disk.rename(place.old, place.path);
    throw error;
  }
  return hadOlder;
}
