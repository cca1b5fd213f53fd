import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { prepare } from '../../src/index.js';
import type { Patience } from '../../src/upload/upload.js';

/** A folder of this test's own, gone when it ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'labelmill-upload-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A prepared set of 96 train, 12 validation and 12 test examples in `out` of a folder. */
export async function prepareSet(folder: string, sizeOfText = 20): Promise<string> {
  const out = join(folder, 'out');
  const rows = Array.from({ length: 120 }, (_, at) => ({
    text: `${at} ${'é'.repeat(sizeOfText)}`,
    kind: at % 3 === 0 ? 'a' : 'b',
  }));
  await prepare({ sources: [{ rows }], out, mapping: { text: 'text', labels: { kind: { field: 'kind' } } } });
  return out;
}

/** A copy of a prepared set in a folder of this test's own. */
export async function copySet(prepared: string): Promise<string> {
  const out = join(await temporaryFolder(), 'out');
  await cp(prepared, out, { recursive: true });
  return out;
}

/** Waits that take no time and are written down. */
export function quickPatience(): Patience & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    random: () => 1,
    async wait(delayMs, signal) {
      signal.throwIfAborted();
      waits.push(delayMs);
      now += delayMs;
    },
  };
}
