import fs from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { LabelmillError, reasonOf } from '../core/errors.js';

/** Every change to the disk goes through these, so that a test can make each of them fail. Paths are absolute. */
export interface Disk {
  /** `wx`: to write a new file. `wx+`: to write and read one. `r`: to read or to sync. */
  open(path: string, flags: 'wx' | 'wx+' | 'r'): number;
  /** Bytes written, which may be fewer than asked for. */
  write(handle: number, bytes: Uint8Array): number;
  sync(handle: number): Promise<void>;
  close(handle: number): void;
  /** Makes one folder, which must not exist. */
  makeFolder(path: string): void;
  /** Makes a folder and its parents; returns the first that was missing. */
  makeParents(path: string): string | undefined;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  unlink(path: string): void;
  removeFolder(path: string): void;
}

/** The disk as Node sees it. */
export const NODE_DISK: Disk = {
  open: (path, flags) => fs.openSync(path, flags),
  write: (handle, bytes) => fs.writeSync(handle, bytes),
  sync: promisify(fs.fsync),
  close: (handle) => fs.closeSync(handle),
  makeFolder: (path) => fs.mkdirSync(path),
  makeParents: (path) => fs.mkdirSync(path, { recursive: true }),
  rename: (from, to) => fs.renameSync(from, to),
  link: (from, to) => fs.linkSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  removeFolder: (path) => fs.rmdirSync(path),
};

/**
 * The same disk, whose failures are LabelmillErrors OUTPUT_UNWRITABLE that name the path, the system's code and what to do.
 * Nothing is tried again but a write that was cut short or interrupted: after a failed fsync the pages may be gone, and a
 * second fsync would call that good.
 */
export function explainErrors(disk: Disk): Disk {
  const paths = new Map<number, string>();
  let bytesWritten = 0;
  const explained = <Value>(path: string, act: () => Value): Value => {
    try {
      return act();
    } catch (error) {
      throw unwritable(path, error, bytesWritten);
    }
  };
  const pathOf = (handle: number): string => paths.get(handle) ?? `file ${handle}`;
  return {
    open: (path, flags) => {
      const handle = explained(path, () => disk.open(path, flags));
      paths.set(handle, path);
      return handle;
    },
    write: (handle, bytes) => {
      const written = explained(pathOf(handle), () => disk.write(handle, bytes));
      bytesWritten += written;
      return written;
    },
    sync: async (handle) => {
      try {
        await disk.sync(handle);
      } catch (error) {
        throw unwritable(pathOf(handle), error, bytesWritten);
      }
    },
    close: (handle) => {
      const path = pathOf(handle);
      paths.delete(handle);
      explained(path, () => disk.close(handle));
    },
    makeFolder: (path) => explained(path, () => disk.makeFolder(path)),
    makeParents: (path) => explained(path, () => disk.makeParents(path)),
    rename: (from, to) => explained(to, () => disk.rename(from, to)),
    link: (from, to) => explained(to, () => disk.link(from, to)),
    unlink: (path) => explained(path, () => disk.unlink(path)),
    removeFolder: (path) => explained(path, () => disk.removeFolder(path)),
  };
}

/** The system's code behind an error of an explained disk: `ENOENT`, `EEXIST`, … */
export function systemCode(error: unknown): string {
  return reasonOf(error instanceof LabelmillError ? error.cause : error);
}

/**
 * The error for a path that can't be written.
 * @param bytesWritten what the run had written when it failed, for a full disk
 */
export function unwritable(path: string, error: unknown, bytesWritten: number): LabelmillError {
  const reason = reasonOf(error);
  const facts = { path, reason, bytesWritten };
  return new LabelmillError(
    'OUTPUT_UNWRITABLE',
    `cannot write ${path} (${reason}): ${advice(reason, path, bytesWritten)}`,
    facts,
    error,
  );
}

/** What to do about a path that the system refuses. @param reason the system's code */
export function advice(reason: string, path: string, bytesWritten: number): string {
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk is full after ${bytesWritten} bytes of this run, and it needs more; free some space, then run again`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not write in ${dirname(path)}; change its mode or choose another folder`;
    case 'EROFS':
      return 'the file system is read-only; choose another folder';
    case 'EFBIG':
      return `a file reached the size limit after ${bytesWritten} bytes; raise it (ulimit -f), then run again`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open; raise the limit (ulimit -n), then run again';
    case 'ENAMETOOLONG':
      return 'the name is too long for this file system; choose a shorter one';
    case 'ENOTDIR':
    case 'EEXIST': // what making a folder below a file gives
      return 'a part of this path is a file, not a folder; choose another folder';
    case 'EBUSY':
    case 'EXDEV':
      return 'the folder is a mount point or in use, so it cannot be replaced; choose a folder inside it';
    default:
      return 'check the disk, then run again';
  }
}
