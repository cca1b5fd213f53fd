import type { Digest } from './digest.js';
import type { Disk } from './disk.js';
import { writeFully } from './write-fully.js';

/** Bytes gathered before a write. 256 KiB and 1 MiB write equally fast here; smaller ones pay for system calls. */
const BUFFER_BYTES = 256 * 1024;
const LINE_FEED = 10;

/** What was written to a file. */
export interface FileSummary {
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  readonly xxh64: string;
  readonly sha256?: string;
}

/** A file of lines that is being written. A file that gets no line is not made. */
export interface LineFile {
  /**
   * Adds a line, with the `\n` where it lacks one. Bytes are copied, so the caller may use them again.
   * @throws LabelmillError OUTPUT_UNWRITABLE
   */
  write(line: string | Uint8Array): void;
  /** Adds many whole lines, each with its `\n`. */
  writeMany(lines: Uint8Array, count: number): void;
  readonly lines: number;
  readonly bytes: number;
  /** Writes what is left, begins to make it durable, and returns the digests; more calls return the same. */
  finish(): FileSummary;
}

/** A line file and the hold on its open file. */
export interface OwnedLineFile extends LineFile {
  /** Waits until the bytes are durable and closes the file. Never tried again after a failure. */
  settle(): Promise<void>;
  /** Closes the file, if it is open, whatever became of it. */
  abandon(): Promise<void>;
}

export interface LineFileOptions {
  readonly name: string;
  readonly path: string;
  readonly disk: Disk;
  readonly digest: Digest;
}

/** A line file at a path, which must not exist. Memory 256 KiB. About 0.15 µs for a line of 100 bytes. */
export function createLineFile(options: LineFileOptions): OwnedLineFile {
  const { name, path, disk, digest } = options;
  let buffer = Buffer.alloc(0);
  let used = 0;
  let flushed = 0;
  let lines = 0;
  let handle: number | undefined;
  let summary: FileSummary | undefined;
  /** What came of making the bytes durable, which goes on beside the run from the last byte on. */
  let synced: Promise<void> | undefined;

  const put = (bytes: Uint8Array): void => {
    handle ??= disk.open(path, 'wx');
    writeFully(disk, handle, bytes);
    digest.update(bytes);
    flushed += bytes.length;
  };
  const flush = (): void => {
    if (used === 0) return;
    put(buffer.subarray(0, used));
    used = 0;
  };
  const close = (): void => {
    if (handle === undefined) return;
    const open = handle;
    handle = undefined;
    disk.close(open);
  };
  const makeRoom = (bytes: number): void => {
    flush();
    if (buffer.length < bytes) buffer = Buffer.allocUnsafeSlow(Math.max(bytes, BUFFER_BYTES));
  };

  return {
    get lines() {
      return lines;
    },
    get bytes() {
      return flushed + used;
    },
    write(line) {
      if (summary !== undefined) throw new RangeError(`${name} is finished`);
      // A UTF-16 unit takes three bytes at most.
      const most = (typeof line === 'string' ? line.length * 3 : line.length) + 1;
      if (most > buffer.length - used) makeRoom(most);
      const start = used;
      if (typeof line === 'string') used += buffer.write(line, used);
      else {
        buffer.set(line, used);
        used += line.length;
      }
      if (used === start || buffer[used - 1] !== LINE_FEED) buffer[used++] = LINE_FEED;
      lines++;
    },
    writeMany(many, count) {
      if (summary !== undefined) throw new RangeError(`${name} is finished`);
      flush();
      put(many);
      lines += count;
    },
    finish() {
      if (summary !== undefined) return summary;
      flush();
      buffer = Buffer.alloc(0);
      summary = { name, bytes: flushed, lines, ...digest.finish() };
      synced = handle === undefined ? undefined : disk.sync(handle);
      synced?.catch(() => undefined); // told where it is waited for
      return summary;
    },
    async settle() {
      await synced;
      close();
    },
    async abandon() {
      await synced?.catch(() => undefined);
      close();
    },
  };
}
