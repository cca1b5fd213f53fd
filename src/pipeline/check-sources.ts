import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PrepareOptions, SourceOptions } from '../config/config.js';
import { LabelmillError } from '../core/errors.js';
import type { Manifest } from '../core/manifest.js';
import { readManifest } from '../write/write.js';

/** What is checked, in the options of prepare, and the manifest where it is a prepared folder. */
export interface CheckedSources {
  readonly options: Partial<PrepareOptions>;
  readonly manifest: Manifest | undefined;
}

/** Bytes of the first line that are looked at: as far as the word that says whether it is a text or a chat. */
const HEAD_BYTES = 16;

/**
 * The splits of a prepared folder as sources, with the mapping that reads canonical lines.
 * @throws LabelmillError SOURCE_MISSING, OUTPUT_CORRUPT, SOURCE_UNREADABLE
 */
export async function splitsAsSources(folder: string): Promise<CheckedSources> {
  const read = await readManifest(folder);
  if ('fault' in read) {
    throw new LabelmillError('OUTPUT_CORRUPT', `${join(folder, 'manifest.json')}: ${read.fault}; prepare the folder again`, {
      path: folder,
    });
  }
  const { manifest } = read;
  const files = manifest.files.flatMap(({ name, split }) => (split === undefined ? [] : [{ name, split }]));
  const [first] = files;
  if (first === undefined)
    throw new LabelmillError('OUTPUT_CORRUPT', `${folder}: the manifest lists no split; prepare the folder again`, {
      path: folder,
    });
  const labels = manifest.targets.map(({ name, kind, optional = false }) => {
    return [name, { field: `labels.${name}`, kind, ...(optional ? { optional } : {}) }] as const;
  });
  const isChat = await startsWith(join(folder, first.name), '{"messages":');
  const sources = files.map(({ name, split }): SourceOptions => ({ path: join(folder, name), format: 'jsonl', split }));
  const input = isChat ? { messages: 'messages' } : { text: 'text' };
  return { options: { sources, mapping: { ...input, labels: Object.fromEntries(labels) } }, manifest };
}

/** Whether a path is a folder that prepare wrote. */
export async function isPreparedFolder(path: string): Promise<boolean> {
  const manifest = await stat(join(path, 'manifest.json')).catch(() => undefined);
  return manifest?.isFile() === true;
}

async function startsWith(path: string, start: string): Promise<boolean> {
  const file = await open(path).catch((error: unknown) => {
    throw new LabelmillError('SOURCE_UNREADABLE', `cannot read ${path}; verify the folder`, { path }, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('latin1').startsWith(start);
  } finally {
    await file.close();
  }
}
