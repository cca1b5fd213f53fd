import { open } from 'node:fs/promises';
import { LabelmillError } from '../core/errors.js';
import { unreadable } from './errors.js';

const BLOCK_BYTES = 64 * 1024;
const LINE_FEED = 10;

/**
 * Where a file of lines is cut into shards of at most `limit` bytes, each as large as it can be and ended by a line end.
 * @returns the ends of the shards, ascending; the last is `bytes`
 * @throws LabelmillError LIMIT_EXCEEDED where a line is longer than the limit, SOURCE_UNREADABLE
 * Reads backwards from each limit to the line end before it: time O(shards × line length).
 */
export async function cutPoints(path: string, bytes: number, limit: number): Promise<readonly number[]> {
  const ends: number[] = [];
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    for (let start = 0; bytes - start > limit; start = ends.at(-1) ?? 0) {
      const end = await lineEndBefore(start, start + limit);
      if (end === start) {
        const message = `${path} has a line of more than ${limit} bytes at byte ${start}, and the destination takes no larger file`;
        throw new LabelmillError('LIMIT_EXCEEDED', message, { path, byte: start, limit });
      }
      ends.push(end);
    }
  } finally {
    await handle.close();
  }
  return [...ends, bytes];

  /** The place after the last line end in [start, end); `start` where there is none. */
  async function lineEndBefore(start: number, end: number): Promise<number> {
    const block = Buffer.alloc(BLOCK_BYTES);
    for (let to = end; to > start;) {
      const from = Math.max(start, to - BLOCK_BYTES);
      const { bytesRead } = await handle.read(block, 0, to - from, from);
      const at = block.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
      if (at >= 0) return from + at + 1;
      to = from;
    }
    return start;
  }
}
