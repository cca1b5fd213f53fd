import fs from 'node:fs';
import { join } from 'node:path';
import { systemCode, type Disk } from './disk.js';
import { folderContent } from './folder-content.js';

/** Says that a staging folder is one of ours. First file made in it, last removed. */
export const MARKER_NAME = '.labelmill-staging';

/**
 * Removes a published set: the files of ours, the manifest last, so that an interrupted removal can go on; then the folder.
 * @returns false, and nothing touched, where the folder holds something we did not write
 */
export function removeSet(path: string, disk: Disk): boolean {
  const content = folderContent(path);
  if (content.kind !== 'ours' && content.kind !== 'empty') return content.kind === 'missing';
  if (content.kind === 'ours') for (const name of content.files) disk.unlink(join(path, name));
  disk.removeFolder(path);
  return true;
}

/**
 * Removes a staging folder with all it holds, if it is one of ours: marked, or complete but for the marker.
 * @returns false, and nothing touched, where it is not
 */
export function removeStaging(path: string, disk: Disk): boolean {
  if (!fs.existsSync(join(path, MARKER_NAME))) return removeSet(path, disk);
  removeInside(path, disk, MARKER_NAME);
  disk.unlink(join(path, MARKER_NAME));
  disk.removeFolder(path);
  return true;
}

/** Removes what is in a folder of ours, but for one name. Links are removed, not followed. */
export function removeInside(path: string, disk: Disk, kept?: string): void {
  for (const entry of fs.readdirSync(path, { withFileTypes: true })) {
    if (entry.name !== kept) removeTree(join(path, entry.name), entry.isDirectory(), disk);
  }
}

/** Removes the working files of a run (names that start with a dot) from a staging folder that has its manifest, the marker last. */
export function removeWorkingFiles(staging: string, disk: Disk): void {
  const isHidden = (entry: fs.Dirent): boolean => entry.name.startsWith('.') && entry.name !== MARKER_NAME;
  for (const entry of fs.readdirSync(staging, { withFileTypes: true }).filter(isHidden)) {
    removeTree(join(staging, entry.name), entry.isDirectory(), disk);
  }
  // From here on it is the manifest that says whose folder this is.
  disk.unlink(join(staging, MARKER_NAME));
}

/** Removes a file that another run may have removed already. */
export function unlinkIfThere(path: string, disk: Disk): void {
  try {
    disk.unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function removeTree(path: string, isFolder: boolean, disk: Disk): void {
  if (!isFolder) {
    disk.unlink(path);
    return;
  }
  removeInside(path, disk);
  disk.removeFolder(path);
}
