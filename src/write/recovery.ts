import fs from 'node:fs';
import { basename } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import type { Disk } from './disk.js';
import { folderContent } from './folder-content.js';
import { leftovers, type Leftover, type Place } from './place.js';
import { removeSet, removeStaging, unlinkIfThere } from './removal.js';
import { syncFolder } from './sync-folder.js';

/** Foreign entries named in an error. */
const FOREIGN_SHOWN = 5;

/**
 * Puts right what a run that was killed left beside the output: an older set that was set aside goes back if nothing took its
 * place, and everything of ours that is left over is removed. Only for the holder of the lock, because then no living run
 * has any of it in use. What is not ours stays and is named. Safe to be killed itself at any point.
 * @returns one note per thing done or left alone
 * @throws LabelmillError OUTPUT_UNWRITABLE
 */
export async function recover(place: Place, disk: Disk): Promise<readonly string[]> {
  const found = leftovers(place);
  const notes: string[] = [];
  const back = setToPutBack(place, found);
  if (back !== undefined) {
    disk.rename(back.path, place.path);
    await syncFolder(place.parent, disk);
    notes.push(`put the older set back that an interrupted run had set aside`);
  }
  for (const leftover of found) {
    if (leftover === back) continue;
    if (leftover.kind === 'lock') unlinkIfThere(leftover.path, disk);
    else if (leftover.kind === 'staging' ? removeStaging(leftover.path, disk) : removeSet(leftover.path, disk)) {
      notes.push(`removed ${basename(leftover.path)}, left by an interrupted run`);
    } else notes.push(`left ${leftover.path} alone: it holds files labelmill did not write`);
  }
  return notes;
}

/**
 * Refuses an output folder that holds anything this program did not write.
 * @throws LabelmillError OUTPUT_NOT_OURS
 */
export function refuseForeign(path: string): void {
  const content = folderContent(path);
  switch (content.kind) {
    case 'missing':
    case 'empty':
    case 'ours':
      return;
    case 'symlink':
      throw notOurs(path, `${path} is a symbolic link: name the folder it leads to, or choose another`);
    case 'file':
      throw notOurs(path, `${path} is a file: choose another name for the output folder`);
    case 'foreign': {
      const shown = content.foreign.slice(0, FOREIGN_SHOWN);
      const more = content.foreign.length - shown.length;
      const list = shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
      const message = `${path} holds what labelmill did not write (${list}): choose another folder or remove them`;
      throw new LabelmillError('OUTPUT_NOT_OURS', message, { path, foreign: shown, count: content.foreign.length });
    }
  }
}

/** The set an interrupted swap took away: the one of the run that still has its staging folder, else the last one moved. */
function setToPutBack(place: Place, found: readonly Leftover[]): Leftover | undefined {
  if (fs.lstatSync(place.path, { throwIfNoEntry: false }) !== undefined) return undefined;
  const unfinished = new Set(found.filter(({ kind }) => kind === 'staging').map(({ run }) => run));
  const candidates = found
    .filter(({ kind, path }) => kind === 'old' && ['ours', 'empty'].includes(folderContent(path).kind))
    .map((leftover) => ({
      leftover,
      unfinished: Number(unfinished.has(leftover.run)),
      moved: fs.lstatSync(leftover.path).ctimeMs,
    }))
    .sort((a, b) => b.unfinished - a.unfinished || b.moved - a.moved);
  return candidates[0]?.leftover;
}

function notOurs(path: string, message: string): LabelmillError {
  return new LabelmillError('OUTPUT_NOT_OURS', message, { path });
}
