import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../../core/errors.js';

/** Temporary store for a text that has to be read again: in memory while it is small, else in a file. */
export interface TextSpool {
  write(bytes: Buffer): void;
  size(): number;
  /** Bytes from a place on: `length` of them, or as many as there are. */
  read(position: number, length: number): Buffer;
  remove(): void;
}

/** Bytes kept in memory, first and at most. */
const FIRST_BYTES = 64 * 1024;
const MEMORY_BYTES = 8 * 1024 * 1024;

/**
 * @param directory where the file goes. Its name is removed as soon as it is open, so that nothing stays behind whatever
 *   becomes of the process; where the system does not allow that, it goes with `remove`.
 */
export function createTextSpool(directory = tmpdir()): TextSpool {
  let block: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  /** Bytes of the block that are not in the file yet. */
  let filled = 0;
  let size = 0;
  let folder: string | undefined;
  let file: number | undefined;

  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      const message = `cannot keep a temporary file in ${directory}: ${reasonOf(error)}; free space there, or set TMPDIR`;
      throw new LabelmillError('OUTPUT_UNWRITABLE', message, { path: directory }, error);
    }
  };
  const openFile = (): number => {
    folder = mkdtempSync(join(directory, '.labelmill-'));
    const opened = openSync(join(folder, 'text'), 'wx+', 0o600);
    if (process.platform !== 'win32') removeFolder();
    return opened;
  };
  const removeFolder = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  };
  const append = (bytes: Buffer): void =>
    attempt(() => {
      file ??= openFile();
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
  const flush = (): void => {
    append(block.subarray(0, filled));
    filled = 0;
  };
  const grow = (needed: number): void => {
    if (needed <= block.length || block.length === MEMORY_BYTES || needed > MEMORY_BYTES) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(MEMORY_BYTES, Math.max(needed, 2 * block.length)));
    block.copy(larger, 0, 0, filled);
    block = larger;
  };

  return {
    write(bytes) {
      size += bytes.length;
      grow(filled + bytes.length);
      if (filled + bytes.length > block.length) flush();
      if (bytes.length > block.length) append(bytes);
      else filled += bytes.copy(block, filled);
    },
    size: () => size,
    read(position, length) {
      const wanted = Math.max(0, Math.min(length, size - position));
      if (file === undefined) return block.subarray(position, position + wanted);
      if (filled > 0) flush();
      const bytes = Buffer.allocUnsafeSlow(wanted);
      const descriptor = file;
      attempt(() => {
        for (let done = 0; done < wanted;) {
          const count = readSync(descriptor, bytes, done, wanted - done, position + done);
          if (count === 0) throw new Error('it was cut');
          done += count;
        }
      });
      return bytes;
    },
    remove() {
      if (file !== undefined) closeSync(file);
      file = undefined;
      size = filled = 0;
      removeFolder();
    },
  };
}
