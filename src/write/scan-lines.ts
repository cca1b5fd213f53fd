import fs from 'node:fs/promises';
import { LabelmillError, reasonOf } from '../core/errors.js';
import type { Digest, Digests } from './digest.js';

const CHUNK_BYTES = 1024 * 1024;
/** Longest line looked at. The reader's row limit is 16 MiB; escapes make a line six times as long at most. */
const MOST_LINE_BYTES = 128 * 1024 * 1024;
const LINE_FEED = 10;

export interface ScanOptions {
  readonly path: string;
  readonly digest?: Digest;
  /** Called for each line, from 1, without its `\n`; `undefined` for a line that is too large. Valid until it returns. */
  readonly onLine: (line: Uint8Array | undefined, number: number) => void;
  /** Called with the size of each piece read. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** What a scan counted. */
export interface Scan extends Partial<Digests> {
  readonly bytes: number;
  readonly lines: number;
  /** Whether the last line has its `\n`, or there is none. */
  readonly isEnded: boolean;
}

/**
 * Reads a file line by line, lines being ended by `\n` alone. Memory: 1 MiB and the longest line.
 * @throws LabelmillError SOURCE_UNREADABLE, ABORTED, and what `onLine` throws
 */
export async function scanLines(options: ScanOptions): Promise<Scan> {
  const { path, digest, onLine, onBytes, signal } = options;
  const cutter = createLineCutter(onLine);
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const handle = await explained(path, () => fs.open(path, 'r'));
  let bytes = 0;
  try {
    for (;;) {
      if (signal?.aborted === true) throw new LabelmillError('ABORTED', `stopped while reading ${path}`, { path }, signal.reason);
      const { bytesRead } = await explained(path, () => handle.read(chunk, 0, CHUNK_BYTES));
      if (bytesRead === 0) break;
      const piece = chunk.subarray(0, bytesRead);
      bytes += bytesRead;
      digest?.update(piece);
      cutter.cut(piece);
      onBytes?.(bytesRead);
    }
  } finally {
    await handle.close();
  }
  const isEnded = cutter.end();
  return { bytes, lines: cutter.lines, isEnded, ...digest?.finish() };
}

interface LineCutter {
  cut(piece: Uint8Array): void;
  /** Hands over what is left; whether nothing was. */
  end(): boolean;
  readonly lines: number;
}

function createLineCutter(onLine: ScanOptions['onLine']): LineCutter {
  let carried: Uint8Array[] = [];
  let carriedBytes = 0;
  let lines = 0;

  const handOver = (rest: Uint8Array): void => {
    lines++;
    const isTooLarge = carriedBytes + rest.length > MOST_LINE_BYTES;
    onLine(isTooLarge ? undefined : carriedBytes === 0 ? rest : Buffer.concat([...carried, rest]), lines);
    carried = [];
    carriedBytes = 0;
  };
  const carry = (rest: Uint8Array): void => {
    carriedBytes += rest.length;
    if (carriedBytes > MOST_LINE_BYTES) carried = [];
    else carried.push(Uint8Array.from(rest)); // the piece will be read over
  };

  return {
    get lines() {
      return lines;
    },
    cut(piece) {
      let from = 0;
      for (let at = piece.indexOf(LINE_FEED); at !== -1; at = piece.indexOf(LINE_FEED, from)) {
        handOver(piece.subarray(from, at));
        from = at + 1;
      }
      if (from < piece.length) carry(piece.subarray(from));
    },
    end() {
      if (carriedBytes === 0) return true;
      handOver(new Uint8Array(0));
      return false;
    },
  };
}

async function explained<Value>(path: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    const reason = reasonOf(error);
    throw new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path} (${reason})`, { path, reason }, error);
  }
}
