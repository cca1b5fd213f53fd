import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { LabelmillError, reasonOf } from '../../core/errors.js';

/** A file that is read by position. */
export interface FileBytes {
  /** Name of the source, for messages. */
  readonly name: string;
  readonly sizeBytes: number;
  /**
   * Bytes in a buffer of their own (or in what `allocate` gave), exactly as many as asked for.
   * @throws LabelmillError SOURCE_UNREADABLE, also where the file ends before
   */
  read(position: number, length: number): Buffer;
  close(): void;
}

/** A buffer of so many bytes to read into. */
export type Allocate = (bytes: number) => Buffer;

/**
 * Opens a file for reading by position. Synchronous, so that a page is decoded where it is asked for and nothing can fail
 * behind our back.
 * @throws LabelmillError SOURCE_UNREADABLE
 */
export function openFileBytes(name: string, path: string, allocate: Allocate = Buffer.allocUnsafeSlow): FileBytes {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      const message = `cannot read ${name}: ${reasonOf(error)}`;
      throw new LabelmillError('SOURCE_UNREADABLE', message, { source: name, reason: reasonOf(error) }, error);
    }
  };
  const file = attempt(() => openSync(path, 'r'));
  return {
    name,
    sizeBytes: attempt(() => fstatSync(file).size),
    read(position, length) {
      // by default one of its own: one cut from the pool would let a value that claims too many bytes read its neighbours
      const buffer = allocate(length);
      for (let done = 0; done < length;) {
        const count = attempt(() => readSync(file, buffer, done, length - done, position + done));
        if (count === 0) {
          const message = `cannot read ${name}: it ends at byte ${position + done}, before the ${length} bytes from byte ${position}`;
          throw new LabelmillError('SOURCE_UNREADABLE', message, { source: name, byte: position + done });
        }
        done += count;
      }
      return buffer;
    },
    close: () => closeSync(file),
  };
}
