import fs from 'node:fs';
import { join } from 'node:path';
import { LabelmillError } from '../core/errors.js';
import type { Disk } from './disk.js';
import { FIXED_NAMES, MANIFEST_NAME } from './folder-content.js';
import type { FileSummary, OwnedLineFile } from './line-file.js';
import type { Manifest } from '../core/manifest.js';
import { manifestPieces } from './manifest.js';
import type { Place } from './place.js';
import { refuseForeign } from './recovery.js';
import { removeWorkingFiles } from './removal.js';
import { swapIn } from './swap.js';
import { syncFolder } from './sync-folder.js';
import { writeFully } from './write-fully.js';

export interface Publication {
  readonly place: Place;
  readonly disk: Disk;
  readonly files: readonly OwnedLineFile[];
  readonly manifest: Manifest;
  /** Throws if the run may not swap: it was stopped, or lost its lock. */
  readonly confirm: () => void;
}

/**
 * Makes the files durable, then the manifest, then their names, and only then swaps the set in: whatever instant the power
 * fails at, a manifest never speaks of bytes that are not there.
 * @returns whether an older set now lies at `place.old`
 * @throws LabelmillError OUTPUT_UNWRITABLE, OUTPUT_NOT_OURS, INTERNAL, and what `confirm` throws
 */
export async function publishSet(publication: Publication): Promise<boolean> {
  const { place, disk, files, manifest, confirm } = publication;
  const summaries = files.map((file) => file.finish()).filter(({ bytes }) => bytes > 0);
  refuseOtherFiles(place.staging, summaries, manifest);
  for (const file of files) await file.settle();
  await writeManifest(join(place.staging, MANIFEST_NAME), manifest, disk);
  removeWorkingFiles(place.staging, disk);
  await syncFolder(place.staging, disk);
  confirm();
  refuseForeign(place.path);
  return swapIn(place, disk);
}

/** The manifest lists what was written, no more and no less (only the fixed names may go unlisted), or this is a bug. */
function refuseOtherFiles(staging: string, summaries: readonly FileSummary[], manifest: Manifest): void {
  const written = new Map(summaries.map((summary) => [summary.name, summary]));
  const listed = new Set(manifest.files.map(({ name }) => name));
  for (const file of manifest.files) {
    const summary = written.get(file.name);
    if (summary?.bytes !== file.bytes || summary.lines !== file.lines || summary.xxh64 !== file.xxh64) throw mismatch(file.name);
  }
  for (const name of written.keys()) if (!listed.has(name) && !FIXED_NAMES.includes(name)) throw mismatch(name);
  for (const name of fs.readdirSync(staging)) if (!name.startsWith('.') && !written.has(name)) throw mismatch(name);
}

function mismatch(name: string): LabelmillError {
  return new LabelmillError('INTERNAL', `the manifest and the files written disagree about "${name}": please report this`, {
    name,
  });
}

async function writeManifest(path: string, manifest: Manifest, disk: Disk): Promise<void> {
  const handle = disk.open(path, 'wx');
  try {
    for (const piece of manifestPieces(manifest)) writeFully(disk, handle, Buffer.from(piece));
    await disk.sync(handle);
  } finally {
    disk.close(handle);
  }
}
