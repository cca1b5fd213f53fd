import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LabelmillError, reasonOf } from '../../core/errors.js';
import type { Destination } from '../destination.js';
import type { Part } from '../part.js';
import { readPart, readRange } from '../read-part.js';

export interface DirectoryOptions {
  /** Made where it is missing. */
  readonly path: string;
}

/** What `link` answers on file systems without hard links. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

/**
 * A folder, on this machine or mounted. A file is written under a hidden name, flushed, read again, and only then given its own
 * name. A file that is there with other content is never replaced.
 */
export function openDirectory(options: DirectoryOptions): Destination {
  const folder = resolve(options.path);
  return {
    identity: `directory ${folder}`,
    takes: 'all',
    closing: 'manifest',
    maxFileBytes: Infinity,
    find: (part) => explained(folder, () => findFile(folder, part)),
    send: (part, hooks) =>
      explained(folder, async () => {
        const path = join(folder, part.name);
        await fs.mkdir(folder, { recursive: true });
        await removeLeftovers(folder, part.name);
        const draft = `${draftPrefix(folder, part.name)}${process.pid}-${randomBytes(6).toString('hex')}`;
        try {
          const handle = await fs.open(draft, 'wx');
          try {
            for await (const block of readPart(part, hooks)) await handle.writeFile(block);
            await handle.sync();
          } finally {
            await handle.close();
          }
          if ((await digestOf(draft, part.bytes)) !== part.sha256)
            throw new LabelmillError('OUTPUT_UNWRITABLE', `${folder} gives back other bytes than it was given: check the disk`, {
              path: draft,
            });
          await publish(draft, path);
        } finally {
          await fs.rm(draft, { force: true });
        }
        await syncFolder(folder);
        return path;
      }),
  };
}

async function findFile(folder: string, part: Part): Promise<string | undefined> {
  const path = join(folder, part.name);
  const found = await fs.lstat(path).catch((error: unknown) => {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  if (!found.isFile()) throw occupied(path);
  if (found.size !== part.bytes || (await digestOf(path, part.bytes)) !== part.sha256) throw occupied(path);
  await removeLeftovers(folder, part.name); // of a run that was killed once the file had its name
  return path;
}

async function digestOf(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of readRange(path, 0, bytes)) hash.update(block);
  return hash.digest('hex');
}

/** Gives a file its name, unless another has it. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await fs.link(draft, path);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'EEXIST') throw occupied(path);
    if (!NO_LINKS.has(reason)) throw error;
    await fs.rename(draft, path);
  }
}

function draftPrefix(folder: string, name: string): string {
  return join(folder, `.${name}.labelmill-`);
}

/** Removes what runs left that were killed: drafts that carry the number of a process that is gone. */
async function removeLeftovers(folder: string, name: string): Promise<void> {
  const prefix = draftPrefix('', name);
  for (const entry of await fs.readdir(folder)) {
    const pid = entry.startsWith(prefix) ? /^(\d+)-[0-9a-f]{12}$/.exec(entry.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) await fs.rm(join(folder, entry), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return reasonOf(error) !== 'ESRCH';
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // folders can't be opened there
  const handle = await fs.open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function occupied(path: string): LabelmillError {
  const message = `${path} is there, and is not the file to be copied: nothing is replaced; name another folder, or remove it`;
  return new LabelmillError('OUTPUT_NOT_OURS', message, { path });
}

async function explained<Value>(folder: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof LabelmillError) throw error;
    const reason = reasonOf(error);
    throw new LabelmillError('OUTPUT_UNWRITABLE', `cannot copy to ${folder} (${reason})`, { path: folder, reason }, error);
  }
}
