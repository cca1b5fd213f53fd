import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LabelmillError, reasonOf } from '../core/errors.js';

/**
 * Confirms that examples whose fingerprints are equal have equal inputs, byte for byte: the first input met under a number
 * is kept on disk, each later one is compared with it.
 */
export interface InputStore {
  /** @returns false where `bytes` differ from the first input met under this number */
  confirm(repeated: number, bytes: Uint8Array): boolean;
  close(): void;
}

/** Bytes gathered before they go to disk, so that small sets never touch it: 4 MiB. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * @param directory  folder for the temporary file
 * @param inputs     how many inputs occur more than once: numbers run from 0 to this
 * Memory: 12 bytes per input and a buffer of 4 MiB.
 */
export function createInputStore(directory: string, inputs: number, bufferBytes = BUFFER_BYTES): InputStore {
  const path = join(directory, '.inputs');
  const offsets = new Float64Array(inputs).fill(-1);
  const lengths = new Uint32Array(inputs);
  let buffer = Buffer.alloc(0);
  let buffered = 0;
  let onDisk = 0;
  let file: number | undefined;

  const flush = (): void => {
    file ??= openSync(path, 'w+');
    for (let done = 0; done < buffered;) done += writeSync(file, buffer, done, buffered - done, onDisk + done);
    onDisk += buffered;
    buffered = 0;
  };
  const append = (repeated: number, bytes: Uint8Array): void => {
    if (buffered + bytes.length > buffer.length) {
      if (buffered > 0 && buffer.length >= bufferBytes) flush();
      if (bytes.length > buffer.length - buffered) {
        const larger = Buffer.alloc(Math.max(bytes.length + buffered, Math.min(bufferBytes, buffer.length * 2 + 4096)));
        larger.set(buffer.subarray(0, buffered));
        buffer = larger;
      }
    }
    buffer.set(bytes, buffered);
    offsets[repeated] = onDisk + buffered;
    lengths[repeated] = bytes.length;
    buffered += bytes.length;
  };
  const read = (offset: number, length: number): Uint8Array => {
    if (offset >= onDisk) return buffer.subarray(offset - onDisk, offset - onDisk + length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const count = readSync(file ?? -1, bytes, done, length - done, offset + done);
      if (count === 0) throw new LabelmillError('INTERNAL', `the temporary file ${path} ends early`, { path });
      done += count;
    }
    return bytes;
  };

  return {
    confirm(repeated, bytes) {
      try {
        const offset = offsets[repeated] ?? -1;
        if (offset >= 0) return Buffer.compare(read(offset, lengths[repeated] ?? 0), bytes) === 0;
        append(repeated, bytes);
        return true;
      } catch (error) {
        if (error instanceof LabelmillError) throw error;
        throw new LabelmillError(
          'OUTPUT_UNWRITABLE',
          `cannot use ${path}: ${reasonOf(error)}; free space beside the output`,
          { path },
          error,
        );
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
