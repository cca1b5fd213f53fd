import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { LabelmillError } from '../core/errors.js';
import { aborted, changed, unreadable } from './errors.js';
import type { Part } from './part.js';
import type { SendHooks } from './destination.js';

const BLOCK_BYTES = 256 * 1024;
/** Blocks in memory: two would do; more forgive a reader that runs ahead. */
const RING = 8;

/**
 * The bytes of a part, in blocks of up to 256 KiB. The last block is held back until the SHA-256 of them all is found to be the
 * part's: who announces the part's length to a server never completes a body that is not right.
 * A block is good until the next one is asked for: copy what is kept longer. Memory: 2 MiB. Time: that of SHA-256, 0.3 to 1.5 GB/s.
 * @throws LabelmillError SOURCE_CHANGED, SOURCE_UNREADABLE, ABORTED
 */
export async function* readPart(part: Part, { signal, onBytes }: SendHooks): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  for await (const block of readUnchecked(part)) {
    if (signal.aborted) throw aborted(signal.reason);
    hash.update(block);
    if (held !== undefined) {
      yield held;
      onBytes(held.length);
    }
    held = block;
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== part.sha256) throw changed(placeOf(part), `has the sha256 ${sha256}, not ${part.sha256}`);
  if (held === undefined) return;
  yield held;
  onBytes(held.length);
}

/** The same without the check. */
export async function* readUnchecked({ content, bytes }: Part): AsyncGenerator<Buffer, void, undefined> {
  if ('text' in content) yield Buffer.from(content.text);
  else yield* readRange(content.path, content.start, bytes);
}

/** What an error says of where a part's bytes are. */
export function placeOf({ name, content }: Part): string {
  return 'path' in content ? content.path : name;
}

/**
 * Some bytes of a file, in blocks of up to 256 KiB. Their memory is used again: a block is good until the one after the next is
 * asked for, or blocks that are read faster than they are cleared away would take tens of MB.
 * @throws LabelmillError SOURCE_UNREADABLE, SOURCE_CHANGED (the file ends too early)
 */
export async function* readRange(path: string, start: number, bytes: number): AsyncGenerator<Buffer, void, undefined> {
  const ring = Array.from({ length: RING }, () => Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES, bytes)));
  let turn = 0;
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    for (let done = 0; done < bytes;) {
      const block = ring[turn++ % RING] ?? Buffer.alloc(0);
      const { bytesRead } = await handle.read(block, 0, Math.min(block.length, bytes - done), start + done);
      if (bytesRead === 0) throw changed(path, `ends at byte ${start + done}`);
      done += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } catch (error) {
    throw error instanceof LabelmillError ? error : unreadable(path, error);
  } finally {
    await handle?.close();
  }
}
