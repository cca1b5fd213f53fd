import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import xxhash from 'xxhash-wasm';
import type { ManifestFile } from '../core/manifest.js';
import { cutPoints } from './cut-points.js';
import { aborted, changed, unreadable } from './errors.js';
import { shardName, type Part } from './part.js';
import { readRange } from './read-part.js';

export interface SurveyOptions {
  readonly signal: AbortSignal;
  /** Larger files are cut into shards. */
  readonly maxFileBytes: number;
}

/**
 * The parts a file of an output folder is sent in. A file whose SHA-256 the manifest names and that is sent whole is not read
 * here, as its digest is checked while it is sent; any other is read once, held against its XXH64, and given its SHA-256.
 * @throws LabelmillError SOURCE_CHANGED, SOURCE_UNREADABLE, LIMIT_EXCEEDED, ABORTED
 */
export async function surveyFile(folder: string, file: ManifestFile, options: SurveyOptions): Promise<readonly Part[]> {
  const path = join(folder, file.name);
  const size = await sizeOf(path);
  if (size !== file.bytes) throw changed(path, `has ${size} bytes, not ${file.bytes}`);
  const whole = { name: file.name, content: { path, start: 0 }, bytes: file.bytes, lines: file.lines, split: file.split };
  const isWhole = file.split === undefined || file.bytes <= options.maxFileBytes;
  if (isWhole && file.sha256 !== undefined) return [{ ...whole, sha256: file.sha256 }];

  const ends = isWhole ? [file.bytes] : await cutPoints(path, file.bytes, options.maxFileBytes);
  const { create64 } = await xxhash();
  const fast = create64();
  const parts: Part[] = [];
  for (const [at, end] of ends.entries()) {
    const start = ends[at - 1] ?? 0;
    const secure = createHash('sha256');
    let lines = 0;
    for await (const block of readRange(path, start, end - start)) {
      if (options.signal.aborted) throw aborted(options.signal.reason);
      fast.update(block);
      secure.update(block);
      if (!isWhole) lines += countLines(block);
    }
    const shard = { name: shardName(file.name, at + 1, ends.length), content: { path, start }, bytes: end - start };
    parts.push({ ...whole, ...shard, lines: isWhole ? file.lines : lines, sha256: secure.digest('hex') });
  }
  const xxh64 = fast.digest().toString(16).padStart(16, '0');
  if (xxh64 !== file.xxh64) throw changed(path, `has the xxh64 ${xxh64}, not ${file.xxh64}`);
  return parts;
}

/** A file that no manifest describes, such as the manifest itself: taken as it is. @throws LabelmillError SOURCE_UNREADABLE */
export async function surveyPlainFile(folder: string, name: string): Promise<Part> {
  const path = join(folder, name);
  const bytes = await sizeOf(path);
  const hash = createHash('sha256');
  let lines = 0;
  for await (const block of readRange(path, 0, bytes)) {
    hash.update(block);
    lines += countLines(block);
  }
  return { name, content: { path, start: 0 }, bytes, lines, sha256: hash.digest('hex'), split: undefined };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++;
  return lines;
}
