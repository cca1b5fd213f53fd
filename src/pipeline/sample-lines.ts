import fs from 'node:fs';

/** Lines looked at per file. A file is in the order of a seeded shuffle, so its first lines are a random sample of it. */
const MOST_LINES = 3000;
/** Bytes looked at per file: 8 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 10;

/** Hands over the first lines of a file, parsed, with their sizes in the file; about 1 µs each. Memory: one line and 256 KiB. */
export function sampleLines(path: string, onLine: (value: unknown, bytes: number) => void): void {
  const handle = fs.openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    let lines = 0;
    for (let read = 0; read < MOST_BYTES && lines < MOST_LINES;) {
      const size = fs.readSync(handle, chunk, 0, CHUNK_BYTES, read);
      if (size === 0) return;
      read += size;
      const held = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end = held.indexOf(LINE_FEED); end >= 0 && lines < MOST_LINES; end = held.indexOf(LINE_FEED, start)) {
        onLine(JSON.parse(held.toString('utf8', start, end)), end + 1 - start);
        start = end + 1;
        lines++;
      }
      rest = held.subarray(start);
    }
  } finally {
    fs.closeSync(handle);
  }
}
